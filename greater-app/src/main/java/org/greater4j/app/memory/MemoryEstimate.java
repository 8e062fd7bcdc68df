package org.greater4j.app.memory;

import org.greater4j.torch.session.EngineCalibration;
import org.greater4j.torch.session.EngineTuning;

/**
 * The most memory that a model takes at some work.
 *
 * @param weightBytes weights as the engine keeps them
 * @param cacheBytes keys and values of questions and of the texts that grow
 * @param tapeBytes what the gradient needs of a pass
 * @param workBytes logits and other short-lived numbers, the libraries' code, and the JVM
 */
public record MemoryEstimate(long weightBytes, long cacheBytes, long tapeBytes, long workBytes) {
    /** The JVM with its heap, libtorch's code and its buffers: what a model of no size would take; measured. */
    private static final long BASE_BYTES = 550L << 20;

    private static final long HEAP_GROWTH_BYTES = 128L << 20;

    /** Rows of logits at once, and how many numbers for each: the product, its logarithms, a copy. */
    private static final int LOGIT_ROWS = 256;

    private static final int LOGIT_COPIES = 3;

    /**
     * The estimate for a shape.
     *
     * @param bfloat16 whether products are computed in bfloat16; keys, values and logits are in float32 all the same
     */
    public static MemoryEstimate of(ModelShape shape, Workload work, boolean bfloat16) {
        return of(shape, work, bfloat16, cacheBytes(shape, work), EngineTuning.DEFAULT.tapeBytes());
    }

    /** The least that the same work can be done with: caches for one text at a time beside the questions, and a short tape. */
    public static MemoryEstimate least(ModelShape shape, Workload work, boolean bfloat16) {
        long column = column(shape);
        long least = EngineCalibration.LEAST_CACHE_BYTES;
        long questions = questions(shape, work);
        long caches = Math.max(least, questions + Math.max(least / 4, work.columns() * column));
        return of(shape, work, bfloat16, Math.min(caches, cacheBytes(shape, work)), EngineCalibration.LEAST_TAPE_BYTES);
    }

    private static MemoryEstimate of(ModelShape shape, Workload work, boolean bfloat16, long caches, long usualTape) {
        long productBytes = bfloat16 ? Short.BYTES : Float.BYTES;
        // packed matrices are there twice, for the way forward and the way back; the embedding itself is looked up in
        long untied = shape.tied() ? 0 : shape.embedding();
        long weights = work.packed()
                ? (2 * shape.linear() + shape.embedding()) * productBytes
                : (shape.linear() + untied) * productBytes;
        // while a matrix is packed it is there in float32 and in its new form; that of the vocabulary is the largest
        long loading = 2 * shape.embedding() * Float.BYTES;
        long logits = (long) LOGIT_ROWS * LOGIT_COPIES * shape.vocabulary() * Float.BYTES;
        long tape = tapeBytes(shape, work, productBytes, usualTape);
        // what loading took is free again when the caches are made
        long beside = Math.max(0, loading - caches - tape - logits);
        return new MemoryEstimate(weights, caches, tape, logits + beside + BASE_BYTES);
    }

    /** Bytes that a search takes beside weights, caches and tape once the weights are loaded: logits, and what the JVM's heap grows by. */
    public static long workBytes(int vocabulary) {
        return (long) LOGIT_ROWS * LOGIT_COPIES * vocabulary * Float.BYTES + HEAP_GROWTH_BYTES;
    }

    /** All of it. */
    public long totalBytes() {
        return weightBytes + cacheBytes + tapeBytes + workBytes;
    }

    private static long cacheBytes(ModelShape shape, Workload work) {
        long column = column(shape);
        long usual = EngineCalibration.usualCacheBytes(column);
        long questions = questions(shape, work);
        long row = work.columns() * column;
        long wanted = questions + work.rows() * row;
        return Math.max(questions + row, Math.min(wanted, Math.max(usual, questions + usual / 4)));
    }

    private static long column(ModelShape shape) {
        return shape.layers() * shape.keyValueWidth() * Float.BYTES;
    }

    private static long questions(ModelShape shape, Workload work) {
        return (long) work.examples() * work.questionColumns() * column(shape);
    }

    private static long tapeBytes(ModelShape shape, Workload work, long productBytes, long usual) {
        if (work.examples() == 0) {
            return 0;
        }
        long token = shape.layers() * shape.tapeWidth() * productBytes;
        return Math.max(work.columns() * token, Math.min(usual, (long) work.examples() * work.columns() * token));
    }
}
