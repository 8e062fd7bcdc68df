package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Shapes of small decoders in which families differ. */
public enum TinyShape {
    /** Capped scores and logits, a window in every other block, norms on both sides. */
    GEMMA2 {
        @Override
        void put(Random random, DecoderConfigBuilder decoder) {
            decoder.norms(NormPlacement.BOTH)
                    .activation(Activation.GELU_TANH)
                    .embeddingScale(3)
                    .queryScale(0.4)
                    .scoreCap(2 + random.nextInt(4))
                    .logitCap(4 + random.nextInt(4))
                    .window(3 + random.nextInt(9))
                    .layers(kinds(LayerKind.WINDOWED, LayerKind.FULL));
        }
    },
    /** Two rotary embeddings, windows, norms of heads. */
    GEMMA3 {
        @Override
        void put(Random random, DecoderConfigBuilder decoder) {
            decoder.norms(NormPlacement.BOTH)
                    .queryKeyNorm(QueryKeyNorm.HEAD)
                    .activation(Activation.GELU_TANH)
                    .embeddingScale(3)
                    .queryScale(0.3)
                    .window(2 + random.nextInt(9))
                    .ropes(Rope.of(10_000, SIZE).linear(4), Rope.of(100, SIZE))
                    .layers(kinds(new LayerKind(true, 1), new LayerKind(true, 1), new LayerKind(false, 0)));
        }
    },
    QWEN3 {
        @Override
        void put(Random random, DecoderConfigBuilder decoder) {
            decoder.queryKeyNorm(QueryKeyNorm.HEAD).attentionBias(true);
        }
    },
    /** Norms behind each half alone, and over all queries. */
    OLMO2 {
        @Override
        void put(Random random, DecoderConfigBuilder decoder) {
            decoder.norms(NormPlacement.AFTER).queryKeyNorm(QueryKeyNorm.PROJECTION);
        }
    },
    SMOLLM3 {
        @Override
        void put(Random random, DecoderConfigBuilder decoder) {
            decoder.layers(kinds(LayerKind.FULL, new LayerKind(false, LayerKind.NO_ROPE)));
        }
    },
    /** Any mixture: what no family has together works together too. */
    MIXED {
        @Override
        void put(Random random, DecoderConfigBuilder decoder) {
            int window = 1 + random.nextInt(10);
            int rotated = 2 * (1 + random.nextInt(SIZE / 2));
            List<LayerKind> kinds = new ArrayList<>();
            for (int layer = 0; layer < LAYERS; layer++) {
                kinds.add(new LayerKind(random.nextBoolean(), random.nextInt(3) - 1));
            }
            decoder.window(window)
                    .layers(kinds)
                    .ropes(Rope.of(10_000, rotated), Rope.of(50, rotated).scaled(1.2))
                    .norms(any(random, NormPlacement.values()))
                    .queryKeyNorm(any(random, QueryKeyNorm.values()))
                    .attentionBias(random.nextBoolean())
                    .outputBias(random.nextBoolean())
                    .feedForwardBias(random.nextBoolean())
                    .activation(any(random, Activation.values()))
                    .queryScale(random.nextBoolean() ? 0 : 0.1 + random.nextDouble())
                    .scoreCap(random.nextBoolean() ? 0 : 1 + 5 * random.nextDouble())
                    .logitCap(random.nextBoolean() ? 0 : 2 + 5 * random.nextDouble())
                    .embeddingScale(random.nextBoolean() ? 1 : 0.5 + 2 * random.nextDouble());
        }
    };

    private static final int LAYERS = 3;
    private static final int SIZE = 8;

    abstract void put(Random random, DecoderConfigBuilder decoder);

    /** A model of this shape: vocabulary 64 to 100, queries that share key-value heads or not. */
    public TinyModel model(long seed) {
        Random random = new Random(seed);
        int[][] heads = {{4, 2}, {4, 4}, {4, 1}, {6, 2}};
        int[] shape = heads[random.nextInt(heads.length)];
        DecoderConfigBuilder decoder = new DecoderConfigBuilder("tiny-" + name())
                .vocabulary(64 + random.nextInt(37))
                .embedding(8 * (3 + random.nextInt(6)))
                .heads(shape[0], shape[1], SIZE)
                .feedForward(16 + random.nextInt(60))
                .contextLength(160)
                .ropes(Rope.of(500, SIZE))
                .layers(kinds(LayerKind.FULL));
        put(random, decoder);
        return TinyModel.of(decoder.build(), random, random.nextBoolean());
    }

    // one after the other, again and again
    private static List<LayerKind> kinds(LayerKind... cycle) {
        return IntStream.range(0, LAYERS)
                .mapToObj(layer -> cycle[layer % cycle.length])
                .toList();
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
