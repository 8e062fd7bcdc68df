package org.greater4j.torch.decoder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Random weights of a decoder small enough to be tested by the hundred; a function of a seed. */
public final class TinyModel implements TensorSource {
    private final DecoderConfig config;
    private final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();

    private TinyModel(DecoderConfig config) {
        this.config = config;
    }

    /** A model of a random shape: vocabulary 64 to 100, 2 or 3 layers, queries that share key-value heads or not. */
    public static TinyModel random(long seed) {
        Random random = new Random(seed);
        int[][] heads = {{4, 2}, {4, 4}, {4, 1}, {6, 2}};
        int[] shape = heads[random.nextInt(heads.length)];
        return of(
                new DecoderConfig(
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

    private static TinyModel of(DecoderConfig config, Random random, boolean ownProjection) {
        TinyModel model = new TinyModel(config);
        TensorNames names = TensorNames.GGUF_LLAMA;
        int queries = config.heads() * config.headSize();
        int keys = config.keyValueHeads() * config.headSize();
        int embedding = config.embedding();
        // logits several units apart, so that rounding decides no argmax
        model.add(random, 0.6, names.embedding(), config.vocabulary(), embedding);
        for (int layer = 0; layer < config.layers(); layer++) {
            model.addNorm(random, names.attentionNorm(layer), embedding);
            model.add(random, 1 / Math.sqrt(embedding), names.query(layer), queries, embedding);
            model.add(random, 1 / Math.sqrt(embedding), names.key(layer), keys, embedding);
            model.add(random, 1 / Math.sqrt(embedding), names.value(layer), keys, embedding);
            model.add(random, 1 / Math.sqrt(queries), names.output(layer), embedding, queries);
            model.addNorm(random, names.feedForwardNorm(layer), embedding);
            model.add(random, 1 / Math.sqrt(embedding), names.gate(layer), config.feedForward(), embedding);
            model.add(random, 1 / Math.sqrt(embedding), names.up(layer), config.feedForward(), embedding);
            model.add(random, 1 / Math.sqrt(config.feedForward()), names.down(layer), embedding, config.feedForward());
        }
        model.addNorm(random, names.finalNorm(), embedding);
        if (ownProjection) {
            model.add(random, 0.6, names.projection(), config.vocabulary(), embedding);
        }
        return model;
    }

    public DecoderConfig config() {
        return config;
    }

    public Decoder decoder(Precision precision) {
        return decoder(TensorNames.GGUF_LLAMA, precision);
    }

    Decoder decoder(TensorNames names, Precision precision) {
        return new Decoder(config, DecoderWeights.load(config, names, this, precision, WeightLayout.BOTH), precision);
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

    private void add(Random random, double scale, String name, int rows, int columns) {
        float[] drawn = new float[rows * columns];
        for (int at = 0; at < drawn.length; at++) {
            drawn[at] = (float) (scale * random.nextGaussian());
        }
        shapes.put(name, new long[] {rows, columns});
        values.put(name, drawn);
    }

    private void addNorm(Random random, String name, int size) {
        float[] drawn = new float[size];
        for (int at = 0; at < size; at++) {
            drawn[at] = (float) (1 + 0.2 * random.nextGaussian());
        }
        shapes.put(name, new long[] {size});
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
