package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.greater4j.engine.Acceleration;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.engine.Statistics;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.decoder.TinyShape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every acceleration can be switched off by itself, does something, and changes no answer; heads of the placements alternate by seed. */
class AccelerationsTest {
    private static final ScoreWeights WEIGHTS = ScoreWeights.ofMistakes(0.02);

    @ParameterizedTest
    @EnumSource(Acceleration.class)
    void withoutOneTheAnswersAreThePlainReadings(Acceleration off) {
        for (long seed = 900; seed < 904; seed++) {
            Set<Acceleration> on = EnumSet.allOf(Acceleration.class);
            on.remove(off);
            assertSteps(seed, on);
        }
    }

    @Test
    void withAnyOfThemTheAnswersAreThePlainReadings() {
        Random random = new Random(1);
        for (long seed = 920; seed < 934; seed++) {
            Set<Acceleration> on = EnumSet.noneOf(Acceleration.class);
            for (Acceleration acceleration : Acceleration.values()) {
                if (random.nextBoolean()) {
                    on.add(acceleration);
                }
            }
            assertSteps(seed, on);
        }
    }

    /** With all of them, and with some, over decoders as other families have them. */
    @ParameterizedTest
    @EnumSource(TinyShape.class)
    void otherFamiliesGiveThePlainReadingsAnswersToo(TinyShape shape) {
        Random random = new Random(2);
        for (long seed = 1000; seed < 1004; seed++) {
            Set<Acceleration> on = EnumSet.allOf(Acceleration.class);
            if (seed % 2 == 1) {
                on.removeIf(acceleration -> random.nextBoolean());
            }
            assertSteps(Situation.of(seed, 3 + (int) (seed % 4), shape.model(seed)), on);
        }
    }

    private static void assertSteps(long seed, Set<Acceleration> on) {
        assertSteps(Situation.of(seed, 3 + (int) (seed % 4)), on);
    }

    // a few steps of a search, with the cutoff that a search uses
    private static void assertSteps(Situation drawn, Set<Acceleration> on) {
        long seed = drawn.seed();
        Situation all = drawn.withMaxNewTokens(8);
        Situation situation = all.withSettings(all.settings().with(on));
        Random random = situation.random();
        // two rows at once, so that rounds and admission take part
        Decoder decoder = situation.decoder(Precision.FLOAT32);
        EngineTuning tuning = seed % 3 == 0
                ? EngineTuning.DEFAULT
                : EngineTuning.DEFAULT.withMemory(90 * decoder.cacheBytesPerColumn(), 1);
        try (decoder;
                TorchReasoningSession session = situation.fast(decoder, tuning);
                PlainReasoningSession plain = situation.plain(decoder)) {
            Prompt prompt = situation.prompt(random, 4);
            for (int position = 0; position < 4; position++) {
                String where = situation + ", " + on + ", position " + position;
                Answers.assertSame(where, session.propose(prompt, position, 6), plain.propose(prompt, position, 6));
                int[] candidates = situation.candidates(random, prompt.id(position), 6);
                Answers.assertSame(
                        where,
                        session.gradient(prompt, position, candidates),
                        plain.gradient(prompt, position, candidates));
                List<Prompt> trials = new ArrayList<>();
                for (int c = 0; c < 3; c++) {
                    trials.add(prompt.with(position, candidates[c], situation.tokenizer()));
                }
                List<Assessment> expected = plain.assess(trials, Cutoff.none());
                List<Assessment> found = session.assess(trials, new Cutoff(true, WEIGHTS, Double.POSITIVE_INFINITY));
                assertRace(where, found, expected);
                prompt = trials.get(winner(expected));
                // what was left out is completed on demand, and only that
                Answers.assertSame(where + ", completed", session.assess(trials, Cutoff.none()), expected);
            }
        }
    }

    /** The winner is complete and right; what is incomplete has lost, and what it does hold is right. */
    private static void assertRace(String where, List<Assessment> found, List<Assessment> expected) {
        int winner = winner(expected);
        Answers.assertSame(where, List.of(found.get(winner)), List.of(expected.get(winner)));
        double best = expected.get(winner).score(WEIGHTS);
        for (int c = 0; c < found.size(); c++) {
            Assessment one = found.get(c);
            if (one.complete()) {
                Answers.assertSame(where, List.of(one), List.of(expected.get(c)));
                continue;
            }
            assertThat(one.score(WEIGHTS)).as(where).isGreaterThan(best - 1e-4);
            assertThat(expected.get(c).score(WEIGHTS)).as(where).isGreaterThan(best - 1e-4);
            for (int j = 0; j < one.examples().size(); j++) {
                ExampleAssessment example = one.examples().get(j);
                ExampleAssessment right = expected.get(c).examples().get(j);
                assertThat(Math.abs(example.fluencyLoss() - right.fluencyLoss()))
                        .as(where)
                        .isLessThan(1e-4);
                if (example.assessed()) {
                    assertThat(example.chain()).as(where).containsExactly(right.chain());
                    assertThat(example.mistake()).as(where).isEqualTo(right.mistake());
                }
            }
        }
    }

    private static int winner(List<Assessment> assessments) {
        int best = 0;
        for (int c = 1; c < assessments.size(); c++) {
            best = assessments.get(c).score(WEIGHTS) <= assessments.get(best).score(WEIGHTS) ? c : best;
        }
        return best;
    }

    /** Each of them saves what it is there to save. */
    @Test
    void theyDoSomething() {
        Situation situation = Situation.of(960, 6).withMaxNewTokens(12);
        try (Decoder decoder = situation.decoder(Precision.FLOAT32)) {
            Statistics all = statistics(situation, decoder, null);
            assertThat(statistics(situation, decoder, Acceleration.QUESTION_CACHE)
                            .neededFlop())
                    .isGreaterThan(all.neededFlop());
            assertThat(statistics(situation, decoder, Acceleration.PROMPT_CACHE).neededFlop())
                    .isGreaterThan(all.neededFlop());
            assertThat(statistics(situation, decoder, Acceleration.CONTINUOUS_BATCH)
                            .decodingPasses())
                    .isGreaterThan(all.decodingPasses());
            assertThat(all.acceptedTokens()).isPositive();
            assertThat(statistics(situation, decoder, Acceleration.DRAFTS).draftedTokens())
                    .isZero();
            assertThat(all.hits()).isPositive();
            assertThat(statistics(situation, decoder, Acceleration.MEMORY).hits())
                    .isZero();
            assertThat(all.prunedChains()).isPositive();
            assertThat(statistics(situation, decoder, Acceleration.PRUNING).prunedChains())
                    .isZero();
        }
    }

    private static Statistics statistics(Situation situation, Decoder decoder, @Nullable Acceleration off) {
        Set<Acceleration> on = EnumSet.allOf(Acceleration.class);
        if (off != null) {
            on.remove(off);
        }
        Situation changed = situation.withSettings(situation.settings().with(on));
        Random random = situation.random();
        // room for the questions and a few rows: pruning needs prompts that wait
        EngineTuning tuning = EngineTuning.DEFAULT.withMemory(470 * decoder.cacheBytesPerColumn(), 1 << 20);
        try (TorchReasoningSession session = changed.fast(decoder, tuning)) {
            Prompt prompt = situation.prompt(random, 5);
            for (int position = 0; position < 5; position++) {
                step(session, situation, prompt, position, random);
            }
            return session.statistics();
        }
    }

    // a score to beat that only a prompt without mistakes could
    private static void step(
            ReasoningSession session, Situation situation, Prompt prompt, int position, Random random) {
        session.propose(prompt, position, 4);
        int[] candidates = situation.candidates(random, prompt.id(position), 4);
        session.gradient(prompt, position, candidates);
        List<Prompt> trials = new ArrayList<>(List.of(prompt));
        for (int candidate : candidates) {
            trials.add(prompt.with(position, candidate, situation.tokenizer()));
        }
        session.assess(trials, new Cutoff(true, WEIGHTS, 0.5));
    }
}
