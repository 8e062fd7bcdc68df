package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;

/** All weights of a decoder in native memory, frozen; freed by {@link #close}. */
public final class DecoderWeights implements AutoCloseable {
    /** Values read at once. */
    private static final int CHUNK = 1 << 22;

    private static final int NAMED_PROBLEMS = 8;

    /**
     * One block: queryKeyValue [(H + 2 · key-value heads) · D, E], output [E, H · D], gateUp [2 · feed-forward, E], down [E,
     * feed-forward], norms [E].
     */
    record Layer(
            Tensor attentionNorm,
            Matrix queryKeyValue,
            Matrix output,
            Tensor feedForwardNorm,
            Matrix gateUp,
            Matrix down) {}

    private final Owner owner = new Owner();
    private final Precision precision;
    private final WeightLayout layout;
    final Tensor embedding;
    final List<Layer> layers = new ArrayList<>();
    final Tensor finalNorm;
    final Matrix projection;
    private long parameters;

    private DecoderWeights(
            DecoderConfig config, TensorNames names, TensorSource source, Precision precision, WeightLayout layout) {
        this.precision = precision;
        this.layout = layout;
        int embeddingSize = config.embedding();
        int queries = config.heads() * config.headSize();
        int keys = config.keyValueHeads() * config.headSize();
        try {
            this.embedding = TensorScope.call(
                    () -> owner.keep(read(source, new Part(names.embedding(), config.vocabulary(), embeddingSize))));
            for (int layer = 0; layer < config.layers(); layer++) {
                Part query = new Part(
                        names.query(layer), queries, embeddingSize, names.rowsPaired() ? config.headSize() : 0);
                Part key = new Part(names.key(layer), keys, embeddingSize, names.rowsPaired() ? config.headSize() : 0);
                layers.add(new Layer(
                        norm(source, names.attentionNorm(layer), embeddingSize),
                        matrix(source, query, key, new Part(names.value(layer), keys, embeddingSize)),
                        matrix(source, new Part(names.output(layer), embeddingSize, queries)),
                        norm(source, names.feedForwardNorm(layer), embeddingSize),
                        matrix(
                                source,
                                new Part(names.gate(layer), config.feedForward(), embeddingSize),
                                new Part(names.up(layer), config.feedForward(), embeddingSize)),
                        matrix(source, new Part(names.down(layer), embeddingSize, config.feedForward()))));
            }
            this.finalNorm = norm(source, names.finalNorm(), embeddingSize);
            this.projection = source.has(names.projection())
                    ? matrix(source, new Part(names.projection(), config.vocabulary(), embeddingSize))
                    : TensorScope.call(() -> Matrix.of(embedding, precision, layout, owner));
        } catch (RuntimeException | Error e) {
            // a file that cannot be read to its end must not leave its first weights behind
            owner.close();
            throw e;
        }
    }

    /**
     * Reads all weights.
     *
     * @throws GreaterException ({@code INVALID_MODEL}) naming the tensor if one is missing or of another shape than the config says
     */
    public static DecoderWeights load(
            DecoderConfig config, TensorNames names, TensorSource source, Precision precision, WeightLayout layout) {
        checkShapes(config, names, source);
        return new DecoderWeights(config, names, source, precision, layout);
    }

    public long parameters() {
        return parameters;
    }

    @Override
    public void close() {
        owner.close();
    }

    /** A run of rows of one matrix; {@code pairedHead} is the head size where rotary pairs stand side by side, else 0. */
    private record Part(String name, int rows, int columns, int pairedHead) {
        Part(String name, int rows, int columns) {
            this(name, rows, columns, 0);
        }
    }

    private Tensor norm(TensorSource source, String name, int size) {
        return TensorScope.call(
                () -> owner.keep(upload(source, precision.stream(), new long[] {size}, new Part(name, 1, size))));
    }

    // the matrix as it was read is freed at once where the packed form replaces it
    private Matrix matrix(TensorSource source, Part... parts) {
        return TensorScope.call(() -> Matrix.of(read(source, parts), precision, layout, owner));
    }

    private Tensor read(TensorSource source, Part... parts) {
        long rows = 0;
        for (Part part : parts) {
            rows += part.rows;
        }
        return upload(source, precision.products(), new long[] {rows, parts[0].columns}, parts);
    }

    // the result belongs to the caller's scope
    private Tensor upload(TensorSource source, ScalarType type, long[] shape, Part... parts) {
        return TensorScope.tensor(() -> {
            Tensor staged = Tensors.empty(ScalarType.Float, shape);
            FloatPointer target = new FloatPointer(staged.data_ptr_float());
            long at = 0;
            for (Part part : parts) {
                at = part.pairedHead > 0 ? copyUnpaired(source, part, target, at) : copy(source, part, target, at);
            }
            parameters += at;
            return staged.to(type).contiguous();
        });
    }

    private static long copy(TensorSource source, Part part, FloatPointer target, long start) {
        long count = (long) part.rows * part.columns;
        float[] buffer = new float[(int) Math.min(CHUNK, count)];
        for (long done = 0; done < count; done += buffer.length) {
            int now = (int) Math.min(buffer.length, count - done);
            source.read(part.name, done, buffer, now);
            target.position(start + done).put(buffer, 0, now);
        }
        return start + count;
    }

    // llama.cpp's converter puts the two halves that rotate together side by side; the decoder keeps them half a head
    // apart
    private static long copyUnpaired(TensorSource source, Part part, FloatPointer target, long start) {
        int half = part.pairedHead / 2;
        float[] paired = new float[Math.multiplyExact(part.pairedHead, part.columns)];
        for (int firstRow = 0; firstRow < part.rows; firstRow += part.pairedHead) {
            source.read(part.name, (long) firstRow * part.columns, paired, paired.length);
            for (int row = 0; row < part.pairedHead; row++) {
                int from = (row % half) * 2 + row / half;
                target.position(start + (long) (firstRow + row) * part.columns)
                        .put(paired, from * part.columns, part.columns);
            }
        }
        return start + (long) part.rows * part.columns;
    }

    private static void checkShapes(DecoderConfig config, TensorNames names, TensorSource source) {
        List<String> problems = new ArrayList<>();
        long embedding = config.embedding();
        long queries = (long) config.heads() * config.headSize();
        long keys = (long) config.keyValueHeads() * config.headSize();
        check(source, problems, names.embedding(), config.vocabulary(), embedding);
        check(source, problems, names.finalNorm(), embedding);
        if (source.has(names.projection())) {
            check(source, problems, names.projection(), config.vocabulary(), embedding);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            check(source, problems, names.attentionNorm(layer), embedding);
            check(source, problems, names.query(layer), queries, embedding);
            check(source, problems, names.key(layer), keys, embedding);
            check(source, problems, names.value(layer), keys, embedding);
            check(source, problems, names.output(layer), embedding, queries);
            check(source, problems, names.feedForwardNorm(layer), embedding);
            check(source, problems, names.gate(layer), config.feedForward(), embedding);
            check(source, problems, names.up(layer), config.feedForward(), embedding);
            check(source, problems, names.down(layer), embedding, config.feedForward());
        }
        if (!problems.isEmpty()) {
            List<String> named = problems;
            if (problems.size() > NAMED_PROBLEMS) {
                // one wrong number in the metadata makes every tensor wrong
                named = new ArrayList<>(problems.subList(0, NAMED_PROBLEMS));
                named.add("and " + (problems.size() - NAMED_PROBLEMS) + " more tensors");
            }
            throw GreaterException.ofAll(ErrorCode.INVALID_MODEL, "weights of " + source.description(), named);
        }
    }

    private static void check(TensorSource source, List<String> problems, String name, long... expected) {
        if (!source.has(name)) {
            problems.add("expected tensor " + name + " of shape " + Arrays.toString(expected)
                    + ", found none; the file is incomplete or of another architecture");
        } else if (!Arrays.equals(source.shape(name), expected)) {
            problems.add("tensor " + name + ": expected shape " + Arrays.toString(expected) + ", found "
                    + Arrays.toString(source.shape(name)) + "; the file contradicts its own metadata");
        }
    }
}
