package org.greater4j.torch.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * A GGUF file, open for reading.
 *
 * <p>The data are read where they are asked for, by position, and not mapped: a mapping can't be undone before the garbage collector
 * does it, counts as resident memory once touched, and kills the process when the file is cut under it. Thread-safe, so several threads
 * may decode parts of one tensor.
 */
public final class GgufFile implements AutoCloseable {
    /** Bytes read at once; more doesn't read faster, and the buffer stays in the processor's cache. */
    private static final int CHUNK = 1 << 18;

    private final Path path;
    private final FileChannel channel;
    private final GgufParser.Content content;

    private GgufFile(Path path, FileChannel channel, GgufParser.Content content) {
        this.path = path;
        this.channel = channel;
        this.content = content;
    }

    /**
     * Opens a file and checks everything but the weights themselves.
     *
     * @throws GreaterException {@code FILE_NOT_FOUND}; {@code INVALID_MODEL} if it is no GGUF file, damaged or cut short; {@code
     *     UNSUPPORTED_MODEL} for another version, byte order or tensor type
     */
    public static GgufFile open(Path path) {
        if (Files.isDirectory(path)) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL, "Model file: expected a file, found the folder " + path);
        }
        FileChannel channel = null;
        boolean opened = false;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            GgufFile file = new GgufFile(path, channel, GgufParser.parse(new GgufInput(path, channel)));
            opened = true;
            return file;
        } catch (NoSuchFileException e) {
            throw new GreaterException(ErrorCode.FILE_NOT_FOUND, "Model file: found no " + path, e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "Model file " + path + ": can't be read: " + e.getMessage(), e);
        } finally {
            if (channel != null && !opened) {
                closeQuietly(channel);
            }
        }
    }

    static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing was written; what made the opening fail matters more
        }
    }

    public Path path() {
        return path;
    }

    /** Version of the format: 2 or 3. */
    public int version() {
        return content.version();
    }

    public GgufMetadata metadata() {
        return content.metadata();
    }

    /** All tensors, in the file's order. */
    public Collection<GgufTensor> tensors() {
        return Collections.unmodifiableCollection(content.tensors().values());
    }

    public Optional<GgufTensor> findTensor(String name) {
        return Optional.ofNullable(content.tensors().get(name));
    }

    /**
     * The tensor of some name.
     *
     * @throws GreaterException ({@code INVALID_MODEL}) naming tensor and file, if there is none
     */
    public GgufTensor tensor(String name) {
        return findTensor(name)
                .orElseThrow(() -> new GreaterException(
                        ErrorCode.INVALID_MODEL,
                        "Model file " + path + ": expected a tensor " + name + ", found none among its "
                                + content.tensors().size()));
    }

    /** Number of weights in all tensors. */
    public long parameters() {
        return content.tensors().values().stream()
                .mapToLong(GgufTensor::elements)
                .sum();
    }

    /**
     * Decodes a part of a tensor to float32. Whole rows can always be read.
     *
     * @param first index of the first weight, in row-major order; a multiple of the type's block size
     * @param target takes the weights from {@code to} on
     * @param count number of weights; a multiple of the type's block size
     * @throws GreaterException ({@code INVALID_MODEL}) naming the tensor if a weight is infinite or not a number, or if the file has
     *     become shorter
     */
    public void read(GgufTensor tensor, long first, float[] target, int to, int count) {
        GgmlType type = tensor.type();
        Objects.checkFromIndexSize(to, count, target.length);
        Objects.checkFromIndexSize(first, count, tensor.elements());
        if (first % type.blockSize() != 0 || count % type.blockSize() != 0) {
            throw new IllegalArgumentException("weights " + first + " to " + (first + count) + " of " + tensor.name()
                    + " are no whole blocks of " + type.blockSize());
        }
        int blocks = count / type.blockSize();
        int blocksAtOnce = Math.min(blocks, CHUNK / type.blockBytes());
        byte[] raw = new byte[blocksAtOnce * type.blockBytes()];
        long from = tensor.offset() + first / type.blockSize() * type.blockBytes();
        for (int done = 0; done < blocks; done += blocksAtOnce) {
            int now = Math.min(blocksAtOnce, blocks - done);
            int bytes = now * type.blockBytes();
            GgufInput.readFully(channel, path, from, ByteBuffer.wrap(raw, 0, bytes));
            int at = to + done * type.blockSize();
            type.decode(raw, 0, target, at, now);
            FiniteWeights.check(
                    target,
                    at,
                    now * type.blockSize(),
                    first + (long) done * type.blockSize(),
                    "Model file " + path + ": tensor " + tensor.name());
            from += bytes;
        }
    }

    /** Decodes a whole tensor that fits one array: norms, biases, tests. */
    public float[] readAll(GgufTensor tensor) {
        float[] weights = new float[Math.toIntExact(tensor.elements())];
        read(tensor, 0, weights, 0, weights.length);
        return weights;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + path, e);
        }
    }
}
