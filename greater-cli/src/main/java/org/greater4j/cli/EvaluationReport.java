package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.jspecify.annotations.Nullable;

/** What an evaluation came to, for people and as JSON. */
final class EvaluationReport {
    private static final int ANSWER = 14;

    private final Terminal terminal;
    private final Style style;
    private final PromptEvaluation.Result result;

    EvaluationReport(Terminal terminal, PromptEvaluation.Result result) {
        this.terminal = terminal;
        this.style = terminal.outStyle();
        this.result = result;
    }

    void print(boolean examples) {
        if (examples) {
            table();
        }
        EvaluationSummary figures = result.evaluation().summary();
        line(style.bold(
                "Accuracy on " + figures.rows() + " " + result.config().part().label() + " examples of "
                        + result.task().name()));
        String prompt = result.promptText().isEmpty()
                ? "(none: the bare questions)"
                : result.promptText().strip();
        boolean first = true;
        for (String part : Text.wrap(prompt, terminal.width() - 12)) {
            line((first ? "  prompt    " : "            ") + part);
            first = false;
        }
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
                    Text.clip(Text.flat(untilQuote(outcome.answer())), ANSWER),
                    outcome.chainTokens() + (outcome.ended() ? "" : "+"),
                    Text.clip(Text.flat(example.question()), Math.max(10, terminal.width() - 30 - 2 * ANSWER))));
        }
        line("");
    }

    // the quote closes what the extractor opened
    private static String untilQuote(String answer) {
        int quote = answer.indexOf('"');
        return quote < 0 ? answer : answer.substring(0, quote);
    }

    private void line(String text) {
        terminal.out().println(text);
    }

    /**
     * The figures by their names in result.json, and every example.
     *
     * @param run where the prompt came from, or null
     */
    static ObjectNode json(PromptEvaluation.Result result, @Nullable Path run) {
        ObjectNode object = JsonOutput.object();
        object.put("model", result.model().name());
        object.put("modelSha256", result.model().sha256());
        object.put("task", result.task().name());
        object.put("split", result.config().part().label());
        object.put("seed", result.config().seed());
        object.put("placement", result.config().placement().label());
        object.put("maxNewTokens", result.config().maxNewTokens());
        object.put("prompt", result.promptText());
        object.put("run", run == null ? null : run.toAbsolutePath().normalize().toString());
        object.setAll((ObjectNode) JsonOutput.of(result.evaluation().summary()));
        object.set("cost", JsonOutput.of(result.cost()));
        object.put("seconds", result.seconds());
        ArrayNode examples = object.putArray("examples");
        Map<String, Example> asked = byId(result.examples());
        for (ExampleOutcome outcome : result.evaluation().outcomes()) {
            Example example = Objects.requireNonNull(asked.get(outcome.exampleId()));
            Outcome choice = outcome.choice();
            examples.addObject()
                    .put("id", example.id())
                    .put("question", example.question())
                    .put("expected", example.answer())
                    .put("outcome", outcome.outcome().name())
                    .put("choice", choice == null ? null : choice.name())
                    .put("answer", outcome.answer())
                    .put("chain", outcome.chain())
                    .put("chainTokens", outcome.chainTokens())
                    .put("ended", outcome.ended());
        }
        ArrayNode failed = object.putArray("failed");
        for (ExampleError error : result.evaluation().errors()) {
            failed.addObject().put("id", error.exampleId()).put("reason", error.reason());
        }
        return object;
    }

    private static Map<String, Example> byId(List<Example> examples) {
        return examples.stream().collect(Collectors.toMap(Example::id, example -> example));
    }
}
