package org.greater4j.torch.decoder;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.greater4j.engine.Seeds;

/**
 * Random weights of any decoder, for measurements: a function of seed, name and place, so that a billion of them take no memory.
 */
public final class RandomWeights implements TensorSource {
    private static final TensorNames NAMES = TensorNames.GGUF;
    // logits several units apart
    private static final double EMBEDDING_SCALE = 0.6;

    private final long seed;
    private final Map<String, long[]> shapes;

    private RandomWeights(DecoderConfig config, long seed) {
        this.seed = seed;
        this.shapes = new WeightParts(config, NAMES).shapes();
    }

    /** A decoder of a shape. Its projection is not its embedding: such a model would only repeat its last token. */
    public static Decoder decoder(DecoderConfig config, Precision precision, long seed) {
        return decoder(config, precision, seed, WeightLayout.PACKED);
    }

    /** Like {@link #decoder(DecoderConfig, Precision, long)}, with the weights in another form. */
    public static Decoder decoder(DecoderConfig config, Precision precision, long seed, WeightLayout layout) {
        DecoderWeights weights = DecoderWeights.load(config, NAMES, new RandomWeights(config, seed), precision, layout);
        return new Decoder(config, weights, precision);
    }

    /** Weights of a shape. */
    public static long count(DecoderConfig config) {
        return new RandomWeights(config, 0)
                .shapes.values().stream()
                        .mapToLong(shape -> Arrays.stream(shape).reduce(1, Math::multiplyExact))
                        .sum();
    }

    @Override
    public boolean has(String name) {
        return shapes.containsKey(name);
    }

    @Override
    public long[] shape(String name) {
        long[] shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("expected a tensor of the model, found " + name);
        }
        return shape;
    }

    @Override
    public void read(String name, long first, float[] target, int count) {
        long[] shape = shape(name);
        if (shape.length == 1) {
            // norms that change nothing, biases that add nothing
            Arrays.fill(target, 0, count, name.endsWith(".bias") ? 0 : 1);
            return;
        }
        double scale = List.of(NAMES.weight(Weight.EMBEDDING, 0), NAMES.weight(Weight.PROJECTION, 0))
                        .contains(name)
                ? EMBEDDING_SCALE
                : 1 / Math.sqrt((double) shape[1]);
        // uniform, of the deviation that is wanted
        double width = scale * Math.sqrt(12);
        long start = Seeds.mixed((seed + 31L * name.hashCode()) * Seeds.GOLDEN);
        for (int at = 0; at < count; at++) {
            double unit = (Seeds.mixed((start + first + at) * Seeds.GOLDEN) >>> 11) * 0x1.0p-53;
            target[at] = (float) (width * (unit - 0.5));
        }
    }

    @Override
    public String description() {
        return "random weights";
    }
}
