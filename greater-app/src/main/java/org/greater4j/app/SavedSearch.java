package org.greater4j.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.Statistics;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.SearchState;
import org.greater4j.optimize.StepRecord;
import org.greater4j.optimize.StopReason;
import org.greater4j.optimize.UnfinishedPrompt;
import org.greater4j.run.Finalist;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunEvent;
import org.jspecify.annotations.Nullable;

/**
 * The search as JSON holds it: the checkpoint, and the payloads of the events it was written after.
 *
 * <p>What is not known of a prompt that was let go early is null: JSON has no NaN, and a reader must not take it for an answer.
 */
final class SavedSearch {
    private SavedSearch() {}

    /**
     * What a resumed run goes on from.
     *
     * @param stoppedBy why the search ended; null while it goes on
     * @param finalists measured so far
     * @param cost of all that is recorded
     * @param seconds of work behind all that is recorded
     * @param searchCost of these costs, that of the search; null while it goes on, and in runs of earlier versions
     */
    record Checkpoint(
            State state,
            @Nullable String stoppedBy,
            List<Finalist> finalists,
            Cost cost,
            double seconds,
            @Nullable Cost searchCost) {}

    /**
     * {@link SearchState}.
     *
     * @param unfinished null, as in runs of earlier versions, is none
     * @param ending null while there may be a further step
     */
    record State(
            int step,
            int position,
            RecordedPrompt prompt,
            int initialLength,
            List<Scored> history,
            @Nullable List<Unfinished> unfinished,
            int lastImprovement,
            @Nullable StopReason ending) {
        static State of(SearchState state) {
            return new State(
                    state.step(),
                    state.position(),
                    RecordedPrompt.of(state.prompt()),
                    state.initialLength(),
                    state.history().stream().map(Scored::of).toList(),
                    state.unfinished().stream().map(Unfinished::of).toList(),
                    state.lastImprovement(),
                    state.ending());
        }

        SearchState restore() {
            requireSound();
            return new SearchState(
                    step,
                    position,
                    prompt.toPrompt(),
                    initialLength,
                    history.stream().map(Scored::restore).toList(),
                    unfinished == null
                            ? List.of()
                            : unfinished.stream().map(Unfinished::restore).toList(),
                    lastImprovement,
                    ending);
        }

        // what a step would stumble over
        private void requireSound() {
            List<String> problems = new ArrayList<>();
            if (step < 0) {
                problems.add("step: expected at least 0, found " + step);
            }
            if (position < 0 || position >= prompt.ids().size()) {
                problems.add("position: expected one in the prompt of "
                        + prompt.ids().size() + " tokens, found " + position);
            }
            if (history.isEmpty()) {
                problems.add("history: expected at least the initial prompt, found none");
            }
            int places = history.size() + (unfinished == null ? 0 : unfinished.size());
            if (unfinished != null && unfinished.stream().anyMatch(one -> one.place() < 0 || one.place() > places)) {
                problems.add("unfinished: expected places in the history, found others");
            }
            if (!problems.isEmpty()) {
                throw GreaterException.ofAll(
                        ErrorCode.INVALID_RUN,
                        "run checkpoint",
                        problems.stream()
                                .map(problem -> problem + "; restore checkpoint.json from a copy, or start a new run")
                                .toList());
            }
        }
    }

    /** {@link UnfinishedPrompt}. */
    record Unfinished(Scored soFar, int place) {
        static Unfinished of(UnfinishedPrompt prompt) {
            return new Unfinished(Scored.of(prompt.soFar()), prompt.place());
        }

        UnfinishedPrompt restore() {
            return new UnfinishedPrompt(soFar.restore(), place);
        }
    }

    /**
     * {@link ScoredPrompt}.
     *
     * @param answerLoss null if no example was assessed
     */
    record Scored(
            RecordedPrompt prompt,
            double score,
            int mistakes,
            @Nullable Double answerLoss,
            double fluencyLoss,
            int step,
            int position) {
        static Scored of(ScoredPrompt scored) {
            return new Scored(
                    RecordedPrompt.of(scored.prompt()),
                    scored.score(),
                    scored.mistakes(),
                    Double.isNaN(scored.answerLoss()) ? null : scored.answerLoss(),
                    scored.fluencyLoss(),
                    scored.step(),
                    scored.position());
        }

        ScoredPrompt restore() {
            return new ScoredPrompt(
                    prompt.toPrompt(),
                    score,
                    mistakes,
                    answerLoss == null ? Double.NaN : answerLoss,
                    fluencyLoss,
                    step,
                    position);
        }
    }

    /**
     * {@link ExampleAssessment}; chain, mistake and answer loss are null where a cutoff left the example out.
     *
     * @param assessed whether the model reasoned on the example; null, as in runs of earlier versions, means that it did
     */
    record Row(
            @Nullable Boolean assessed,
            @Nullable List<Integer> chain,
            @Nullable Boolean mistake,
            @Nullable Double answerLoss,
            double fluencyLoss) {
        static Row of(ExampleAssessment example) {
            if (!example.assessed()) {
                return new Row(false, null, null, null, example.fluencyLoss());
            }
            return new Row(
                    true,
                    Arrays.stream(example.chain()).boxed().toList(),
                    example.mistake(),
                    example.answerLoss(),
                    example.fluencyLoss());
        }

        ExampleAssessment restore() {
            if (Boolean.FALSE.equals(assessed)) {
                return ExampleAssessment.leftOut(fluencyLoss);
            }
            if (chain == null || mistake == null || answerLoss == null) {
                throw new GreaterException(
                        ErrorCode.INVALID_RUN,
                        "assessed example: expected a chain, a mistake or none, and an answer loss, found " + this
                                + " in the run's events; restore events.jsonl from a copy, or start a new run");
            }
            return new ExampleAssessment(
                    chain.stream().mapToInt(Integer::intValue).toArray(), mistake, answerLoss, fluencyLoss);
        }
    }

    /**
     * A prompt's assessment, as an event tells it.
     *
     * @param scored its score is the lowest that the prompt's score can become if the assessment is not complete
     * @param complete whether all examples were assessed; if not, the prompt was let go early
     */
    record Assessed(Scored scored, boolean complete, List<Row> rows) {
        static Assessed of(ScoredPrompt scored, Assessment assessment) {
            return new Assessed(
                    Scored.of(scored),
                    assessment.complete(),
                    assessment.examples().stream().map(Row::of).toList());
        }

        Assessment restore() {
            return new Assessment(
                    scored.prompt().toPrompt(), rows.stream().map(Row::restore).toList(), complete);
        }
    }

    /** One trial of a step, as an event tells it. */
    record Trial(int token, String text, double gradient, Assessed assessed) {}

    /**
     * {@link StepRecord}, as an event tells it.
     *
     * @param droppedTexts null in runs of earlier versions
     */
    record Step(
            int step,
            int position,
            RecordedPrompt before,
            int k,
            List<Integer> candidates,
            List<String> candidateTexts,
            int droppedByRoundTrip,
            @Nullable List<String> droppedTexts,
            List<Double> gradient,
            double meanAnswerLoss,
            List<Trial> trials,
            int chosen,
            String reason,
            RecordedPrompt after,
            Cost cost,
            Statistics statistics) {
        static Step of(StepRecord record) {
            return new Step(
                    record.step(),
                    record.position(),
                    RecordedPrompt.of(record.before()),
                    record.k(),
                    Arrays.stream(record.candidates()).boxed().toList(),
                    record.candidateTexts(),
                    record.droppedByRoundTrip(),
                    record.dropped(),
                    Arrays.stream(record.gradient()).boxed().toList(),
                    record.meanAnswerLoss(),
                    record.trials().stream()
                            .map(trial -> new Trial(
                                    trial.token(),
                                    trial.text(),
                                    trial.gradient(),
                                    Assessed.of(trial.scored(), trial.assessment())))
                            .toList(),
                    record.chosen(),
                    record.reason().name(),
                    RecordedPrompt.of(record.after()),
                    record.cost(),
                    record.statistics());
        }
    }

    /** What a resumed run reads of a step's event: {@link Step} with the trials alone. */
    private record Trials(List<Trial> trials) {}

    /** What a resumed run reads of its last step's event: where it left the caches of its session. */
    record Standing(RecordedPrompt before, int position) {}

    /** Where the last step left its session; empty before the first. */
    static Optional<Standing> standing(List<RunEvent> events) {
        return events.stream()
                .filter(event -> event.type().equals("step"))
                .reduce((earlier, later) -> later)
                .map(event -> event.payload(Standing.class));
    }

    /** What a resumed run reads of its steps' events to foresee what the next one takes. */
    private record StepCost(Cost cost) {}

    /** The most tokens that a step took; 0 before the first. */
    static long dearestStep(List<RunEvent> events) {
        return events.stream()
                .filter(event -> event.type().equals("step"))
                .mapToLong(event -> event.payload(StepCost.class).cost().tokens())
                .max()
                .orElse(0);
    }

    /**
     * What a run's events tell about prompts, one assessment per prompt: the fullest, the later one among equals. So a complete one is
     * never given up for one that was let go early.
     */
    static Collection<Assessment> assessments(List<RunEvent> events) {
        Map<Prompt, Assessment> fullest = new LinkedHashMap<>();
        for (RunEvent event : events) {
            List<Assessed> told = switch (event.type()) {
                case "started", "revisited" -> List.of(event.payload(Assessed.class));
                case "step" ->
                    event.payload(Trials.class).trials().stream()
                            .map(Trial::assessed)
                            .toList();
                default -> List.of();
            };
            for (Assessed one : told) {
                fullest.merge(
                        one.scored().prompt().toPrompt(),
                        one.restore(),
                        (before, now) -> now.assessed() >= before.assessed() ? now : before);
            }
        }
        return fullest.values();
    }
}
