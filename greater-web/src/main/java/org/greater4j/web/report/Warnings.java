package org.greater4j.web.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.evaluate.EvaluationSummary;
import org.greater4j.evaluate.Verdict;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunHistory.Score;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.greater4j.run.TestResult;
import org.jspecify.annotations.Nullable;

/** What a reader should beware of; each rule says what it saw. */
final class Warnings {
    /** A training gain of less than this needs no explanation: of mistakes as a share of the examples, of other scores as a share of the first. */
    private static final double NOTABLE_TRAINING_GAIN = 0.05;

    /** Nats a token; a token of the prompt is then three times less likely to the model. */
    private static final double MUCH_LESS_FLUENT = 1.1;

    /** Replies that are cut off or unanswered, as a share of all, that are too many to overlook. */
    private static final double MANY = 0.1;

    /** With fewer test questions, two prompts must be far apart to be told apart. */
    private static final int FEW_ROWS = 50;

    private Warnings() {}

    static List<Warning> of(RunRecord record, RunHistory history, Search search) {
        RunResult result = record.result();
        List<Warning> warnings = new ArrayList<>();
        Score before = search.scoreOf(search.initial());
        Score after = search.scoreOf(search.latest());
        if (before != null && after != null && !search.unchanged()) {
            if (result != null) {
                overfitting(before, after, result.test(), search, warnings);
            }
            readability(before, after, warnings);
        }
        errors(history, warnings);
        if (result != null && result.test() != null) {
            replies(
                    result.test(),
                    search.unchanged(),
                    record.manifest().facts().get("settings.maxNewTokens"),
                    warnings);
            if (verdict(result.test()) == Verdict.NO_DIFFERENCE_SHOWN
                    && !search.unchanged()
                    && result.test().before().rows() < FEW_ROWS) {
                warnings.add(
                        new Warning(
                                "few-rows",
                                "Few test questions",
                                "With " + Wording.count(result.test().before().rows(), "question", "questions")
                                        + " only a large difference can be shown. More test examples (--test) make smaller ones visible."));
            }
        }
        return warnings;
    }

    private static void overfitting(
            Score before, Score after, @Nullable TestResult test, Search search, List<Warning> warnings) {
        boolean byMistakes = search.lossShare() == 0;
        double gain = byMistakes
                ? (double) (before.mistakes() - after.mistakes()) / Math.max(1, search.train())
                : (before.score() - after.score()) / before.score();
        if (test == null || !(gain >= NOTABLE_TRAINING_GAIN) || verdict(test) == Verdict.BETTER) {
            return;
        }
        String examples = Wording.count(search.train(), "training example", "training examples");
        String fell = byMistakes
                ? Wording.format("Mistakes on the %s fell from %d to %d", examples, before.mistakes(), after.mistakes())
                : Wording.format(
                        "The training score on the %s fell from %.2f to %.2f, lower being better",
                        examples, before.score(), after.score());
        warnings.add(new Warning(
                "overfitting",
                "Gain in training, none shown on new questions",
                fell
                        + (verdict(test) == Verdict.WORSE
                                ? ", but on the test questions the new prompt does worse"
                                : ", but on the test questions no difference is shown")
                        + ". The prompt may fit these training examples rather than the task; more of them (--train) make that less"
                        + " likely."));
    }

    private static @Nullable Verdict verdict(TestResult test) {
        return test.comparison() == null ? null : test.comparison().verdict();
    }

    private static void errors(RunHistory history, List<Warning> warnings) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (MeasuredPrompt answers : history.test()) {
            answers.evaluation().errors().forEach(error -> reasons.putIfAbsent(error.exampleId(), error.reason()));
        }
        if (!reasons.isEmpty()) {
            Map.Entry<String, String> first = reasons.entrySet().iterator().next();
            warnings.add(new Warning(
                    "errors",
                    "Some test questions could not be measured",
                    Wording.count(reasons.size(), "question is", "questions are")
                            + " left out of every figure, under both prompts. The first: " + first.getKey() + ", "
                            + first.getValue() + "."));
        }
    }

    private static void readability(Score before, Score after, List<Warning> warnings) {
        double change = after.fluencyLoss() - before.fluencyLoss();
        if (change < MUCH_LESS_FLUENT) {
            return;
        }
        warnings.add(new Warning(
                "readability",
                "The new prompt reads much worse",
                Wording.format(
                        "To the model, a token of it is %.0f times less likely than one of the initial prompt (%.2f nats instead of"
                                + " %.2f). A larger weight of fluency in the choice (--selection-fluency-weight) favours plainer text.",
                        Math.exp(change), after.fluencyLoss(), before.fluencyLoss())));
    }

    private static void replies(TestResult test, boolean unchanged, @Nullable String limit, List<Warning> warnings) {
        EvaluationSummary before = test.before();
        EvaluationSummary after = test.after();
        if (Math.max(before.cutOff(), after.cutOff()) > MANY * before.rows()) {
            warnings.add(
                    new Warning(
                            "cut-off",
                            "Many chains were cut off",
                            counts("chains of reasoning", before.cutOff(), after.cutOff(), before.rows(), unchanged)
                                    + " reached the limit"
                                    + (limit == null ? "" : " of " + limit + " tokens")
                                    + " before the model had ended. A higher limit (--max-new-tokens) may help either prompt."));
        }
        if (Math.max(before.unanswered(), after.unanswered()) > MANY * before.rows()) {
            warnings.add(new Warning(
                    "unanswered",
                    "Many questions were left unanswered",
                    counts("replies", before.unanswered(), after.unanswered(), before.rows(), unchanged)
                            + " hold no answer in the form that the task asks for; these count as wrong. Part of a gain may be"
                            + " that form alone."));
        }
    }

    private static String counts(String what, int before, int after, int rows, boolean unchanged) {
        return unchanged
                ? after + " of " + rows + " " + what
                : before + " of " + rows + " " + what + " before and " + after + " after";
    }
}
