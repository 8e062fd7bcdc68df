package org.greater4j.app.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.greater4j.app.Methods;
import org.greater4j.app.RunConfig;
import org.greater4j.run.Finalist;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunEvent;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.jspecify.annotations.Nullable;

/** The state that a checkpoint holds: it must be what the events before it come to, since a resumed run goes on from it. */
final class CheckpointRules {
    private final RunRecord record;
    private final List<RunEvent> events;
    private final RunHistory history;
    private final RunConfig config;

    /** The checkpoint of a search by gradients, as far as the events tell of it. */
    private record Saved(State state, @Nullable String stoppedBy, List<Finalist> finalists) {}

    private record State(int step, int position, RecordedPrompt prompt, List<RunHistory.Score> history) {}

    /** The checkpoint of a search by text feedback. */
    private record Spent(RunHistory.Tokens cost, RunHistory.@Nullable Tokens costAround) {}

    private record Cost(RunHistory.Tokens cost) {}

    CheckpointRules(RunRecord record, RunConfig config) {
        this.record = record;
        this.config = config;
        int behind = Math.toIntExact(
                Math.min(record.checkpointedEvents(), record.events().size()));
        this.events = record.events().subList(0, behind);
        this.history = RunHistory.of(events);
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (Methods.of(config.method()).usesFeedback()) {
            record.checkpoint(Spent.class).ifPresent(saved -> spent(saved, problems));
        } else {
            record.checkpoint(Saved.class).ifPresent(saved -> search(saved, problems));
        }
        return problems;
    }

    private void search(Saved saved, List<String> problems) {
        State state = saved.state();
        if (state.step() != history.steps().size()) {
            problems.add(
                    "expected " + history.steps().size() + " steps as in the events before it, found " + state.step());
        } else if (!standsBehindTheLastStep(state)) {
            problems.add("prompt or position are not those that the last step led to");
        }
        Map<RecordedPrompt, RunHistory.Score> told = new HashMap<>();
        history.assessed()
                .filter(RunHistory.Assessed::complete)
                .forEach(one -> told.putIfAbsent(one.scored().prompt(), one.scored()));
        boolean same = told.size() == state.history().size()
                && state.history().stream().allMatch(score -> isSame(score, told.get(score.prompt())));
        if (!same) {
            problems.add("the scored prompts are not those of the events before it");
        }
        if (!Objects.equals(saved.stoppedBy(), history.stoppedBy())) {
            problems.add("expected the end by " + history.stoppedBy() + " of the events, found " + saved.stoppedBy());
        }
        boolean measured = saved.finalists().stream()
                .map(finalist -> List.of(finalist.prompt(), finalist.dev()))
                .toList()
                .equals(history.dev().stream().map(CheckpointRules::summary).toList());
        if (!measured) {
            problems.add("the finalists are not those of the events before it");
        }
    }

    private static List<Object> summary(MeasuredPrompt measured) {
        return List.of(measured.prompt(), measured.evaluation().summary());
    }

    // step and position are those of its first try, which may have ended early
    private static boolean isSame(RunHistory.Score score, RunHistory.@Nullable Score told) {
        return told != null
                && score.score() == told.score()
                && score.mistakes() == told.mistakes()
                && Objects.equals(score.answerLoss(), told.answerLoss())
                && score.fluencyLoss() == told.fluencyLoss();
    }

    private boolean standsBehindTheLastStep(State state) {
        if (history.steps().isEmpty()) {
            RunHistory.Assessed initial = history.initial();
            return state.position() == 0
                    && (initial == null || initial.scored().prompt().equals(state.prompt()));
        }
        RunHistory.Step last = history.steps().get(history.steps().size() - 1);
        List<Integer> after = last.after().ids();
        List<Integer> now = state.prompt().ids();
        int next = last.position() + 1;
        if (now.equals(after)) {
            return state.position() == (next < after.size() ? next : 0);
        }
        // the filler was appended
        return next == after.size()
                && now.size() == next + 1
                && now.subList(0, next).equals(after)
                && state.position() == next;
    }

    private void spent(Spent saved, List<String> problems) {
        if (saved.costAround() == null) {
            return;
        }
        RunHistory.Tokens told = events.stream()
                .filter(event -> event.type().equals("answered") || event.type().equals("asked"))
                .map(event -> event.payload(Cost.class).cost())
                .reduce(saved.costAround(), RunHistory.Tokens::plus);
        if (!told.equals(saved.cost())) {
            problems.add("expected " + told.total() + " tokens as the events before it come to, found "
                    + saved.cost().total());
        }
    }
}
