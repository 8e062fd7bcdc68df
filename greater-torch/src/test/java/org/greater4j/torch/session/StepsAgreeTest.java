package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.optimize.GreaterStep;
import org.greater4j.optimize.SearchState;
import org.greater4j.optimize.StepRecord;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole steps of GReaTer: over both sessions the same, and in the end what trying every candidate gives. */
class StepsAgreeTest {
    private static final int EVERY_CANDIDATE = Integer.MAX_VALUE;

    @ParameterizedTest
    @ValueSource(longs = {300, 301, 302, 303})
    void fastAndPlainStepsAreTheSame(long seed) {
        Situation situation = Situation.of(seed, 5).withMaxNewTokens(8);
        GreaterStep step = step(situation, GreaterSettings.defaults(10, seed));
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                TorchReasoningSession fast = situation.fast(decoder);
                PlainReasoningSession plain = situation.plain(decoder)) {
            Prompt initial = situation.prompt(situation.random(), 4);
            SearchState ofFast = step.start(fast, initial);
            SearchState ofPlain = step.start(plain, initial);
            for (int at = 0; at < 10; at++) {
                String where = situation + ", step " + at;
                GreaterStep.Outcome found = step.run(fast, ofFast);
                GreaterStep.Outcome expected = step.run(plain, ofPlain);
                assertSame(where, found.record(), expected.record());
                ofFast = found.state();
                ofPlain = expected.state();
                assertThat(ofFast.position()).as(where).isEqualTo(ofPlain.position());
                assertThat(ofFast.prompt()).as(where).isEqualTo(ofPlain.prompt());
                assertThat(ofFast.best().prompt())
                        .as(where)
                        .isEqualTo(ofPlain.best().prompt());
            }
        }
    }

    /** A new session that remembers the old one's assessments takes the same steps to the last bit, as a resumed run must. */
    @ParameterizedTest
    @ValueSource(longs = {320, 321, 322})
    void resumedStepsAreTheSameBitForBit(long seed) {
        Situation situation = Situation.of(seed, 4).withMaxNewTokens(6);
        GreaterStep step = step(situation, GreaterSettings.defaults(12, seed));
        Prompt initial = situation.prompt(situation.random(), 5);
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                TorchReasoningSession unbroken = situation.fast(decoder)) {
            SearchState state = step.start(unbroken, initial);
            List<Assessment> known = new ArrayList<>(unbroken.assess(List.of(initial), Cutoff.none()));
            for (int at = 0; at < 12; at++) {
                GreaterStep.Outcome expected = step.run(unbroken, state);
                try (TorchReasoningSession resumed = situation.fast(decoder)) {
                    known.forEach(resumed::remember);
                    StepRecord found = step.run(resumed, state).record();
                    String where = situation + ", step " + at;
                    assertThat(found.gradient())
                            .as(where)
                            .containsExactly(expected.record().gradient());
                    assertThat(found.meanAnswerLoss())
                            .as(where)
                            .isEqualTo(expected.record().meanAnswerLoss());
                    assertThat(found.trials().stream()
                                    .map(StepRecord.Trial::scored)
                                    .toList())
                            .as(where)
                            .isEqualTo(expected.record().trials().stream()
                                    .map(StepRecord.Trial::scored)
                                    .toList());
                    assertThat(found.after())
                            .as(where)
                            .isEqualTo(expected.record().after());
                }
                expected.record().trials().forEach(trial -> known.add(trial.assessment()));
                state = expected.state();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {310, 311, 312, 313})
    void withEveryCandidateTriedTheStepTakesTheBest(long seed) {
        Situation situation = Situation.of(seed, 3).withMaxNewTokens(5);
        GreaterStep step = step(situation, everyCandidate(seed));
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                TorchReasoningSession fast = situation.fast(decoder);
                PlainReasoningSession plain = situation.plain(decoder)) {
            SearchState state = step.start(fast, situation.prompt(situation.random(), 3));
            for (int at = 0; at < 3; at++) {
                GreaterStep.Outcome outcome = step.run(fast, state);
                StepRecord record = outcome.record();
                assertThat(record.trials()).as("%s", situation).hasSameSizeAs(record.candidateTexts());
                assertThat(record.chosen())
                        .as("%s: candidates %s", situation, record.candidateTexts())
                        .isEqualTo(best(plain, situation, record));
                state = outcome.state();
            }
        }
    }

    private static int best(ReasoningSession plain, Situation situation, StepRecord record) {
        int best = -1;
        double lowest = Double.POSITIVE_INFINITY;
        for (int candidate : record.candidates()) {
            Prompt trial = record.before().with(record.position(), candidate, situation.tokenizer());
            double score = plain.assess(List.of(trial), Cutoff.none()).get(0).score(ScoreWeights.ofMistakes(0.02));
            if (score < lowest) {
                lowest = score;
                best = candidate;
            }
        }
        return best;
    }

    private static void assertSame(String where, StepRecord found, StepRecord expected) {
        assertThat(found.k()).as(where).isEqualTo(expected.k());
        assertThat(found.candidates()).as(where).containsExactly(expected.candidates());
        assertThat(found.trials()).as(where).hasSameSizeAs(expected.trials());
        for (int at = 0; at < found.trials().size(); at++) {
            assertThat(found.trials().get(at).token())
                    .as(where)
                    .isEqualTo(expected.trials().get(at).token());
            Answers.assertSame(
                    where,
                    List.of(found.trials().get(at).assessment()),
                    List.of(expected.trials().get(at).assessment()));
        }
        assertThat(found.chosen()).as(where).isEqualTo(expected.chosen());
        assertThat(found.reason()).as(where).isEqualTo(expected.reason());
    }

    private static GreaterStep step(Situation situation, GreaterSettings settings) {
        Predicate<Prompt> admissible =
                prompt -> Arrays.equals(situation.tokenizer().encode(prompt.text()), prompt.ids());
        return new GreaterStep(settings, situation.tokenizer(), admissible);
    }

    private static GreaterSettings everyCandidate(long seed) {
        GreaterSettings release = GreaterSettings.defaults(3, seed);
        return new GreaterSettings(
                release.steps(),
                seed,
                release.topK(),
                release.topKIncrement(),
                release.subsets(),
                release.subsetSize(),
                release.minimumCandidates(),
                EVERY_CANDIDATE,
                release.selectionFluencyWeight(),
                release.selectionLossShare(),
                release.evidence(),
                false,
                false,
                0,
                release.filler(),
                release.finalists());
    }
}
