package org.greater4j.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three ways through the decoder give one result, however rows are cut, copied and regrouped; weights are checked when read. */
class DecoderTest {
    private static final double TOLERANCE = 1e-9;

    @Test
    void raggedRowsInPiecesAreWholeSequences() {
        for (long seed = 0; seed < 12; seed++) {
            assertRaggedRows(seed, TinyModel.random(seed));
        }
    }

    @ParameterizedTest
    @EnumSource(TinyShape.class)
    void raggedRowsOfEveryShapeAreWholeSequences(TinyShape shape) {
        for (long seed = 0; seed < (shape == TinyShape.MIXED ? 12 : 3); seed++) {
            assertRaggedRows(seed, shape.model(seed));
        }
    }

    private static void assertRaggedRows(long seed, TinyModel model) {
        Random random = new Random(seed);
        int rows = 2 + random.nextInt(4);
        int[][] fed = new int[rows][0];
        try (Decoder decoder = model.decoder(Precision.FLOAT64);
                RowBatch batch = RowBatch.empty(decoder, rows, 1 + random.nextInt(20))) {
            for (int piece = 0; piece < 4; piece++) {
                int[][] added = new int[rows][];
                for (int row = 0; row < rows; row++) {
                    // row 0 always gets something; another may get nothing once it has a beginning
                    int least = row == 0 || piece == 0 ? 1 : 0;
                    added[row] = ids(random, model, least + random.nextInt(6));
                    fed[row] = append(fed[row], added[row]);
                }
                String where = "seed " + seed + ", piece " + piece + ", " + model.config();
                assertRows(where, decoder, batch, added, fed);
                assertThat(batch.length(rows - 1)).as(where).isEqualTo(fed[rows - 1].length);
            }
            // forget, regroup with repetitions, go on
            int[] picked = {rows - 1, 0, 0};
            int[][] kept = new int[3][];
            Arrays.setAll(kept, at -> fed[picked[at]]);
            try (RowBatch regrouped = batch.select(picked, batch.columns() + random.nextInt(3))) {
                TensorScope.run(() -> regrouped.extend(new int[][] {{1, 2}, {3}, {}}));
                for (int row = 0; row < 3; row++) {
                    regrouped.truncate(row, kept[row].length);
                }
                int[][] added = {ids(random, model, 3), ids(random, model, 1), ids(random, model, 2)};
                for (int at = 0; at < 3; at++) {
                    kept[at] = append(kept[at], added[at]);
                }
                assertRows("seed " + seed + ", regrouped", decoder, regrouped, added, kept);
                // a row less; those that stay go on where they were, and have room to grow
                regrouped.keepRows(new int[] {0, 2});
                int[][] later = {ids(random, model, 2), ids(random, model, 30)};
                int[][] staying = {append(kept[0], later[0]), append(kept[2], later[1])};
                assertRows("seed " + seed + ", a row less", decoder, regrouped, later, staying);
            }
        }
    }

    /** The gradient of a random linear function of the hidden states, written out over packed rows, is autograd's over whole sequences. */
    @Test
    void theBackwardPassIsAutograds() {
        for (long seed = 20; seed < 30; seed++) {
            assertBackward(seed, TinyModel.random(seed));
        }
    }

    @ParameterizedTest
    @EnumSource(TinyShape.class)
    void theBackwardPassOfEveryShapeIsAutograds(TinyShape shape) {
        for (long seed = 20; seed < (shape == TinyShape.MIXED ? 50 : 24); seed++) {
            assertBackward(seed, shape.model(seed));
        }
    }

    private static void assertBackward(long seed, TinyModel model) {
        Random random = new Random(seed);
        int rows = 1 + random.nextInt(4);
        int[][] heads = new int[rows][];
        int[][] behind = new int[rows][];
        int tokens = 0;
        for (int row = 0; row < rows; row++) {
            heads[row] = ids(random, model, 1 + random.nextInt(8));
            behind[row] = ids(random, model, 1 + random.nextInt(9));
            tokens += behind[row].length;
        }
        int size = model.config().embedding();
        double[] direction = random.doubles((long) tokens * size, -1, 1).toArray();
        int all = tokens;
        try (Decoder decoder = model.decoder(Precision.FLOAT64);
                RowBatch batch = RowBatch.empty(decoder, rows, 8)) {
            TensorScope.run(() -> batch.extend(heads));
            double[] found = TensorScope.call(() -> {
                Tape tape = batch.record(behind);
                return Tensors.doubles(decoder.backward(tape, Tensors.of(direction, all, size)));
            });
            int first = 0;
            for (int row = 0; row < rows; row++) {
                int from = first * size;
                first += behind[row].length;
                double[] part = Arrays.copyOfRange(direction, from, first * size);
                double[] expected = autograd(decoder, heads[row], behind[row], part);
                for (int value = 0; value < part.length; value++) {
                    assertThat(found[from + value])
                            .as("seed " + seed + ", row " + row + ", " + model.config())
                            .isCloseTo(expected[value], within(TOLERANCE));
                }
            }
        }
    }

    /** Logits, capped or not, and their derivative at the hidden rows. */
    @ParameterizedTest
    @EnumSource(TinyShape.class)
    void logitsAndTheirDerivativeAreAutograds(TinyShape shape) {
        for (long seed = 60; seed < 66; seed++) {
            TinyModel model = shape.model(seed);
            DecoderConfig config = model.config();
            double[] rows =
                    new Random(seed).doubles(3L * config.embedding(), -2, 2).toArray();
            double[] direction =
                    new Random(~seed).doubles(3L * config.vocabulary(), -1, 1).toArray();
            try (Decoder decoder = model.decoder(Precision.FLOAT64)) {
                double[] expected = TensorScope.callWithGradient(() -> {
                    Tensor hidden = Tensors.of(rows, 3, config.embedding()).set_requires_grad(true);
                    Tensor value = decoder.plainLogits(hidden)
                            .mul(Tensors.of(direction, 3, config.vocabulary()))
                            .sum();
                    return Tensors.doubles(torch.grad(new TensorVector(value), new TensorVector(hidden))
                            .get(0));
                });
                double[] found = TensorScope.call(() -> {
                    Tensor hidden = Tensors.of(rows, 3, config.embedding());
                    Tensor gradient = Tensors.of(direction, 3, config.vocabulary());
                    return Tensors.doubles(decoder.logitsBackward(hidden, decoder.logits(hidden), gradient));
                });
                assertThat(found).as(shape + ", seed " + seed).containsExactly(expected, within(TOLERANCE));
            }
        }
    }

    /** Rounded products move hidden states and gradients a little; a lost bias or scale would turn them elsewhere. */
    @ParameterizedTest
    @EnumSource(TinyShape.class)
    void bfloat16IsNearFloat64(TinyShape shape) {
        for (long seed = 70; seed < 74; seed++) {
            TinyModel model = shape.model(seed);
            int[][] ids = {ids(new Random(seed), model, 20)};
            double[] direction = new Random(~seed)
                    .doubles(20L * model.config().embedding(), -1, 1)
                    .toArray();
            double[][] rounded = hiddenAndGradient(model, Precision.BFLOAT16, ids, direction);
            double[][] exact = hiddenAndGradient(model, Precision.FLOAT64, ids, direction);
            for (int part = 0; part < 2; part++) {
                assertThat(cosine(rounded[part], exact[part]))
                        .as(shape + ", seed " + seed + ", " + (part == 0 ? "hidden states" : "gradient"))
                        .isGreaterThan(0.99);
            }
        }
    }

    private static double[][] hiddenAndGradient(TinyModel model, Precision precision, int[][] ids, double[] direction) {
        int size = model.config().embedding();
        try (Decoder decoder = model.decoder(precision);
                RowBatch batch = RowBatch.empty(decoder, 1, 20)) {
            return TensorScope.call(() -> {
                Tensor gradient = Tensors.of(direction, 20, size).to(precision.stream());
                Tape tape = batch.record(ids);
                return new double[][] {Tensors.doubles(tape.hidden()), Tensors.doubles(decoder.backward(tape, gradient))
                };
            });
        }
    }

    private static double cosine(double[] one, double[] other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int at = 0; at < one.length; at++) {
            product += one[at] * other[at];
            ones += one[at] * one[at];
            others += other[at] * other[at];
        }
        return product / Math.sqrt(ones * others);
    }

    private static double[] autograd(Decoder decoder, int[] head, int[] behind, double[] direction) {
        int[] whole = append(head, behind);
        int size = decoder.config().embedding();
        return TensorScope.callWithGradient(() -> {
            Tensor embedded =
                    decoder.embed(Tensors.of(whole, 1, whole.length)).detach().set_requires_grad(true);
            Tensor hidden = decoder.forward(embedded).narrow(1, head.length, behind.length);
            Tensor value =
                    hidden.mul(Tensors.of(direction, 1, behind.length, size)).sum();
            Tensor gradient = torch.grad(new TensorVector(value), new TensorVector(embedded))
                    .get(0);
            return Tensors.doubles(gradient.narrow(1, head.length, behind.length));
        });
    }

    /** Longer than what goes through the decoder at once, and rows that end in different pieces. */
    @Test
    void longTextsAreCutAlongTime() {
        TinyModel model = TinyModel.of(DecoderConfig.llama("tiny", 70, 8, 1, 2, 1, 4, 8, 1e-5, 10000, 2400), 31);
        Random random = new Random(31);
        int[][] texts = {ids(random, model, 2), ids(random, model, 2040), ids(random, model, 2200)};
        try (Decoder decoder = model.decoder(Precision.FLOAT64);
                RowBatch batch = RowBatch.empty(decoder, 3, 1)) {
            assertRows("long texts", decoder, batch, texts, texts);
            assertThatThrownBy(() -> batch.extend(new int[][] {{}, {}, new int[201]}))
                    .hasMessageContaining("expected at most 2400 tokens")
                    .hasMessageContaining("found 2200 and 201 more");
        }
    }

    /** Rows of queries and keys side by side, as some files have them, are the same weights in another order. */
    @Test
    void pairedRowsAreUnpaired() {
        TinyModel halves = TinyModel.random(40);
        TinyModel paired = TinyModel.random(40);
        DecoderConfig config = paired.config();
        for (int layer = 0; layer < config.layers(); layer++) {
            paired.change("blk." + layer + ".attn_q.weight", values -> pair(values, config));
            paired.change("blk." + layer + ".attn_k.weight", values -> pair(values, config));
        }
        int[] ids = ids(new Random(40), paired, 9);
        try (Decoder one = halves.decoder(unpaired(halves.names()), Precision.FLOAT64);
                Decoder other = paired.decoder(Precision.FLOAT64)) {
            assertThat(forward(other, ids)).containsExactly(forward(one, ids));
            assertThat(other.parameters()).isEqualTo(one.parameters());
        }
    }

    private static TensorNames unpaired(TensorNames names) {
        return new TensorNames(names.patterns(), false, names.normOffset());
    }

    @Test
    void wrongWeightsAreNamedTogether() {
        TinyModel model = TinyModel.random(50);
        model.remove("blk.0.attn_v.weight");
        model.reshape("blk.1.ffn_up.weight", 3, 5);
        // what the library is asked once for its life is no leak
        Operators.canPack();
        long before = Pointer.totalCount();
        assertThatExceptionOfType(GreaterException.class)
                .isThrownBy(() -> model.decoder(Precision.FLOAT32))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL))
                .withMessageContaining("weights of tiny model: 2 problems")
                .withMessageContaining("expected tensor blk.0.attn_v.weight")
                .withMessageContaining("tensor blk.1.ffn_up.weight: expected shape")
                .withMessageContaining("found [3, 5]");
        for (String name : new String[] {"attn_norm", "attn_q", "attn_k", "attn_output", "ffn_norm", "ffn_gate"}) {
            model.remove("blk.0." + name + ".weight");
            model.remove("blk.1." + name + ".weight");
        }
        assertThatThrownBy(() -> model.decoder(Precision.FLOAT32)).hasMessageContaining("and 6 more tensors");
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    /** A file that breaks off in the middle leaves no weights in memory. */
    @Test
    void weightsThatCannotBeReadLeaveNothingBehind() {
        TinyModel model = TinyModel.random(51);
        // the right shape, but nothing behind it
        model.change("blk.1.ffn_down.weight", values -> new float[0]);
        // what the library is asked once for its life is no leak
        Operators.canPack();
        long before = Pointer.totalCount();
        assertThatThrownBy(() -> model.decoder(Precision.FLOAT32)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    private static void assertRows(String where, Decoder decoder, RowBatch batch, int[][] added, int[][] whole) {
        double[][] found = TensorScope.call(() -> split(batch.extend(added), added));
        for (int row = 0; row < added.length; row++) {
            double[] expected = forward(decoder, whole[row]);
            String at = where + ", row " + row;
            int size = decoder.config().embedding();
            assertThat(found[row].length).as(at).isEqualTo(added[row].length * size);
            int first = (whole[row].length - added[row].length) * size;
            for (int value = 0; value < added[row].length * size; value++) {
                assertThat(found[row][value]).as(at).isCloseTo(expected[first + value], within(TOLERANCE));
            }
        }
    }

    private static double[] forward(Decoder decoder, int[] ids) {
        return TensorScope.call(() -> Tensors.doubles(decoder.forward(decoder.embed(Tensors.of(ids, 1, ids.length)))));
    }

    private static double[][] split(Tensor hidden, int[][] added) {
        double[] flat = Tensors.doubles(hidden);
        int size = (int) hidden.size(1);
        double[][] split = new double[added.length][];
        int from = 0;
        for (int row = 0; row < added.length; row++) {
            split[row] = Arrays.copyOfRange(flat, from, from + added[row].length * size);
            from += split[row].length;
        }
        return split;
    }

    private static float[] pair(float[] halves, DecoderConfig config) {
        int size = config.headSize();
        int columns = config.embedding();
        float[] paired = new float[halves.length];
        for (int row = 0; row < halves.length / columns; row++) {
            int inHead = row % size;
            int to = row - inHead + (inHead < size / 2 ? 2 * inHead : 2 * (inHead - size / 2) + 1);
            System.arraycopy(halves, row * columns, paired, to * columns, columns);
        }
        return paired;
    }

    private static int[] ids(Random random, TinyModel model, int count) {
        int[] ids = new int[count];
        Arrays.setAll(ids, at -> random.nextInt(model.config().vocabulary()));
        return ids;
    }

    private static int[] append(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
