package org.greater4j.torch.session;

import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.engine.ModelInfo;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.DecoderConfig;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.decoder.RandomWeights;
import org.greater4j.torch.decoder.WeightLayout;

/**
 * Models of random weights in the shape of real ones, of any size: what they say means nothing, but they take as long to say it. No token
 * ends a reply, so every chain is as long as it may be.
 */
public final class RandomModel {
    private static final int VOCABULARY = 4096;
    private static final int CONTEXT = 1024;

    private static final int SELF_TEST_VOCABULARY = 256;
    private static final long SELF_TEST_SEED = 20261123;

    /** Embedding, layers, heads, key-value heads, head size. */
    private static final int[][] SHAPES = {
        {96, 2, 3, 1, 32},
        {192, 6, 6, 2, 32},
        {320, 8, 5, 1, 64},
        {512, 10, 8, 4, 64},
        {768, 15, 12, 4, 64},
        {1024, 26, 16, 4, 64},
        {1792, 28, 28, 4, 64}
    };

    private static final double FEED_FORWARD = 2.75;

    private RandomModel() {}

    /** How many sizes there are, from about a million weights (0) to a billion, each about three times the one before. */
    public static int sizes() {
        return SHAPES.length;
    }

    /** Weights of a size. */
    public static long parameters(int size) {
        return RandomWeights.count(config(size));
    }

    /** Opens a model of a size. */
    public static TorchModel open(int size, boolean bfloat16, long seed) {
        DecoderConfig config = config(size);
        Precision precision = bfloat16 ? Precision.BFLOAT16 : Precision.FLOAT32;
        Decoder decoder = RandomWeights.decoder(config, precision, seed);
        return model(String.format(Locale.ROOT, "random-%.0fM", decoder.parameters() / 1e6), decoder);
    }

    /**
     * The small model of the self-test, whose answers were computed elsewhere ({@code self_test.py} of the application's tests). Its weights
     * are there in both forms, for both sessions.
     */
    public static TorchModel selfTest() {
        DecoderConfig config =
                DecoderConfig.llama("self-test", SELF_TEST_VOCABULARY, 64, 3, 4, 2, 16, 112, 1e-5, 10_000, 256);
        Decoder decoder = RandomWeights.decoder(config, Precision.FLOAT32, SELF_TEST_SEED, WeightLayout.BOTH);
        return model("self-test", decoder);
    }

    private static TorchModel model(String name, Decoder decoder) {
        DecoderConfig config = decoder.config();
        ModelInfo info = new ModelInfo(
                name,
                config.architecture(),
                "",
                "",
                decoder.parameters(),
                config.contextLength(),
                decoder.precision().label(),
                "cpu",
                Map.of("threads", Integer.toString(torch.get_num_threads())));
        return new TorchModel(
                info,
                decoder,
                new RandomWords(config.vocabulary()),
                (messages, reply) -> messages.toString(),
                new BitSet());
    }

    private static DecoderConfig config(int size) {
        int[] shape = SHAPES[size];
        return DecoderConfig.llama(
                "random",
                VOCABULARY,
                shape[0],
                shape[1],
                shape[2],
                shape[3],
                shape[4],
                (int) Math.round(FEED_FORWARD * shape[0]),
                1e-5,
                10_000,
                CONTEXT);
    }
}
