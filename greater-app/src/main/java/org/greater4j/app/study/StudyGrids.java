package org.greater4j.app.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.greater4j.evaluate.Interval;
import org.greater4j.evaluate.RunsAccuracy;
import org.greater4j.evaluate.RunsComparison;
import org.greater4j.evaluate.TasksComparison;
import org.greater4j.evaluate.Verdict;
import org.jspecify.annotations.Nullable;

/** The tables that people read: accuracies, comparisons with the initial prompt, and what it took. */
final class StudyGrids {
    static final String NOTHING = "–";
    static final String PAPER =
            "In brackets: the paper's own (Das et al., ICLR 2025, table 1), on its rows and in its engine.";

    private final StudyTable table;
    private final boolean severalModels;

    StudyGrids(StudyTable table) {
        this.table = table;
        this.severalModels = table.models().size() > 1;
    }

    List<Grid> all() {
        List<Grid> grids = new ArrayList<>();
        grids.add(accuracy());
        DataSetGrid.of(table).ifPresent(grids::add);
        if (table.entries().stream().anyMatch(entry -> entry.comparison() != null)) {
            grids.add(comparisons());
        }
        if (table.entries().stream().anyMatch(entry -> entry.againstRival() != null)) {
            grids.add(againstRival());
        }
        grids.add(details());
        return grids;
    }

    private Grid accuracy() {
        List<List<String>> rows = new ArrayList<>();
        for (String model : table.models()) {
            for (String task : table.tasks()) {
                List<String> row = begin(model, task);
                for (String method : table.methods()) {
                    row.add(cell(table.entry(model, task, method)));
                }
                rows.add(row);
            }
            rows.addAll(means(model));
        }
        return new Grid(
                "Accuracy on held-out examples, in per cent", header("task", table.methods()), names(), rows, notes());
    }

    private List<List<String>> means(String model) {
        List<List<String>> rows = new ArrayList<>();
        Map<String, List<StudyTable.Mean>> groups = table.means().stream()
                .filter(mean -> mean.model().equals(model))
                .collect(Collectors.groupingBy(
                        StudyTable.Mean::group, java.util.LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, means) -> {
            List<String> row = begin(
                    model,
                    "mean of " + means.get(0).tasks() + (group.equals(PaperFigures.BBH) ? " BBH" : "") + " tasks");
            for (StudyTable.Mean mean : means) {
                row.add(number(mean.mean(), mean.spread()) + paper(mean.paper()));
            }
            rows.add(row);
        });
        return rows;
    }

    private static String cell(StudyTable.@Nullable Entry entry) {
        if (entry == null) {
            return NOTHING;
        }
        RunsAccuracy accuracy = entry.accuracy();
        RunsComparison comparison = entry.comparison();
        String mark = comparison == null ? "" : mark(comparison.verdict());
        return number(accuracy.mean(), accuracy.spread()) + mark + paper(entry.paper());
    }

    static String mark(Verdict verdict) {
        return switch (verdict) {
            case BETTER -> " ▲";
            case WORSE -> " ▼";
            case NO_DIFFERENCE_SHOWN -> "";
        };
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        int seeds = table.seeds().size();
        notes.add(
                seeds == 1
                        ? "One run each, seed " + table.seeds().get(0) + "."
                        : "Mean of " + seeds + " runs ± sample standard deviation; seeds "
                                + table.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".");
        if (table.reference() != null) {
            notes.add("▲ better, ▼ worse than " + table.reference()
                    + " on the same rows: exact sign-flip test over questions (with one run the exact McNemar test), p below"
                    + " 0.05, not corrected for the number of tasks.");
        } else {
            notes.add("The study has no method `initial`, so nothing is compared.");
        }
        if (table.entries().stream().anyMatch(entry -> entry.paper() != null)
                || table.means().stream().anyMatch(mean -> mean.paper() != null)) {
            notes.add(PAPER);
        }
        table.missing()
                .forEach(missing ->
                        notes.add("Missing: " + missing.lines().findFirst().orElse("")));
        table.differences()
                .forEach(difference ->
                        notes.add("Not run alike, so that numbers may differ by that alone. " + difference + "."));
        return notes;
    }

    private Grid comparisons() {
        List<List<String>> rows = new ArrayList<>();
        for (StudyTable.Entry entry : table.entries()) {
            RunsComparison comparison = entry.comparison();
            if (comparison != null) {
                List<String> row = begin(entry.model(), entry.task());
                row.addAll(tested(entry.method(), comparison, shown(entry, table.reference(), comparison)));
                rows.add(row);
            }
        }
        rows.addAll(means(StudyTable.Mean::comparison));
        return new Grid(
                "Against " + table.reference() + ", on the same rows",
                testHeader(),
                names() + 1,
                rows,
                List.of(
                        "Points: accuracy less that of " + table.reference()
                                + ", mean over runs. Interval: paired bootstrap over questions, in rows of means over tasks.",
                        "p: exact sign-flip test over questions, in rows of means over tasks. p over runs: the same over runs, which"
                                + " can't fall below 0.05 with fewer than six. Same prompt: every run ended with the prompt of "
                                + table.reference() + "."));
    }

    private List<List<String>> means(Function<StudyTable.Mean, @Nullable TasksComparison> with) {
        List<List<String>> rows = new ArrayList<>();
        for (StudyTable.Mean mean : table.means()) {
            @Nullable TasksComparison comparison = with.apply(mean);
            if (comparison != null) {
                List<String> row = begin(
                        mean.model(),
                        "mean of " + mean.tasks() + (mean.group().equals(PaperFigures.BBH) ? " BBH" : "") + " tasks");
                row.addAll(List.of(
                        mean.method(),
                        points(comparison.difference()),
                        interval(comparison.interval(), true),
                        NOTHING,
                        NOTHING,
                        pValue(comparison.pValue()),
                        NOTHING,
                        comparison.better() + " better, " + comparison.worse() + " worse"));
                rows.add(row);
            }
        }
        return rows;
    }

    // two methods that ended with the same prompt, most often the one they began with, are no draw between two prompts
    private String shown(StudyTable.Entry entry, @Nullable String against, RunsComparison comparison) {
        StudyTable.@Nullable Entry other = against == null ? null : table.entry(entry.model(), entry.task(), against);
        return other != null && prompts(entry).equals(prompts(other))
                ? "same prompt"
                : comparison.verdict().label();
    }

    private static Map<Long, String> prompts(StudyTable.Entry entry) {
        return entry.runs().stream().collect(Collectors.toMap(StudyTable.Run::seed, StudyTable.Run::finalPrompt));
    }

    private static List<String> tested(String method, RunsComparison comparison, String shown) {
        return List.of(
                method,
                points(comparison.difference()),
                interval(comparison.interval(), true),
                Integer.toString(comparison.fixed()),
                Integer.toString(comparison.broken()),
                pValue(comparison.questionsPValue()),
                comparison.runs() > 1 ? pValue(comparison.runsPValue()) : NOTHING,
                shown);
    }

    private Grid againstRival() {
        List<List<String>> rows = new ArrayList<>();
        for (StudyTable.Entry entry : table.entries()) {
            RunsComparison comparison = entry.againstRival();
            if (comparison != null) {
                List<String> row = begin(entry.model(), entry.task());
                row.addAll(tested(entry.method(), comparison, shown(entry, table.rival(), comparison)));
                rows.add(row);
            }
        }
        rows.addAll(means(StudyTable.Mean::againstRival));
        return new Grid(
                "Against " + table.rival() + ", on the same rows",
                testHeader(),
                names() + 1,
                rows,
                List.of("Points: accuracy less that of " + table.rival() + ". Tests and intervals as above."));
    }

    private List<String> testHeader() {
        return header(
                "task", List.of("method", "points", "95 % interval", "fixed", "broken", "p", "p over runs", "shown"));
    }

    private Grid details() {
        boolean calls = table.entries().stream().anyMatch(entry -> entry.calls() != null);
        boolean remote = table.entries().stream().anyMatch(entry -> entry.currency() != null);
        List<List<String>> rows = new ArrayList<>();
        for (StudyTable.Entry entry : table.entries()) {
            RunsAccuracy accuracy = entry.accuracy();
            List<String> row = begin(entry.model(), entry.task());
            row.addAll(List.of(
                    entry.method(),
                    entry.dev() == null ? NOTHING : percent(entry.dev()),
                    percent(accuracy.mean()),
                    interval(accuracy.interval(), false),
                    Integer.toString(accuracy.right()),
                    Integer.toString(accuracy.wrong()),
                    Integer.toString(accuracy.unanswered()),
                    Integer.toString(accuracy.errors()),
                    String.format(Locale.ROOT, "%.1f", accuracy.meanChainTokens()),
                    entry.searchTokens() == null ? NOTHING : thousands(entry.searchTokens()),
                    thousands(entry.tokens()),
                    String.format(Locale.ROOT, "%.1f", entry.seconds() / 60)));
            if (calls) {
                row.add(entry.calls() == null ? NOTHING : String.format(Locale.ROOT, "%.0f", entry.calls()));
                row.add(entry.noProposals() == null ? NOTHING : percent(entry.noProposals()));
            }
            if (remote) {
                row.add(money(entry));
            }
            rows.add(row);
        }
        List<String> columns = new ArrayList<>(List.of(
                "method",
                "dev",
                "test",
                "95 % interval",
                "right",
                "wrong",
                "unanswered",
                "errors",
                "chain tokens",
                "search tokens",
                "all tokens",
                "minutes"));
        if (calls) {
            columns.addAll(List.of("calls", "no proposal"));
        }
        if (remote) {
            columns.add("money");
        }
        return new Grid(
                "Outcomes and cost",
                header("task", columns),
                names() + 1,
                rows,
                List.of(
                        "Dev: per cent right of the rows that the result was chosen on, mean of the runs; the best of several there, which flatters"
                                + " it. Test and all else: of the held-out rows, outcomes of all runs together; unanswered counts as not right,"
                                + " errors count not at all. Interval: Wilson, of test, over distinct questions. Tokens, in thousands, through both models: of the search, which a budget limits, and of the"
                                + " whole run, with the choice on dev and the test. Tokens and minutes: mean of a run."
                                + (calls
                                        ? " Calls of the search: of the model that writes prompts, and questions to the one that"
                                                + " answers. No proposal: per cent of the texts asked for that did not come, could"
                                                + " not be read, or broke a rule of the method."
                                        : "")
                                + (remote
                                        ? " Money: for calls over the network, at the most, mean of a run; replies that lay in the"
                                                + " cache cost nothing."
                                        : "")));
    }

    private static String thousands(double tokens) {
        return String.format(Locale.ROOT, "%.0f", tokens / 1000);
    }

    private static String money(StudyTable.Entry entry) {
        if (entry.currency() == null) {
            return NOTHING;
        }
        return entry.money() == null
                ? "unknown"
                : String.format(Locale.ROOT, "%.4f %s", entry.money(), entry.currency());
    }

    private List<String> begin(String model, String task) {
        return new ArrayList<>(severalModels ? List.of(model, task) : List.of(task));
    }

    private List<String> header(String task, List<String> more) {
        List<String> header = begin("model", task);
        header.addAll(more);
        return header;
    }

    private int names() {
        return severalModels ? 2 : 1;
    }

    static String number(double share, @Nullable Double spread) {
        return percent(share) + (spread == null ? "" : " ± " + percent(spread));
    }

    static String paper(@Nullable Double share) {
        return share == null ? "" : " (" + percent(share) + ")";
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    static String points(double share) {
        return String.format(Locale.ROOT, "%+.1f", 100 * share);
    }

    static String interval(Interval interval, boolean signed) {
        return signed
                ? points(interval.low()) + " to " + points(interval.high())
                : percent(interval.low()) + " to " + percent(interval.high());
    }

    static String pValue(double p) {
        return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }
}
