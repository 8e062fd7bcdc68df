package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of which of a file's tensors make up each of a decoder's matrices, biases and norms, in the decoder's order of rows.
 *
 * <p>The decoder wants queries, keys and values in one matrix and gate and up in another; files hold them apart or together. And it
 * turns number i of a head with number i + D/2, so where files keep such rows side by side, or turn
 * only the first numbers of a head, the rows of each head are put in another order: scores are sums over a head, and do not notice.
 */
final class WeightParts {
    private final DecoderConfig config;
    private final TensorNames names;
    private final int @Nullable [] headOrder;

    /**
     * Some rows of a tensor.
     *
     * @param shape of the whole tensor
     * @param headOrder for each row of a head, the row of the head in the file; null where they are the same
     */
    record Part(String name, long[] shape, int firstRow, int rows, int @Nullable [] headOrder) {
        int columns() {
            return shape.length == 1 ? 1 : Math.toIntExact(shape[1]);
        }
    }

    WeightParts(DecoderConfig config, TensorNames names) {
        this.config = config;
        this.names = names;
        this.headOrder = headOrder(config.headSize(), config.rotated(), names.rowsPaired());
    }

    private static int @Nullable [] headOrder(int size, int rotated, boolean paired) {
        if (!paired && rotated == size) {
            return null;
        }
        int half = size / 2;
        int pairs = rotated / 2;
        int[] order = new int[size];
        for (int row = 0; row < size; row++) {
            int pair = row % half;
            int second = row / half;
            if (pair >= pairs) {
                order[row] = rotated + pair - pairs + second * (half - pairs);
            } else {
                order[row] = paired ? 2 * pair + second : pair + second * pairs;
            }
        }
        return order;
    }

    Part embedding() {
        return matrix(Weight.EMBEDDING, 0, config.vocabulary(), config.embedding());
    }

    /** The projection to logits; null where the embedding serves. */
    @Nullable
    Part projection() {
        return names.has(Weight.PROJECTION)
                ? matrix(Weight.PROJECTION, 0, config.vocabulary(), config.embedding())
                : null;
    }

    Part finalNorm() {
        return vector(Weight.FINAL_NORM, 0, config.embedding());
    }

    /** The norm of a kind; null where the family has none there. */
    @Nullable
    Part norm(Weight weight, int layer) {
        boolean before = weight == Weight.ATTENTION_NORM || weight == Weight.FEED_FORWARD_NORM;
        boolean there = before ? config.norms().before() : config.norms().after();
        return there ? vector(weight, layer, config.embedding()) : null;
    }

    /** The norms of queries and of keys, of one head or of all; empty where there are none. */
    List<Part> queryKeyNorms(int layer) {
        return switch (config.queryKeyNorm()) {
            case NONE -> List.of();
            case HEAD ->
                List.of(
                        ordered(vector(Weight.QUERY_NORM, layer, config.headSize())),
                        ordered(vector(Weight.KEY_NORM, layer, config.headSize())));
            case PROJECTION ->
                List.of(
                        ordered(vector(Weight.QUERY_NORM, layer, queries())),
                        ordered(vector(Weight.KEY_NORM, layer, keys())));
        };
    }

    List<Part> queryKeyValue(int layer) {
        return queryKeyValue(layer, false);
    }

    List<Part> queryKeyValueBias(int layer) {
        return config.attentionBias() ? queryKeyValue(layer, true) : List.of();
    }

    List<Part> output(int layer) {
        return List.of(matrix(Weight.OUTPUT, layer, config.embedding(), queries()));
    }

    List<Part> outputBias(int layer) {
        return config.outputBias() ? List.of(bias(Weight.OUTPUT, layer, config.embedding())) : List.of();
    }

    List<Part> gateUp(int layer) {
        int size = config.feedForward();
        return names.has(Weight.GATE_UP)
                ? List.of(matrix(Weight.GATE_UP, layer, Math.multiplyExact(2, size), config.embedding()))
                : List.of(
                        matrix(Weight.GATE, layer, size, config.embedding()),
                        matrix(Weight.UP, layer, size, config.embedding()));
    }

    List<Part> gateUpBias(int layer) {
        int size = config.feedForward();
        if (!config.feedForwardBias()) {
            return List.of();
        }
        return names.has(Weight.GATE_UP)
                ? List.of(bias(Weight.GATE_UP, layer, Math.multiplyExact(2, size)))
                : List.of(bias(Weight.GATE, layer, size), bias(Weight.UP, layer, size));
    }

    List<Part> down(int layer) {
        return List.of(matrix(Weight.DOWN, layer, config.embedding(), config.feedForward()));
    }

    List<Part> downBias(int layer) {
        return config.feedForwardBias() ? List.of(bias(Weight.DOWN, layer, config.embedding())) : List.of();
    }

    /** The shapes of all tensors that a file must have, in the order in which a text meets them. */
    Map<String, long[]> shapes() {
        List<Part> all = new ArrayList<>();
        all.add(embedding());
        for (int layer = 0; layer < config.layers(); layer++) {
            addNorm(all, Weight.ATTENTION_NORM, layer);
            all.addAll(queryKeyValue(layer));
            all.addAll(queryKeyValueBias(layer));
            all.addAll(queryKeyNorms(layer));
            all.addAll(output(layer));
            all.addAll(outputBias(layer));
            addNorm(all, Weight.ATTENTION_POST_NORM, layer);
            addNorm(all, Weight.FEED_FORWARD_NORM, layer);
            all.addAll(gateUp(layer));
            all.addAll(gateUpBias(layer));
            all.addAll(down(layer));
            all.addAll(downBias(layer));
            addNorm(all, Weight.FEED_FORWARD_POST_NORM, layer);
        }
        all.add(finalNorm());
        Part projection = projection();
        if (projection != null) {
            all.add(projection);
        }
        Map<String, long[]> shapes = new LinkedHashMap<>();
        all.forEach(part -> shapes.put(part.name, part.shape));
        return shapes;
    }

    private void addNorm(List<Part> all, Weight weight, int layer) {
        Part norm = norm(weight, layer);
        if (norm != null) {
            all.add(norm);
        }
    }

    private List<Part> queryKeyValue(int layer, boolean bias) {
        int queries = queries();
        int keys = keys();
        if (!names.has(Weight.QUERY_KEY_VALUE)) {
            return List.of(
                    ordered(rows(Weight.QUERY, layer, queries, bias)),
                    ordered(rows(Weight.KEY, layer, keys, bias)),
                    rows(Weight.VALUE, layer, keys, bias));
        }
        Part whole = rows(Weight.QUERY_KEY_VALUE, layer, Math.addExact(queries, Math.multiplyExact(2, keys)), bias);
        return List.of(
                ordered(new Part(whole.name, whole.shape, 0, queries, null)),
                ordered(new Part(whole.name, whole.shape, queries, keys, null)),
                new Part(whole.name, whole.shape, queries + keys, keys, null));
    }

    private Part rows(Weight weight, int layer, int rows, boolean bias) {
        return bias ? bias(weight, layer, rows) : matrix(weight, layer, rows, config.embedding());
    }

    private Part matrix(Weight weight, int layer, int rows, int columns) {
        return new Part(names.weight(weight, layer), new long[] {rows, columns}, 0, rows, null);
    }

    private Part vector(Weight weight, int layer, int size) {
        return new Part(names.weight(weight, layer), new long[] {size}, 0, size, null);
    }

    private Part bias(Weight weight, int layer, int size) {
        return new Part(names.bias(weight, layer), new long[] {size}, 0, size, null);
    }

    private Part ordered(Part part) {
        return new Part(part.name, part.shape, part.firstRow, part.rows, headOrder);
    }

    private int queries() {
        return Math.multiplyExact(config.heads(), config.headSize());
    }

    private int keys() {
        return Math.multiplyExact(config.keyValueHeads(), config.headSize());
    }
}
