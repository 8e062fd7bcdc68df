package org.greater4j.app;

import java.util.Arrays;
import java.util.List;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.SearchState;
import org.greater4j.optimize.StepRecord;
import org.greater4j.run.Finalist;
import org.greater4j.run.RecordedPrompt;
import org.jspecify.annotations.Nullable;

/** The search as JSON holds it: the checkpoint, and the payloads of the events it was written after. */
final class SavedSearch {
    private SavedSearch() {}

    /**
     * What a resumed run goes on from.
     *
     * @param stoppedBy why the search ended; null while it goes on
     * @param finalists measured so far
     * @param cost of all that is recorded
     * @param seconds of work behind all that is recorded
     */
    record Checkpoint(State state, @Nullable String stoppedBy, List<Finalist> finalists, Cost cost, double seconds) {}

    /** {@link SearchState}. */
    record State(
            int step,
            int position,
            RecordedPrompt prompt,
            int initialLength,
            List<Scored> history,
            int lastImprovement) {
        static State of(SearchState state) {
            return new State(
                    state.step(),
                    state.position(),
                    RecordedPrompt.of(state.prompt()),
                    state.initialLength(),
                    state.history().stream().map(Scored::of).toList(),
                    state.lastImprovement());
        }

        SearchState restore() {
            return new SearchState(
                    step,
                    position,
                    prompt.toPrompt(),
                    initialLength,
                    history.stream().map(Scored::restore).toList(),
                    lastImprovement);
        }
    }

    /** {@link ScoredPrompt}. */
    record Scored(
            RecordedPrompt prompt,
            double score,
            int mistakes,
            double answerLoss,
            double fluencyLoss,
            int step,
            int position) {
        static Scored of(ScoredPrompt scored) {
            return new Scored(
                    RecordedPrompt.of(scored.prompt()),
                    scored.score(),
                    scored.mistakes(),
                    scored.answerLoss(),
                    scored.fluencyLoss(),
                    scored.step(),
                    scored.position());
        }

        ScoredPrompt restore() {
            return new ScoredPrompt(prompt.toPrompt(), score, mistakes, answerLoss, fluencyLoss, step, position);
        }
    }

    /** {@link ExampleAssessment}, with the chain's text for readers. */
    record Row(List<Integer> chain, boolean mistake, double answerLoss, double fluencyLoss) {
        static Row of(ExampleAssessment example) {
            return new Row(
                    Arrays.stream(example.chain()).boxed().toList(),
                    example.mistake(),
                    example.answerLoss(),
                    example.fluencyLoss());
        }

        ExampleAssessment restore() {
            return new ExampleAssessment(
                    chain.stream().mapToInt(Integer::intValue).toArray(), mistake, answerLoss, fluencyLoss);
        }
    }

    /** A prompt's assessment, as an event tells it. */
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

    /** {@link StepRecord}, as an event tells it. */
    record Step(
            int step,
            int position,
            RecordedPrompt before,
            int k,
            List<Integer> candidates,
            List<String> candidateTexts,
            int droppedByRoundTrip,
            List<Double> gradient,
            double meanAnswerLoss,
            List<Trial> trials,
            int chosen,
            String reason,
            RecordedPrompt after,
            Cost cost) {
        static Step of(StepRecord record) {
            return new Step(
                    record.step(),
                    record.position(),
                    RecordedPrompt.of(record.before()),
                    record.k(),
                    Arrays.stream(record.candidates()).boxed().toList(),
                    record.candidateTexts(),
                    record.droppedByRoundTrip(),
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
                    record.cost());
        }
    }
}
