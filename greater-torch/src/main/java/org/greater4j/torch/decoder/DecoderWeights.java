package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.memory.ComputeDevice;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;
import org.jspecify.annotations.Nullable;

/** All weights of a decoder in native memory, frozen; freed by {@link #close}. */
public final class DecoderWeights implements AutoCloseable {
    /** Values read at once. */
    private static final int CHUNK = 1 << 22;

    private static final int NAMED_PROBLEMS = 8;

    /**
     * One block: queryKeyValue [(H + 2 · key-value heads) · D, E], output [E, H · D], gateUp [2 · feed-forward, E], down [E,
     * feed-forward], norms [E], queryKeyNorm [H + key-value heads, D]; norms that the family does not have are null.
     */
    record Layer(
            @Nullable Tensor attentionNorm,
            Matrix queryKeyValue,
            @Nullable Tensor queryKeyNorm,
            Matrix output,
            @Nullable Tensor attentionPostNorm,
            @Nullable Tensor feedForwardNorm,
            Matrix gateUp,
            Matrix down,
            @Nullable Tensor feedForwardPostNorm) {}

    private final Owner owner = new Owner();
    private final DecoderConfig config;
    private final TensorSource source;
    private final double normOffset;
    private final Precision precision;
    private final WeightLayout layout;
    final Tensor embedding;
    final List<Layer> layers = new ArrayList<>();
    final Tensor finalNorm;
    final Matrix projection;
    private long parameters;

    private DecoderWeights(
            DecoderConfig config,
            WeightParts parts,
            double normOffset,
            TensorSource source,
            Precision precision,
            WeightLayout layout) {
        this.config = config;
        this.source = source;
        this.normOffset = normOffset;
        this.precision = precision;
        this.layout = layout;
        try {
            this.embedding = TensorScope.call(() -> owner.keep(read(precision.products(), List.of(parts.embedding()))));
            for (int index = 0; index < config.layers(); index++) {
                layers.add(layer(parts, index));
            }
            this.finalNorm = norm(parts.finalNorm());
            WeightParts.Part own = parts.projection();
            this.projection = own == null
                    ? TensorScope.call(() -> Matrix.of(embedding, null, precision, layout, owner))
                    : matrix(List.of(own), List.of());
        } catch (RuntimeException | Error e) {
            // a file that cannot be read to its end must not leave its first weights behind
            owner.close();
            throw e;
        }
    }

    private Layer layer(WeightParts parts, int index) {
        return new Layer(
                optionalNorm(parts.norm(Weight.ATTENTION_NORM, index)),
                matrix(parts.queryKeyValue(index), parts.queryKeyValueBias(index)),
                queryKeyNorm(parts.queryKeyNorms(index)),
                matrix(parts.output(index), parts.outputBias(index)),
                optionalNorm(parts.norm(Weight.ATTENTION_POST_NORM, index)),
                optionalNorm(parts.norm(Weight.FEED_FORWARD_NORM, index)),
                matrix(parts.gateUp(index), parts.gateUpBias(index)),
                matrix(parts.down(index), parts.downBias(index)),
                optionalNorm(parts.norm(Weight.FEED_FORWARD_POST_NORM, index)));
    }

    /**
     * Reads all weights.
     *
     * @throws GreaterException ({@code INVALID_MODEL}) naming the tensor if one is missing or of another shape than the config says
     */
    public static DecoderWeights load(
            DecoderConfig config, TensorNames names, TensorSource source, Precision precision, WeightLayout layout) {
        WeightParts parts = new WeightParts(config, names);
        checkShapes(parts, source);
        return new DecoderWeights(config, parts, names.normOffset(), source, precision, layout);
    }

    public long parameters() {
        return parameters;
    }

    @Override
    public void close() {
        owner.close();
    }

    private @Nullable Tensor optionalNorm(WeightParts.@Nullable Part part) {
        return part == null ? null : norm(part);
    }

    private Tensor norm(WeightParts.Part part) {
        return TensorScope.call(() -> owner.keep(readNorm(part)));
    }

    private Tensor readNorm(WeightParts.Part part) {
        Tensor weights = read(precision.stream(), List.of(part));
        return normOffset == 0 ? weights : weights.add(new Scalar(normOffset));
    }

    // one head's weights are repeated for every head
    private @Nullable Tensor queryKeyNorm(List<WeightParts.Part> parts) {
        if (parts.isEmpty()) {
            return null;
        }
        long size = config.headSize();
        return TensorScope.call(() -> owner.keep(torch.cat(
                new TensorVector(
                        readNorm(parts.get(0)).view(-1, size).expand(config.heads(), size),
                        readNorm(parts.get(1)).view(-1, size).expand(config.keyValueHeads(), size)),
                0)));
    }

    // the matrix as it was read is freed at once where the packed form replaces it
    private Matrix matrix(List<WeightParts.Part> weights, List<WeightParts.Part> biases) {
        return TensorScope.call(() -> Matrix.of(
                read(precision.products(), weights),
                biases.isEmpty() ? null : owner.keep(read(precision.products(), biases)),
                precision,
                layout,
                owner));
    }

    // parts below each other, [rows, columns] or [rows]; the result belongs to the caller's scope
    private Tensor read(ScalarType type, List<WeightParts.Part> parts) {
        long rows = parts.stream().mapToLong(WeightParts.Part::rows).sum();
        long[] shape = parts.get(0).shape().clone();
        shape[0] = rows;
        return TensorScope.tensor(() -> {
            Tensor staged = Tensors.staged(ScalarType.Float, shape);
            FloatPointer target = new FloatPointer(staged.data_ptr_float());
            long at = 0;
            for (WeightParts.Part part : parts) {
                int[] order = part.headOrder();
                at = order == null ? copy(part, target, at) : copyHeads(part, order, target, at);
            }
            parameters += at;
            return ComputeDevice.placed(staged.to(type).contiguous());
        });
    }

    private long copy(WeightParts.Part part, FloatPointer target, long start) {
        long first = (long) part.firstRow() * part.columns();
        long count = (long) part.rows() * part.columns();
        float[] buffer = new float[(int) Math.min(CHUNK, count)];
        for (long done = 0; done < count; done += buffer.length) {
            int now = (int) Math.min(buffer.length, count - done);
            source.read(part.name(), first + done, buffer, now);
            target.position(start + done).put(buffer, 0, now);
        }
        return start + count;
    }

    // head by head, with the rows of each in the decoder's order
    private long copyHeads(WeightParts.Part part, int[] order, FloatPointer target, long start) {
        int columns = part.columns();
        float[] head = new float[Math.multiplyExact(order.length, columns)];
        for (int firstRow = 0; firstRow < part.rows(); firstRow += order.length) {
            source.read(part.name(), (long) (part.firstRow() + firstRow) * columns, head, head.length);
            for (int row = 0; row < order.length; row++) {
                target.position(start + (long) (firstRow + row) * columns).put(head, order[row] * columns, columns);
            }
        }
        return start + (long) part.rows() * columns;
    }

    private static void checkShapes(WeightParts parts, TensorSource source) {
        List<String> problems = new ArrayList<>();
        parts.shapes().forEach((name, expected) -> check(source, problems, name, expected));
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
