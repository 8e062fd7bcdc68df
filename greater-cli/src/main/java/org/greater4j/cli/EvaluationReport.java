package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.greater4j.app.PromptEvaluation;
import org.greater4j.evaluate.EvaluationSummary;
import org.greater4j.evaluate.ExampleError;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.evaluate.PairedComparison;
import org.greater4j.feedback.remote.Spending;
import org.greater4j.run.TaskIdentity;
import org.greater4j.task.Example;
import org.jspecify.annotations.Nullable;

/** What an evaluation came to, for people and as JSON. */
final class EvaluationReport {
    private static final int ANSWER = 14;
    private static final int ANSWER_INDENT = 6;

    private final Terminal terminal;
    private final Style style;
    private final PromptEvaluation.Result result;
    private final PromptEvaluation.@Nullable Pair pair;
    private final @Nullable Spending spending;

    /**
     * @param pair the result with what it is held against; null if it stands alone
     * @param spending what calls over the network took; null if there were none to make
     */
    EvaluationReport(
            Terminal terminal,
            PromptEvaluation.Result result,
            PromptEvaluation.@Nullable Pair pair,
            @Nullable Spending spending) {
        this.terminal = terminal;
        this.style = terminal.outStyle();
        this.result = result;
        this.pair = pair;
        this.spending = spending;
    }

    void print(boolean examples) {
        if (examples) {
            table();
        }
        if (pair != null) {
            print(pair);
            return;
        }
        EvaluationSummary figures = result.evaluation().summary();
        line(style.bold(
                "Accuracy on " + figures.rows() + " " + result.config().part().label() + " examples of "
                        + TaskIdentity.label(result.task().name())));
        prompt("prompt", result);
        line(String.format(
                Locale.ROOT,
                "  right     %s (%d of %d), 95 %% interval %.1f to %.1f %%",
                Text.percent(figures.accuracy()),
                figures.right(),
                figures.rows(),
                100 * figures.interval().low(),
                100 * figures.interval().high()));
        line(String.format(
                Locale.ROOT,
                "  else      %d wrong, %d unanswered (%s)",
                figures.wrong(),
                figures.unanswered(),
                Text.percent((double) figures.unanswered() / figures.rows())));
        if (figures.choiceAccuracy() != null) {
            line("  choice    " + Text.percent(figures.choiceAccuracy()) + " right by the likeliest option");
        }
        List<ExampleError> errors = result.evaluation().errors();
        if (!errors.isEmpty()) {
            line("  errors    " + errors.size() + " examples could not be measured and are left out; "
                    + errors.get(0).exampleId() + ": " + errors.get(0).reason());
        }
        line(String.format(
                Locale.ROOT,
                "  chains    %.1f tokens on average, %d of %d cut off at %d",
                figures.meanChainTokens(),
                figures.cutOff(),
                figures.rows(),
                result.config().maxNewTokens()));
        line("  cost      " + Text.count(result.cost().tokens()) + " tokens, " + Text.duration(result.seconds()));
        remote("  remote    ");
    }

    private void print(PromptEvaluation.Pair both) {
        PairedComparison comparison = both.comparison();
        line(style.bold("Accuracy on "
                + (comparison == null ? "" : "the same " + comparison.rows() + " ")
                + result.config().part().label() + " examples of "
                + TaskIdentity.label(result.task().name())));
        prompt("prompt", both.result());
        prompt("against", both.against());
        line("");
        EvaluationSummary one = both.result().evaluation().summary();
        EvaluationSummary other = both.against().evaluation().summary();
        row("", "prompt", "against");
        row("accuracy", Text.percent(one.accuracy()), Text.percent(other.accuracy()));
        row("95 % interval", interval(one), interval(other));
        row("right", Integer.toString(one.right()), Integer.toString(other.right()));
        row("wrong", Integer.toString(one.wrong()), Integer.toString(other.wrong()));
        row("unanswered", Integer.toString(one.unanswered()), Integer.toString(other.unanswered()));
        row("errors, left out", errors(both.result()), errors(both.against()));
        if (one.choiceAccuracy() != null && other.choiceAccuracy() != null) {
            row("likeliest option", Text.percent(one.choiceAccuracy()), Text.percent(other.choiceAccuracy()));
        }
        row("chain tokens", oneDecimal(one.meanChainTokens()), oneDecimal(other.meanChainTokens()));
        row("chains cut off", Integer.toString(one.cutOff()), Integer.toString(other.cutOff()));
        row("tokens", tokens(both.result()), tokens(both.against()));
        row(
                "time",
                Text.duration(both.result().seconds()),
                Text.duration(both.against().seconds()));
        line("");
        remote("  Remote calls for both: ");
        for (String part : Text.wrap(ComparisonText.sentence(comparison), terminal.width() - 2)) {
            line("  " + ComparisonText.coloured(part, comparison, style));
        }
    }

    private void remote(String label) {
        if (spending != null) {
            line(label + SpendingText.of(spending));
        }
    }

    private void prompt(String label, PromptEvaluation.Result of) {
        String prompt = of.promptText().isEmpty()
                ? "(none: the bare questions)"
                : of.promptText().strip();
        boolean first = true;
        for (String part : Text.wrap(prompt, terminal.width() - 12)) {
            line(String.format(Locale.ROOT, "  %-10s", first ? label : "") + part);
            first = false;
        }
    }

    private void row(String label, String one, String other) {
        line(String.format(Locale.ROOT, "  %-18s%20s%20s", label, one, other));
    }

    private static String interval(EvaluationSummary figures) {
        return String.format(
                Locale.ROOT,
                "%.1f to %.1f %%",
                100 * figures.interval().low(),
                100 * figures.interval().high());
    }

    private static String errors(PromptEvaluation.Result of) {
        return Integer.toString(of.evaluation().errors().size());
    }

    private static String tokens(PromptEvaluation.Result of) {
        return Text.count(of.cost().tokens());
    }

    private static String oneDecimal(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private void table() {
        line(style.bold(String.format(
                Locale.ROOT,
                "%4s  %-10s  %-" + ANSWER + "s  %-" + ANSWER + "s  %6s  %s",
                "#",
                "outcome",
                "expected",
                "answer",
                "tokens",
                "question")));
        Map<String, Example> examples = byId(result.examples());
        for (int row = 0; row < result.evaluation().outcomes().size(); row++) {
            ExampleOutcome outcome = result.evaluation().outcomes().get(row);
            Example example = Objects.requireNonNull(examples.get(outcome.exampleId()));
            String name =
                    String.format(Locale.ROOT, "%-10s", outcome.outcome().name().toLowerCase(Locale.ROOT));
            line(String.format(
                    Locale.ROOT,
                    "%4d  %s  %-" + ANSWER + "s  %-" + ANSWER + "s  %6s  %s",
                    row + 1,
                    switch (outcome.outcome()) {
                        case RIGHT -> style.good(name);
                        case WRONG -> style.bad(name);
                        case UNANSWERED -> style.faint(name);
                    },
                    Text.clip(Text.flat(example.answer()), ANSWER),
                    Text.clip(Text.flat(result.task().answerIn(outcome.answer())), ANSWER),
                    outcome.chainTokens() + (outcome.ended() ? "" : "+"),
                    Text.clip(Text.flat(example.question()), Math.max(10, terminal.width() - 30 - 2 * ANSWER))));
            String answer = Text.flat(result.task().answerIn(outcome.answer()));
            if (answer.length() > ANSWER) {
                // what was read, or could not be, is to be seen whole
                Text.wrap("wrote: " + answer, terminal.width() - ANSWER_INDENT)
                        .forEach(part -> line(" ".repeat(ANSWER_INDENT) + style.faint(part)));
            }
        }
        line(style.faint("tokens: of the reasoning; + where it was cut off at the limit"));
        line("");
    }

    private void line(String text) {
        terminal.out().println(text);
    }

    /**
     * The figures by their names in result.json, and every example; with those of the other prompt and the comparison, if there is one.
     *
     * @param run where the prompt came from, or null
     */
    ObjectNode json(@Nullable Path run) {
        ObjectNode object = JsonOutput.object();
        object.put("model", result.model().name());
        object.put(
                "modelSha256", result.model().isRemote() ? null : result.model().sha256());
        object.put("task", result.task().name());
        object.put("split", result.config().part().label());
        object.put("seed", result.config().seed());
        object.put("placement", result.config().placement().label());
        object.put("maxNewTokens", result.config().maxNewTokens());
        object.put("run", run == null ? null : run.toAbsolutePath().normalize().toString());
        object.setAll(figures(result));
        if (spending != null) {
            object.set("spending", JsonOutput.of(spending));
        }
        if (pair != null) {
            object.set("against", figures(pair.against()));
            object.set("comparison", pair.comparison() == null ? null : JsonOutput.of(pair.comparison()));
        }
        return object;
    }

    private static ObjectNode figures(PromptEvaluation.Result of) {
        ObjectNode object = JsonOutput.object();
        object.put("prompt", of.promptText());
        object.setAll((ObjectNode) JsonOutput.of(of.evaluation().summary()));
        object.set("cost", JsonOutput.of(of.cost()));
        object.put("seconds", of.seconds());
        object.putArray("examples").addAll(ExampleRecords.measured(of));
        object.putArray("failed").addAll(ExampleRecords.failed(of));
        return object;
    }

    private static Map<String, Example> byId(List<Example> examples) {
        return examples.stream().collect(Collectors.toMap(Example::id, example -> example));
    }
}
