package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.greater4j.engine.Draws;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.generate.TokenDraw;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Drawn chains on small random models. */
class SamplingTest {
    private static final int ROWS = 13;

    private final Situation situation = Situation.of(430);
    private final List<int[]> turns = turns(situation);
    private final long[] seeds = LongStream.range(0, ROWS).map(row -> 77 * row).toArray();

    @Test
    void aSeedAlwaysDrawsTheSameTextWhateverStandsBesideIt() {
        try (TorchModel model = model()) {
            List<Generation> all = model.generate(turns, plan(1, 0.95, seeds), finished -> {});
            List<Integer> backwards = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                backwards.add(0, row);
            }
            List<Generation> reversed = model.generate(
                    backwards.stream().map(turns::get).toList(),
                    plan(
                            1,
                            0.95,
                            backwards.stream().mapToLong(row -> seeds[row]).toArray()),
                    finished -> {});
            for (int row = 0; row < ROWS; row++) {
                Generation alone = model.generate(
                                List.of(turns.get(row)), plan(1, 0.95, new long[] {seeds[row]}), finished -> {})
                        .get(0);
                assertThat(alone.chain()).containsExactly(all.get(row).chain());
                assertThat(reversed.get(ROWS - 1 - row).chain())
                        .containsExactly(all.get(row).chain());
                assertThat(alone.ended()).isEqualTo(all.get(row).ended());
            }
            assertThat(chains(
                            model,
                            plan(
                                    1,
                                    0.95,
                                    Arrays.stream(seeds).map(seed -> seed + 1).toArray())))
                    .as("other seeds draw other texts")
                    .isNotEqualTo(all.stream()
                            .map(one -> Arrays.toString(one.chain()) + one.ended())
                            .toList());
        }
    }

    @Test
    void temperatureGoingToZeroIsGreedy() {
        try (TorchModel model = model()) {
            List<String> greedy = chains(model, GenerationPlan.chains(9));
            assertThat(chains(model, plan(0, 1, seeds))).isEqualTo(greedy);
            assertThat(chains(model, plan(1e-7, 1, seeds))).isEqualTo(greedy);
            assertThat(chains(model, plan(3, 1e-9, seeds)))
                    .as("a nucleus of one token")
                    .isEqualTo(greedy);
            assertThat(chains(model, plan(3, 1, seeds))).isNotEqualTo(greedy);
        }
    }

    /** 6000 first tokens against the softmax of the logits that the decoder gives for the same text: Pearson's chi-square. */
    @Test
    void drawsFollowTheSoftmax() {
        // warm enough that many tokens are drawn
        double temperature = 2.5;
        int draws = 6000;
        try (TorchModel model = model()) {
            int[] turn = turns.get(0);
            double[] probabilities = softmax(logits(model.decoder(), turn), temperature);
            long[] counts = new long[probabilities.length];
            BitSet none = new BitSet();
            List<int[]> copies = Collections.nCopies(draws, turn);
            long[] many = LongStream.range(0, draws).toArray();
            GenerationPlan plan =
                    new GenerationPlan(1, new int[0], 0, none, List.of(), new Draws(temperature, 1, many));
            long ended = 0;
            for (Generation one : model.generate(copies, plan, finished -> {})) {
                if (one.ended()) {
                    ended++;
                } else {
                    counts[one.chain()[0]]++;
                }
            }
            // tokens that are expected less than five times are one cell, and so are the tokens that end: the law that
            // chi-square is held to
            // is one for cells that are well filled, and a single draw of a token expected once in ten thousand tests
            // would break it
            double statistic = 0;
            int cells = 0;
            double restExpected = 0;
            long restDrawn = 0;
            double endExpected = 0;
            for (int id = 0; id < probabilities.length; id++) {
                double expected = draws * probabilities[id];
                if (situation.ends().get(id)) {
                    endExpected += expected;
                } else if (expected < 5) {
                    restExpected += expected;
                    restDrawn += counts[id];
                } else {
                    statistic += cell(expected, counts[id]);
                    cells++;
                }
            }
            statistic += cell(restExpected, restDrawn) + cell(endExpected, ended);
            // one more cell than degrees of freedom, of which mean and variance of chi-square are one and two times as
            // many
            int freedom = cells + 1;
            assertThat(cells).as("tokens that are cells of their own").isGreaterThan(10);
            assertThat(statistic)
                    .as("%s degrees of freedom", freedom)
                    .isBetween(
                            Math.max(0, freedom - 4 * Math.sqrt(2.0 * freedom)),
                            freedom + 4 * Math.sqrt(2.0 * freedom));
        }
    }

    private static double cell(double expected, long drawn) {
        return (drawn - expected) * (drawn - expected) / expected;
    }

    @Test
    void theNucleusIsTheFewestTokensThatHoldTheMass() {
        // probabilities 0.1, 0.4, 0.2, 0.3
        float[] logits = {(float) Math.log(0.1), (float) Math.log(0.4), (float) Math.log(0.2), (float) Math.log(0.3)};
        assertThat(drawn(logits, new TokenDraw(1, 0.3))).containsOnly(1);
        assertThat(drawn(logits, new TokenDraw(1, 0.6))).containsOnly(1, 3);
        assertThat(drawn(logits, new TokenDraw(1, 0.85))).containsOnly(1, 2, 3);
        assertThat(drawn(logits, new TokenDraw(1, 1))).containsOnly(0, 1, 2, 3);
        // in the order of ids, each with its share of the interval
        TokenDraw all = new TokenDraw(1, 1);
        assertThat(List.of(all.token(logits, 0.09), all.token(logits, 0.11), all.token(logits, 0.49)))
                .containsExactly(0, 1, 1);
        assertThat(List.of(all.token(logits, 0.51), all.token(logits, 0.69), all.token(logits, 0.999)))
                .containsExactly(2, 2, 3);
    }

    /** Tokens far below the first bound still count where the nucleus needs them. */
    @Test
    void aWideNucleusLooksAtUnlikelyTokens() {
        float[] logits = new float[5000];
        Arrays.fill(logits, -8);
        logits[17] = 0;
        TokenDraw draw = new TokenDraw(1, 0.9);
        assertThat(draw.token(logits, 0)).isZero();
        assertThat(draw.token(logits, 0.999)).isGreaterThan(17);
    }

    @Test
    void aStopWordEndsAChainAndBelongsToIt() {
        try (TorchModel model = model()) {
            Generation free = model.generate(turns, GenerationPlan.chains(9), finished -> {}).stream()
                    .filter(one -> one.chain().length > 4)
                    .findFirst()
                    .orElseThrow();
            int[] turn = turns.get(model.generate(turns, GenerationPlan.chains(9), finished -> {}).stream()
                    .map(one -> Arrays.toString(one.chain()))
                    .toList()
                    .indexOf(Arrays.toString(free.chain())));
            String word = situation.tokenizer().decode(free.chain()[2])
                    + situation.tokenizer().decode(free.chain()[3]);
            int at = firstEndOf(word, free.chain());
            for (@Nullable
            Draws draws :
                    new @Nullable Draws[] {null, new Draws(0, 1, new long[] {5}), new Draws(1e-7, 1, new long[] {5})}) {
                GenerationPlan plan =
                        new GenerationPlan(9, new int[0], 0, new BitSet(), List.of("never said", word), draws);
                Generation stopped =
                        model.generate(List.of(turn), plan, finished -> {}).get(0);
                assertThat(stopped.chain()).containsExactly(Arrays.copyOf(free.chain(), at));
                assertThat(stopped.ended()).isTrue();
            }
        }
    }

    @Test
    void eachTextNeedsASeed() {
        try (TorchModel model = model()) {
            assertThatThrownBy(() -> model.generate(turns, plan(1, 1, new long[] {1, 2}), finished -> {}))
                    .hasMessageContaining("expected a seed for each of 13 texts, found 2");
        }
    }

    private int firstEndOf(String word, int[] chain) {
        for (int length = 1; length <= chain.length; length++) {
            if (situation.tokenizer().decode(Arrays.copyOf(chain, length)).contains(word)) {
                return length;
            }
        }
        throw new AssertionError("the chain does not hold " + word);
    }

    private List<Integer> drawn(float[] logits, TokenDraw draw) {
        List<Integer> tokens = new ArrayList<>();
        for (int at = 0; at < 1000; at++) {
            tokens.add(draw.token(logits, at / 1000.0));
        }
        return tokens;
    }

    private List<String> chains(TorchModel model, GenerationPlan plan) {
        return model.generate(turns, plan, finished -> {}).stream()
                .map(one -> Arrays.toString(one.chain()) + one.ended())
                .toList();
    }

    private static GenerationPlan plan(double temperature, double topP, long[] seeds) {
        return GenerationPlan.drawn(9, List.of(), new Draws(temperature, topP, seeds));
    }

    private TorchModel model() {
        return GenerationTest.model(situation, situation.decoder(Precision.FLOAT32), EngineTuning.DEFAULT);
    }

    private static float[] logits(Decoder decoder, int[] turn) {
        return TensorScope.call(() -> Tensors.floats(decoder.logits(
                decoder.forward(decoder.embed(Tensors.of(turn, 1, turn.length))).select(1, turn.length - 1))));
    }

    private static double[] softmax(float[] logits, double temperature) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] weights = new double[logits.length];
        double sum = 0;
        for (int id = 0; id < weights.length; id++) {
            weights[id] = Math.exp((logits[id] - largest) / temperature);
            sum += weights[id];
        }
        for (int id = 0; id < weights.length; id++) {
            weights[id] /= sum;
        }
        return weights;
    }

    private static List<int[]> turns(Situation situation) {
        Random random = situation.random();
        List<int[]> turns = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            turns.add(Situation.ids(random, situation.tokenizer().vocabularySize(), 1 + random.nextInt(20)));
        }
        return turns;
    }
}
