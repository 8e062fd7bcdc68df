package org.greater4j.torch.decoder;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Random weights of a decoder small enough to be tested by the hundred; a function of a seed. */
public final class TinyModel implements TensorSource {
    private final DecoderConfig config;
    private final TensorNames names;
    private final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();

    private TinyModel(DecoderConfig config, TensorNames names) {
        this.config = config;
        this.names = names;
    }

    /** A model of a random shape as Llama's: vocabulary 64 to 100, 2 or 3 layers, queries that share key-value heads or not. */
    public static TinyModel random(long seed) {
        Random random = new Random(seed);
        int[][] heads = {{4, 2}, {4, 4}, {4, 1}, {6, 2}};
        int[] shape = heads[random.nextInt(heads.length)];
        return of(
                DecoderConfig.llama(
                        "tiny",
                        64 + random.nextInt(37),
                        8 * (3 + random.nextInt(6)),
                        2 + random.nextInt(2),
                        shape[0],
                        shape[1],
                        4 * (1 + random.nextInt(4)),
                        16 + random.nextInt(60),
                        1e-5,
                        random.nextBoolean() ? 10000 : 500,
                        160),
                random,
                random.nextBoolean());
    }

    /** A model of a given shape. */
    public static TinyModel of(DecoderConfig config, long seed) {
        return of(config, new Random(seed), true);
    }

    static TinyModel of(DecoderConfig config, Random random, boolean ownProjection) {
        TensorNames names =
                ownProjection ? TensorNames.GGUF_PAIRED : TensorNames.GGUF_PAIRED.without(Weight.PROJECTION);
        TinyModel model = new TinyModel(config, names);
        new WeightParts(config, names).shapes().forEach((name, shape) -> model.add(random, name, shape));
        return model;
    }

    TensorNames names() {
        return names;
    }

    public DecoderConfig config() {
        return config;
    }

    public Decoder decoder(Precision precision) {
        return decoder(names, precision);
    }

    Decoder decoder(TensorNames others, Precision precision) {
        return new Decoder(config, DecoderWeights.load(config, others, this, precision, WeightLayout.BOTH), precision);
    }

    /** Changes a tensor's values. */
    public void change(String name, UnaryOperator<float[]> change) {
        values.computeIfPresent(name, (key, old) -> change.apply(old));
    }

    /** Takes a tensor away. */
    public void remove(String name) {
        shapes.remove(name);
        values.remove(name);
    }

    /** Says a tensor had another shape. */
    public void reshape(String name, long... shape) {
        shapes.put(name, shape);
    }

    @Override
    public boolean has(String name) {
        return shapes.containsKey(name);
    }

    @Override
    public long[] shape(String name) {
        return known(shapes, name);
    }

    @Override
    public void read(String name, long first, float[] target, int count) {
        System.arraycopy(known(values, name), Math.toIntExact(first), target, 0, count);
    }

    @Override
    public String description() {
        return "tiny model";
    }

    // embeddings so large that logits are several units apart, and rounding decides no argmax
    private void add(Random random, String name, long[] shape) {
        boolean embeds = name.equals(names.weight(Weight.EMBEDDING, 0)) || name.equals("output.weight");
        boolean norm = name.endsWith("norm.weight");
        double scale = embeds ? 0.6 : norm || shape.length == 1 ? 0.2 : 1 / Math.sqrt((double) shape[1]);
        float[] drawn = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        for (int at = 0; at < drawn.length; at++) {
            drawn[at] = (float) ((norm ? 1 : 0) + scale * random.nextGaussian());
        }
        shapes.put(name, shape);
        values.put(name, drawn);
    }

    private static <T> T known(Map<String, T> map, String name) {
        T value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("expected tensor " + name + ", found none");
        }
        return value;
    }
}
