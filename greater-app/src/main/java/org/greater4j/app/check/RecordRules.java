package org.greater4j.app.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.greater4j.app.Finding;
import org.greater4j.app.Methods;
import org.greater4j.app.RunConfig;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.error.ErrorCode;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.greater4j.run.TestResult;
import org.jspecify.annotations.Nullable;

/** What the record of a run says in several places, or can be computed from itself: it must agree. */
final class RecordRules {
    private static final double ROUNDING = 1e-12;

    private final RunRecord record;
    private final RunHistory history;
    private final RunConfig config;

    RecordRules(RunRecord record, RunHistory history, RunConfig config) {
        this.record = record;
        this.history = history;
        this.config = config;
    }

    List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        if (Methods.of(config.method()).usesFeedback()) {
            findings.add(Finding.skipped(
                    "steps", "of " + config.method() + ", which `resume` goes through again, not `check`"));
        } else {
            findings.add(finding(
                    "steps", steps(), history.steps().size() + " in order, each from where the last one ended"));
            findings.add(finding("scores", scores(), "each is what its examples and losses come to"));
            findings.add(
                    finding("choices", choices(), "each step took the lowest score that it tried, or says why not"));
        }
        findings.add(finding("test part", test(), testFound()));
        RunResult result = record.result();
        if (result == null) {
            findings.add(Finding.skipped("result", "the run is not finished"));
        } else {
            findings.add(finding(
                    "result",
                    new ResultRules(record, history, config, result).problems(),
                    "agrees with events, checkpoint and prompt.txt"));
        }
        return findings;
    }

    static Finding finding(String name, List<String> problems, String otherwise) {
        return problems.isEmpty()
                ? Finding.ok(name, otherwise)
                : Finding.failed(
                        name,
                        ErrorCode.INVALID_RUN,
                        String.join("; ", problems.subList(0, Math.min(3, problems.size())))
                                + (problems.size() > 3 ? "; and " + (problems.size() - 3) + " more" : ""),
                        "the record was changed after it was written: restore it from a copy");
    }

    private List<String> steps() {
        List<String> problems = new ArrayList<>();
        RunHistory.Assessed initial = history.initial();
        @Nullable
        RecordedPrompt before = initial == null ? null : initial.scored().prompt();
        int number = 0;
        for (RunHistory.Step step : history.steps()) {
            number++;
            if (step.step() != number) {
                problems.add("expected step " + number + ", found " + step.step());
            }
            if (before != null && !follows(before, step.before())) {
                problems.add("step " + number + " begins with another prompt than the one before it ended with");
            }
            List<Integer> after = new ArrayList<>(step.before().ids());
            if (step.position() < 0 || step.position() >= after.size()) {
                problems.add("step " + number + ": no position " + step.position() + " in its prompt");
            } else {
                after.set(step.position(), step.chosen());
                if (!after.equals(step.after().ids())) {
                    problems.add("step " + number + " ends with another prompt than its choice makes");
                }
            }
            before = step.after();
        }
        return problems;
    }

    // a filler may have been appended between two steps
    private static boolean follows(RecordedPrompt ended, RecordedPrompt begins) {
        int length = ended.ids().size();
        return begins.ids().size() >= length
                && begins.ids().size() <= length + 1
                && begins.ids().subList(0, length).equals(ended.ids());
    }

    private List<String> scores() {
        List<String> problems = new ArrayList<>();
        RunHistory.Assessed initial = history.initial();
        if (initial != null) {
            score("the initial prompt", initial, problems);
        }
        for (RunHistory.Step step : history.steps()) {
            for (RunHistory.Trial trial : step.trials()) {
                score("step " + step.step() + ", token " + trial.token(), trial.assessed(), problems);
            }
        }
        for (RunHistory.Assessed revisited : history.revisited()) {
            score("a prompt that was looked at again", revisited, problems);
        }
        return problems;
    }

    private void score(String what, RunHistory.Assessed assessed, List<String> problems) {
        RunHistory.Score scored = assessed.scored();
        int mistakes = (int) assessed.rows().stream()
                .filter(row -> Boolean.TRUE.equals(row.mistake()))
                .count();
        if (mistakes != scored.mistakes()) {
            problems.add(what + ": expected the " + mistakes + " mistakes of its examples, found " + scored.mistakes());
        }
        if (assessed.complete() != (assessed.assessedRows() == assessed.rows().size())) {
            problems.add(what + ": is complete with examples left out, or the other way round");
        }
        ScoreWeights weights = config.search().weights();
        double losses = scored.answerLoss() == null ? 0 : scored.answerLoss() * assessed.assessedRows();
        double expected = weights.score(
                scored.mistakes(), losses, Math.max(1, assessed.rows().size()), scored.fluencyLoss());
        // the record holds the mean of the losses, whose sum is another in its last digits
        double tolerance = weights.lossShare() == 0 ? 0 : ROUNDING * Math.abs(expected);
        if (!(Math.abs(expected - scored.score()) <= tolerance)) {
            problems.add(what + ": expected the score " + expected + ", found " + scored.score());
        }
    }

    private List<String> choices() {
        List<String> problems = new ArrayList<>();
        for (RunHistory.Step step : history.steps()) {
            if (step.reason().equals("LOWEST_SCORE")) {
                RunHistory.@Nullable Trial best = step.trials().stream()
                        .filter(trial -> trial.assessed().complete())
                        .min(Comparator.comparingDouble((RunHistory.Trial trial) ->
                                trial.assessed().scored().score()))
                        .orElse(null);
                boolean lowest = best != null
                        && step.trials().stream()
                                .anyMatch(trial -> trial.token() == step.chosen()
                                        && trial.assessed().complete()
                                        && trial.assessed().scored().score()
                                                == best.assessed().scored().score());
                if (!lowest) {
                    problems.add("step " + step.step() + " chose token " + step.chosen()
                            + ", which does not have the lowest score of its trials");
                }
            } else if (!step.candidates().contains(step.chosen())) {
                problems.add("step " + step.step() + " chose token " + step.chosen() + ", which was no candidate");
            }
        }
        return problems;
    }

    private List<String> test() {
        List<String> problems = new ArrayList<>();
        long opened = record.events().stream()
                .filter(event -> event.type().equals(RunDirectory.TEST_OPENED))
                .count();
        if (opened > 1) {
            problems.add("expected it to be opened once, found that it was " + opened + " times");
        }
        int read = history.test().size();
        if (read > 0 && opened == 0) {
            problems.add("expected it to be opened before it was read, found no such event");
        }
        if (read != 0 && read != 2) {
            problems.add("expected the answers under the initial and the final prompt, found " + read + " lists");
        }
        RunResult result = record.result();
        if (result != null && read == 2) {
            TestResult expected = TestResult.of(
                    history.test().get(0).evaluation(), history.test().get(1).evaluation());
            if (!Objects.equals(result.test(), expected)) {
                problems.add("the result's figures are not those of the recorded answers");
            }
            List<RecordedPrompt> prompts =
                    history.test().stream().map(MeasuredPrompt::prompt).toList();
            if (!prompts.equals(List.of(result.initialPrompt(), result.finalPrompt()))) {
                problems.add("it was read under other prompts than the initial and the final one");
            }
        }
        if (result != null && config.measureTest() != (result.test() != null)) {
            problems.add("expected " + (config.measureTest() ? "figures of it" : "none of it, as asked")
                    + " in the result, found the opposite");
        }
        return problems;
    }

    private String testFound() {
        return history.test().isEmpty() ? "not read" : "opened once, read under the initial and the final prompt";
    }
}
