package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.TokenGradient;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cached, batched session gives the answers of the plain reading, whatever is asked before. */
class SessionsAgreeTest {
    private static final int SEEDS = 24;

    @Test
    void anyQuestionsInAnyOrder() {
        int early = 0;
        int full = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Situation situation = Situation.of(seed);
            Random random = situation.random();
            try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                    TorchReasoningSession fast = situation.fast(decoder);
                    PlainReasoningSession plain = situation.plain(decoder)) {
                for (int question = 0; question < 8; question++) {
                    // lengths 1 to 9; positions at random, so that the cache grows, shrinks and changes
                    Prompt prompt = situation.prompt(random, 1 + random.nextInt(9));
                    int position = random.nextInt(prompt.length());
                    String where = situation + ", question " + question + " at " + position + " of " + prompt.length();
                    switch (random.nextInt(3)) {
                        case 0 -> {
                            int k = 1 + random.nextInt(20);
                            Answers.assertSame(
                                    where, fast.propose(prompt, position, k), plain.propose(prompt, position, k));
                        }
                        case 1 -> {
                            int[] candidates = situation.candidates(random, prompt.id(position), 6);
                            Answers.assertSame(
                                    where,
                                    fast.gradient(prompt, position, candidates),
                                    plain.gradient(prompt, position, candidates));
                        }
                        default -> {
                            List<Prompt> prompts = new ArrayList<>(List.of(prompt));
                            while (prompts.size() < 3) {
                                prompts.add(situation.prompt(random, 1 + random.nextInt(9)));
                            }
                            List<Assessment> found = fast.assess(prompts, Cutoff.none());
                            Answers.assertSame(where, found, plain.assess(prompts, Cutoff.none()));
                            for (Assessment assessment : found) {
                                for (ExampleAssessment example : assessment.examples()) {
                                    boolean atLimit = example.chain().length
                                            == situation.settings().maxNewTokens();
                                    full += atLimit ? 1 : 0;
                                    early += atLimit ? 0 : 1;
                                }
                            }
                        }
                    }
                }
            }
        }
        assertThat(early).as("chains that ended by themselves").isGreaterThan(50);
        assertThat(full).as("chains that reached the limit").isGreaterThan(50);
    }

    @Test
    void promptsThatBeginWithOneAnother() {
        Situation situation = Situation.of(20, 3).withMaxNewTokens(4);
        int[] ids = situation.prompt(situation.random(), 6).ids();
        List<Prompt> prompts = new ArrayList<>();
        for (int length : new int[] {6, 1, 4, 6, 5}) {
            prompts.add(Prompt.of(Arrays.copyOf(ids, length), situation.tokenizer()));
        }
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                PlainReasoningSession plain = situation.plain(decoder)) {
            for (int count = 1; count <= prompts.size(); count++) {
                List<Prompt> asked = prompts.subList(0, count);
                try (TorchReasoningSession fast = situation.fast(decoder)) {
                    Answers.assertSame(
                            situation + ", " + count + " prompts",
                            fast.assess(asked, Cutoff.none()),
                            plain.assess(asked, Cutoff.none()));
                }
            }
        }
    }

    /** A search's own order: one prompt that changes at one position after the other, grows at the end and begins anew. */
    @ParameterizedTest
    @ValueSource(longs = {100, 101, 102, 103, 104, 105})
    void positionAfterPosition(long seed) {
        Situation situation = Situation.of(seed, 4);
        Random random = situation.random();
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                TorchReasoningSession fast = situation.fast(decoder);
                PlainReasoningSession plain = situation.plain(decoder)) {
            Prompt prompt = situation.prompt(random, 3);
            for (int step = 0; step < 9; step++) {
                int position = step < 6 ? step : step - 6;
                if (position == prompt.length()) {
                    int[] longer = Arrays.copyOf(prompt.ids(), position + 1);
                    longer[position] = TinyTokenizer.FILLER;
                    prompt = Prompt.of(longer, situation.tokenizer());
                }
                String where = situation + ", step " + step;
                Answers.assertSame(where, fast.propose(prompt, position, 7), plain.propose(prompt, position, 7));
                int[] candidates = situation.candidates(random, prompt.id(position), 8);
                Answers.assertSame(
                        where,
                        fast.gradient(prompt, position, candidates),
                        plain.gradient(prompt, position, candidates));
                List<Prompt> trials = new ArrayList<>();
                for (int c = 0; c < 3; c++) {
                    trials.add(prompt.with(position, candidates[c], situation.tokenizer()));
                }
                Answers.assertSame(where, fast.assess(trials, Cutoff.none()), plain.assess(trials, Cutoff.none()));
                prompt = trials.get(random.nextInt(3));
            }
        }
    }

    /** With every example's head equal there is one row in the cache; with distinct ones there are N. */
    @Test
    void equalHeadsAreComputedOnce() {
        Situation shared = Situation.of(7, 4);
        Situation distinct = Situation.of(8, 4);
        try (Decoder one = shared.decoder(Precision.FLOAT32);
                Decoder other = distinct.decoder(Precision.FLOAT32);
                TorchReasoningSession first = shared.fast(one);
                TorchReasoningSession second = distinct.fast(other)) {
            assertThat(first.cost().forwardTokens())
                    .isEqualTo(shared.frames().get(0).head().length);
            assertThat(second.cost().forwardTokens())
                    .isEqualTo(distinct.frames().stream()
                            .mapToLong(frame -> frame.head().length)
                            .sum());
        }
    }

    @Test
    void whatIsRememberedIsNotComputedAgain() {
        Situation situation = Situation.of(12, 3).withMaxNewTokens(6);
        Prompt prompt = situation.prompt(situation.random(), 4);
        int[] candidates = situation.candidates(situation.random(), prompt.id(1), 5);
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                TorchReasoningSession earlier = situation.fast(decoder);
                TorchReasoningSession resumed = situation.fast(decoder)) {
            Assessment assessment =
                    earlier.assess(List.of(prompt), Cutoff.none()).get(0);
            assertThat(earlier.cost().generatedTokens()).isPositive();
            resumed.remember(assessment);
            TokenGradient gradient = resumed.gradient(prompt, 1, candidates);
            assertThat(resumed.assess(List.of(prompt), Cutoff.none())).containsExactly(assessment);
            assertThat(resumed.cost().generatedTokens()).isZero();
            Answers.assertSame("resumed", gradient, earlier.gradient(prompt, 1, candidates));
        }
    }

    /** The gradient is taken over the remembered chains, not over chains that the model would write now. */
    @Test
    void gradientIsTakenOverTheChainsOfThePrompt() {
        Situation situation = Situation.of(15, 2).withMaxNewTokens(6);
        Random random = situation.random();
        Prompt prompt = situation.prompt(random, 4);
        int[] candidates = situation.candidates(random, prompt.id(2), 5);
        int[][] chains = {{9, 10, 11, 12, 13}, {30}};
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                TorchReasoningSession session = situation.fast(decoder);
                PlainReasoningSession plain = situation.plain(decoder)) {
            session.remember(new Assessment(
                    prompt,
                    List.of(new ExampleAssessment(chains[0], true, 1, 1), new ExampleAssessment(chains[1], true, 1, 1)),
                    true));
            TokenGradient found = session.gradient(prompt, 2, candidates);
            for (int j = 0; j < 2; j++) {
                PlainReasoningSession.LossGradient expected = plain.gradient(
                        new PlainReasoningSession.Point(
                                situation.frames().get(j), prompt.ids(), 2, chains[j], candidates),
                        oneHot(candidates, prompt.id(2)));
                for (int c = 0; c < candidates.length; c++) {
                    assertThat(found.perExample()[j][c])
                            .as("%s: example %s, candidate %s", situation, j, c)
                            .isCloseTo(expected.gradient()[c], within(1e-4 * Answers.largest(expected.gradient())));
                }
            }
        }
    }

    private static double[] oneHot(int[] candidates, int current) {
        return Arrays.stream(candidates)
                .mapToDouble(id -> id == current ? 1 : 0)
                .toArray();
    }
}
