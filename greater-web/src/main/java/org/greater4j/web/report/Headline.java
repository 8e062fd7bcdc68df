package org.greater4j.web.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.greater4j.evaluate.EvaluationSummary;
import org.greater4j.evaluate.PairedComparison;
import org.greater4j.evaluate.Verdict;
import org.greater4j.run.Finalist;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.greater4j.run.TestResult;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run, in words.
 *
 * @param tone {@code good}, {@code bad} or {@code neutral}
 * @param state {@code Finished} or {@code Unfinished}
 * @param title the result in one line
 * @param sentences what it rests on
 * @param accuracies figures with their intervals, before and after; empty if there are none
 */
public record Headline(String tone, String state, String title, List<String> sentences, List<Accuracy> accuracies) {
    /**
     * One prompt's figures.
     *
     * @param label such as {@code before}
     * @param summary of the evaluation
     */
    public record Accuracy(String label, EvaluationSummary summary) {
        /** Share of right answers. */
        public String percent() {
            return Wording.percent(summary.accuracy());
        }

        /** Numbers behind it. */
        public String counts() {
            return summary.right() + " of " + summary.rows() + " right";
        }

        /** The 95 % interval. */
        public String interval() {
            return Wording.percent(summary.interval());
        }

        /** What else there is to know of the replies. */
        public String replies() {
            return Wording.format(
                    "%s unanswered, %s cut off, %.1f tokens a chain",
                    Wording.roundPercent((double) summary.unanswered() / summary.rows()),
                    Wording.roundPercent((double) summary.cutOff() / summary.rows()),
                    summary.meanChainTokens());
        }

        /** How often the likeliest of a question's options was the right one; null if options were not scored. */
        public @Nullable String likeliest() {
            return summary.choiceAccuracy() == null
                    ? null
                    : Wording.percent(summary.choiceAccuracy()) + " by the likeliest option";
        }

        /** Place of a share on a line of a certain length. */
        public static String at(double share, double length) {
            return Wording.format("%.1f", share * length);
        }
    }

    static Headline of(RunRecord record, RunHistory history) {
        RunResult result = record.result();
        if (result == null) {
            return unfinished(record, history);
        }
        boolean unchanged = result.initialPrompt().equals(result.finalPrompt());
        TestResult test = result.test();
        if (test == null) {
            return untested(result, unchanged);
        }
        List<Accuracy> accuracies = unchanged
                ? List.of(new Accuracy("the prompt", test.before()))
                : List.of(new Accuracy("before", test.before()), new Accuracy("after", test.after()));
        if (unchanged) {
            return new Headline(
                    "neutral",
                    "Finished",
                    "No better prompt was found",
                    List.of(
                            "No other prompt that was tried did better than the initial one on the examples set apart for the choice."
                                    + " There is nothing to compare."),
                    accuracies);
        }
        PairedComparison comparison = test.comparison();
        if (comparison == null) {
            return new Headline(
                    "neutral",
                    "Finished",
                    "Not compared",
                    List.of(
                            "Every test question failed under one prompt or the other, so that there is no question to compare"
                                    + " them on."),
                    accuracies);
        }
        return new Headline(tone(comparison.verdict()), "Finished", title(comparison), words(comparison), accuracies);
    }

    private static String tone(Verdict verdict) {
        return switch (verdict) {
            case BETTER -> "good";
            case WORSE -> "bad";
            case NO_DIFFERENCE_SHOWN -> "neutral";
        };
    }

    private static String title(PairedComparison comparison) {
        String figures =
                Wording.percent(comparison.after()) + " right, " + Wording.percent(comparison.before()) + " before";
        return switch (comparison.verdict()) {
            case BETTER -> "Better: " + figures;
            case WORSE -> "Worse: " + figures;
            case NO_DIFFERENCE_SHOWN -> "No difference shown: " + figures;
        };
    }

    private static List<String> words(PairedComparison comparison) {
        int changed = comparison.fixed() + comparison.broken();
        List<String> sentences = new ArrayList<>();
        sentences.add(Wording.format(
                "Both prompts were put to the same %s, which the search had never seen. The new prompt answers %d right that the"
                        + " old one did not, and fails on %d that the old one answered: %s points, with a 95 %% interval of %s to %s.",
                Wording.count(comparison.rows(), "question", "questions"),
                comparison.fixed(),
                comparison.broken(),
                Wording.points(comparison.difference()),
                Wording.points(comparison.differenceInterval().low()),
                Wording.points(comparison.differenceInterval().high())));
        if (changed > 0) {
            String chance = Wording.format(
                    "If the prompts were equally good, %s would fall at least this unevenly %s (exact McNemar test, %s).",
                    Wording.count(changed, "changed answer", "changed answers"),
                    Wording.frequency(comparison.pValue()),
                    Wording.pValue(comparison.pValue()));
            sentences.add(
                    comparison.verdict() == Verdict.NO_DIFFERENCE_SHOWN
                            ? chance
                                    + " That is too often to call it a difference; it does not say that the prompts are equal."
                            : chance);
        }
        return sentences;
    }

    private static Headline untested(RunResult result, boolean unchanged) {
        List<Accuracy> accuracies = new ArrayList<>();
        if (!unchanged) {
            dev(result, result.initialPrompt().ids(), "before").ifPresent(accuracies::add);
        }
        dev(result, result.finalPrompt().ids(), unchanged ? "the prompt" : "after")
                .ifPresent(accuracies::add);
        String figures = accuracies.isEmpty()
                ? ""
                : " These figures are of the dev examples, which the prompt was chosen on: they flatter it.";
        return new Headline(
                "neutral",
                "Finished",
                unchanged ? "No better prompt was found" : "A prompt was found; it was not tested",
                List.of("The test examples were left untouched, as asked, so nothing can be said about new questions."
                        + figures),
                accuracies);
    }

    private static Optional<Accuracy> dev(RunResult result, List<Integer> ids, String label) {
        return result.finalists().stream()
                .filter(finalist -> finalist.prompt().ids().equals(ids))
                .map(Finalist::dev)
                .map(summary -> new Accuracy(label, summary))
                .findFirst();
    }

    private static Headline unfinished(RunRecord record, RunHistory history) {
        @Nullable String planned = record.manifest().facts().get("settings.search.steps");
        int steps = history.steps().size();
        // a search by text feedback has no steps of tokens, but batches of answers
        long batches = record.events().stream()
                .filter(event -> event.type().equals("answered") || event.type().equals("asked"))
                .count();
        String done;
        if (batches > 0) {
            done = batches + (batches == 1 ? " batch" : " batches") + " of answers recorded.";
        } else if (history.initial() == null) {
            done = "The initial prompt is not scored yet.";
        } else {
            done = Wording.count(steps, "step", "steps")
                    + (planned == null || planned.isEmpty() ? "" : " of " + planned) + " recorded.";
        }
        String stage = !history.test().isEmpty()
                ? " The test examples are being measured."
                : history.stoppedBy() != null
                        ? " The search is over; its best prompts are being measured on the dev examples, "
                                + history.dev().size() + " so far."
                        : "";
        return new Headline(
                "neutral",
                "Unfinished",
                "Unfinished: this is what there is so far",
                List.of(
                        done + stage,
                        "The run goes on, or was interrupted; then `greater resume` goes on with it. What follows may change: the"
                                + " result is chosen and tested at the end."),
                List.of());
    }
}
