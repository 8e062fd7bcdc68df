package org.greater4j.app.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Interval;
import org.greater4j.evaluate.RunsAccuracy;
import org.greater4j.evaluate.RunsComparison;
import org.greater4j.evaluate.TasksComparison;
import org.greater4j.run.AtomicFile;
import org.jspecify.annotations.Nullable;

/** A study's table as files: Markdown and HTML for people, CSV and JSON for programs. */
public final class StudyFiles {
    /** Their names without what follows the dot. */
    public static final String NAME = "table";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final List<String> COLUMNS = List.of(
            "model",
            "task",
            "method",
            "runs",
            "accuracy",
            "spread",
            "low",
            "high",
            "questions",
            "right",
            "wrong",
            "unanswered",
            "errors",
            "chain_tokens",
            "difference",
            "difference_low",
            "difference_high",
            "fixed",
            "broken",
            "p",
            "p_runs",
            "verdict",
            "paper",
            "dev",
            "tokens",
            "seconds",
            "calls",
            "no_proposals",
            "rival_difference",
            "rival_low",
            "rival_high",
            "rival_p",
            "rival_verdict",
            "money",
            "currency",
            "search_tokens");

    private StudyFiles() {}

    /**
     * The table of a plan's results.
     *
     * @param outcome of {@link Study#run}
     */
    public static StudyTable table(StudyPlan plan, Study.Outcome outcome) {
        return new TableBuilder(plan, outcome.results())
                .table(outcome.failures())
                .withDifferences(outcome.differences());
    }

    /**
     * Writes {@code table.md}, {@code table.csv}, {@code table-by-data-set.csv}, {@code table.json} and {@code table.html} into a study's
     * directory.
     */
    public static void write(StudyTable table, Path directory) {
        AtomicFile.write(directory.resolve(NAME + ".md"), markdown(table));
        AtomicFile.write(directory.resolve(NAME + ".csv"), csv(table));
        AtomicFile.write(directory.resolve(NAME + "-by-data-set.csv"), dataSetsCsv(table));
        AtomicFile.write(directory.resolve(NAME + ".json"), json(table));
        AtomicFile.write(directory.resolve(NAME + ".html"), html(table));
    }

    /** The tables in Markdown, with columns of equal width so that they can be read as they are. */
    public static String markdown(StudyTable table) {
        return MarkdownText.of(table.name(), new StudyGrids(table).all());
    }

    /** The tables as one HTML file that needs no other. */
    public static String html(StudyTable table) {
        return HtmlText.of(table.name(), new StudyGrids(table).all());
    }

    /** The tables as people read them. */
    public static List<Grid> grids(StudyTable table) {
        return new StudyGrids(table).all();
    }

    /**
     * The table that lies in a study's directory; null as long as the study has not ended once.
     *
     * @throws GreaterException ({@code INVALID_RUN}) if it is there and can't be read
     */
    public static @Nullable StudyTable read(Path directory) {
        Path file = directory.resolve(NAME + ".json");
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return MAPPER.readValue(Files.readAllBytes(file), StudyTable.class);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    "study: expected a table that can be read, found '"
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "' in " + file
                            + "; run the study's command again, which writes it anew",
                    e);
        }
    }

    /** All figures by name, and every run. */
    public static String json(StudyTable table) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(table) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One line per model, task and method; means over tasks follow. Shares are in 0 .. 1, and what there is none of is empty. */
    public static String csv(StudyTable table) {
        StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append('\n');
        for (StudyTable.Entry entry : table.entries()) {
            text.append(CSVFormat.RFC4180.format(line(entry).toArray())).append('\n');
        }
        for (StudyTable.Mean mean : table.means()) {
            text.append(CSVFormat.RFC4180.format(line(mean).toArray())).append('\n');
        }
        return text.toString();
    }

    /** In the shape of the paper's table 1: one line per method, with columns per model and data set. Shares are in 0 .. 1. */
    public static String dataSetsCsv(StudyTable table) {
        StringBuilder text = new StringBuilder();
        DataSetGrid.lines(table)
                .forEach(line ->
                        text.append(CSVFormat.RFC4180.format(line.toArray())).append('\n'));
        return text.toString();
    }

    private static List<@Nullable Object> line(StudyTable.Entry entry) {
        RunsAccuracy accuracy = entry.accuracy();
        RunsComparison comparison = entry.comparison();
        List<@Nullable Object> line = new ArrayList<>(
                List.of(entry.model(), entry.task(), entry.method(), accuracy.runs(), share(accuracy.mean())));
        line.add(share(accuracy.spread()));
        line.addAll(List.of(
                share(accuracy.interval().low()),
                share(accuracy.interval().high()),
                accuracy.questions(),
                accuracy.right(),
                accuracy.wrong(),
                accuracy.unanswered(),
                accuracy.errors(),
                share(accuracy.meanChainTokens())));
        line.addAll(
                comparison == null
                        ? nothing(8)
                        : List.of(
                                share(comparison.difference()),
                                share(comparison.interval().low()),
                                share(comparison.interval().high()),
                                comparison.fixed(),
                                comparison.broken(),
                                comparison.questionsPValue(),
                                comparison.runsPValue(),
                                comparison.verdict().label()));
        line.add(share(entry.paper()));
        line.add(share(entry.dev()));
        line.add(Math.round(entry.tokens()));
        line.add(share(entry.seconds()));
        line.add(entry.calls() == null ? null : Math.round(entry.calls()));
        line.add(share(entry.noProposals()));
        RunsComparison rival = entry.againstRival();
        line.addAll(
                rival == null
                        ? nothing(5)
                        : againstRival(
                                rival.difference(),
                                rival.interval(),
                                rival.questionsPValue(),
                                rival.verdict().label()));
        line.add(share(entry.money()));
        line.add(entry.currency());
        line.add(entry.searchTokens() == null ? null : Math.round(entry.searchTokens()));
        return line;
    }

    private static List<@Nullable Object> line(StudyTable.Mean mean) {
        TasksComparison comparison = mean.comparison();
        List<@Nullable Object> line = new ArrayList<>(
                List.of(mean.model(), "mean of " + mean.tasks() + " tasks, " + mean.group(), mean.method()));
        line.add(null);
        line.add(share(mean.mean()));
        line.add(share(mean.spread()));
        line.addAll(nothing(8));
        if (comparison == null) {
            line.addAll(nothing(8));
        } else {
            line.addAll(List.of(
                    share(comparison.difference()),
                    share(comparison.interval().low()),
                    share(comparison.interval().high())));
            line.addAll(nothing(2));
            line.add(comparison.pValue());
            line.addAll(nothing(1));
            line.add(betterAndWorse(comparison));
        }
        line.add(share(mean.paper()));
        line.addAll(nothing(5));
        TasksComparison rival = mean.againstRival();
        line.addAll(
                rival == null
                        ? nothing(5)
                        : againstRival(rival.difference(), rival.interval(), rival.pValue(), betterAndWorse(rival)));
        line.addAll(nothing(3));
        return line;
    }

    private static List<@Nullable Object> againstRival(
            double difference, Interval interval, double pValue, String shown) {
        return List.of(share(difference), share(interval.low()), share(interval.high()), pValue, shown);
    }

    private static String betterAndWorse(TasksComparison comparison) {
        return comparison.better() + " better, " + comparison.worse() + " worse";
    }

    private static List<@Nullable Object> nothing(int columns) {
        List<@Nullable Object> nothing = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            nothing.add(null);
        }
        return nothing;
    }

    private static String share(double number) {
        return String.format(Locale.ROOT, "%.4f", number);
    }

    private static @Nullable String share(@Nullable Double number) {
        return number == null ? null : share(number.doubleValue());
    }
}
