package org.greater4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.greater4j.app.Methods;
import org.greater4j.app.RecordedSpending;
import org.greater4j.app.RunConfig;
import org.greater4j.evaluate.EvaluationSummary;
import org.greater4j.evaluate.PairedComparison;
import org.greater4j.run.FeedbackFigures;
import org.greater4j.run.Finalist;
import org.greater4j.run.Readability;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RemoteFigures;
import org.greater4j.run.RunResult;
import org.greater4j.run.TestResult;
import org.jspecify.annotations.Nullable;

/** What a finished run came to, for people. */
final class RunReport {
    private static final int INDENT = 10;

    private final Terminal terminal;
    private final Style style;
    private final Path directory;
    private final RunResult result;

    RunReport(Terminal terminal, Path directory, RunResult result) {
        this.terminal = terminal;
        this.style = terminal.outStyle();
        this.directory = directory;
        this.result = result;
    }

    void print() {
        line("");
        prompts();
        line("");
        accuracy();
        line("");
        search();
        line("");
        next();
    }

    private void prompts() {
        heading("Prompt");
        paragraph("before", result.initialPrompt().text().strip());
        if (unchanged()) {
            paragraph(
                    "after",
                    searched()
                            ? "(the same: no other prompt did better"
                                    + (result.finalists().isEmpty() ? "" : " on the dev examples") + ")"
                            : "(the same: this method does not search)");
        } else {
            paragraph("after", result.finalPrompt().text().strip());
        }
    }

    private void accuracy() {
        TestResult test = result.test();
        if (test == null) {
            heading("Accuracy");
            paragraph("", "The test examples were left untouched, as asked." + devSentence());
            return;
        }
        heading("Accuracy on the same " + test.before().rows() + " held-out examples");
        line(String.format(
                Locale.ROOT, "  %-8s%9s   %-18s%12s%14s", "", "right", "95 % interval", "unanswered", "chain tokens"));
        line(row("before", test.before()));
        line(row("after", test.after()));
        cutOff(test);
        unanswered(test);
        line("");
        PairedComparison comparison = test.comparison();
        String sentence = unchanged()
                ? "It is the same prompt, so there is nothing to compare."
                : ComparisonText.sentence(comparison);
        for (String part : Text.wrap(sentence, terminal.width() - 2)) {
            line("  " + ComparisonText.coloured(part, comparison, style));
        }
    }

    private String row(String name, EvaluationSummary figures) {
        return String.format(
                Locale.ROOT,
                "  %-8s%9s   %-18s%12s%14.1f",
                name,
                Text.percent(figures.accuracy()),
                String.format(
                        Locale.ROOT,
                        "%.1f to %.1f %%",
                        100 * figures.interval().low(),
                        100 * figures.interval().high()),
                Text.percent((double) figures.unanswered() / figures.rows()),
                figures.meanChainTokens());
    }

    private void cutOff(TestResult test) {
        int before = test.before().cutOff();
        int after = test.after().cutOff();
        if (before + after > 0) {
            int limit = RunConfig.ofRun(directory).maxNewTokens();
            line(style.faint("  chains cut off at " + limit + " tokens: " + before + " before, " + after + " after of "
                    + test.before().rows() + "; --max-new-tokens raises it"));
        }
    }

    private void unanswered(TestResult test) {
        int rows = test.before().rows();
        int least = Math.min(test.before().unanswered(), test.after().unanswered());
        if (least > rows / 2) {
            String advice =
                    "most replies hold no answer that could be read, under either prompt; --examples of `evaluate` (below)"
                            + " shows them, and another lead to the answer (--extractor) may help more than another prompt";
            Text.wrap(advice, terminal.width() - 2).forEach(part -> line(style.faint("  " + part)));
        }
    }

    private String devSentence() {
        return devOf(result.finalPrompt())
                .map(dev -> " On the " + dev.rows() + " dev examples, which the prompt was chosen on, "
                        + Text.percent(dev.accuracy()) + " are right.")
                .orElse("");
    }

    private void search() {
        heading("Search");
        Double before = result.initialTrainingScore();
        Double after = result.finalTrainingScore();
        String scores = before == null || after == null
                ? ""
                : String.format(Locale.ROOT, "; training score %.3f before, %.3f after", before, after);
        paragraph("steps", result.steps() + " (" + ending() + ")" + scores);
        FeedbackFigures feedback = result.feedback();
        if (feedback != null) {
            if (Methods.of(RunConfig.ofRun(directory).method()).usesFeedback()) {
                paragraph("calls", calls(feedback));
            }
            @Nullable RemoteFigures remote = feedback.remote();
            if (remote != null) {
                paragraph("remote", SpendingText.of(RecordedSpending.of(remote)));
            }
        }
        devOf(result.finalPrompt()).ifPresent(dev -> paragraph("dev", chosenOn(dev)));
        @Nullable Readability readability = result.readability();
        if (readability != null) {
            paragraph(
                    "reads",
                    String.format(
                            Locale.ROOT,
                            "%.2f nats a token before, %.2f after; lower is more natural",
                            readability.initialFluencyLoss(),
                            readability.finalFluencyLoss()));
        }
        paragraph(
                "tokens",
                Text.count(result.cost().tokens()) + ": "
                        + Text.count(result.cost().forwardTokens()) + " read, "
                        + Text.count(result.cost().generatedTokens()) + " generated, "
                        + Text.count(result.cost().gradientTokens()) + " with gradient");
        paragraph("time", Text.duration(result.seconds()));
        paragraph("run", directory.toString());
    }

    private static String calls(FeedbackFigures figures) {
        List<String> parts = new ArrayList<>();
        parts.add(
                figures.proposals() + " texts read of " + (figures.proposals() + figures.noProposals()) + " asked for");
        if (figures.repairs() > 0) {
            parts.add(figures.repairs() + " asked for once more");
        }
        if (figures.unusable() > 0) {
            parts.add(figures.unusable() + " prompts that can't be used");
        }
        if (figures.failed() > 0) {
            parts.add(figures.failed() + " calls failed");
        }
        return figures.calls() + " of " + figures.optimizer() + " ("
                + Text.count(figures.optimizerCost().tokens()) + " tokens): " + String.join(", ", parts) + "; "
                + figures.answers() + " questions answered";
    }

    private String chosenOn(EvaluationSummary dev) {
        int count = result.finalists().size();
        String chosen = count == 1
                ? "the one finalist, measured on " + dev.rows() + " dev examples: "
                : "chosen among " + count + " prompts on " + dev.rows() + " dev examples: ";
        String before = devOf(result.initialPrompt())
                .filter(initial -> !unchanged())
                .map(initial -> initial.accuracy() == dev.accuracy()
                        ? ", a tie with the initial prompt"
                        : ", before " + Text.percent(initial.accuracy()))
                .orElse("");
        return chosen + Text.percent(dev.accuracy()) + " right" + before;
    }

    private Optional<EvaluationSummary> devOf(RecordedPrompt prompt) {
        return result.finalists().stream()
                .filter(finalist -> finalist.prompt().equals(prompt))
                .map(Finalist::dev)
                .findFirst();
    }

    private String ending() {
        if (!searched()) {
            return "this method does not search";
        }
        return switch (result.stoppedBy()) {
            case "steps" -> result.feedback() == null ? "as many as asked for" : "then the method was done";
            case "patience" -> "no better score for as many as --patience allows";
            case "budget" -> "then the budget was spent";
            default -> "ended by " + result.stoppedBy();
        };
    }

    private void next() {
        heading("Next");
        String command = Main.commandName(terminal.environment());
        String run = Text.shellWord(directory.toString());
        command(command + " report", run);
        command(command + " evaluate --prompt " + run, "--examples");
    }

    // a command that can be pasted, on two lines if it is long
    private void command(String begin, String end) {
        boolean fits = begin.length() + end.length() + 3 <= terminal.width();
        line("  " + begin + (fits ? " " : " \\\n      ") + end);
    }

    private boolean searched() {
        return Methods.of(RunConfig.ofRun(directory).method()).searches();
    }

    private boolean unchanged() {
        return result.initialPrompt().equals(result.finalPrompt());
    }

    private void heading(String text) {
        line(style.bold(text));
    }

    private void paragraph(String label, String text) {
        int indent = label.isEmpty() ? 2 : INDENT;
        List<String> lines = Text.wrap(text, terminal.width() - indent);
        for (int at = 0; at < lines.size(); at++) {
            String begin = at == 0 && !label.isEmpty()
                    ? String.format(Locale.ROOT, "  %-" + (INDENT - 2) + "s", label)
                    : " ".repeat(indent);
            line(begin + lines.get(at));
        }
    }

    private void line(String text) {
        terminal.out().println(text);
    }
}
