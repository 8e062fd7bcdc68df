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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * A safetensors file, open for reading.
 *
 * <p>Read by position and not mapped, for the reasons of {@link GgufFile}. Thread-safe.
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final int CHUNK = 1 << 18;

    private final Path path;
    private final FileChannel channel;
    private final Map<String, SafetensorsTensor> tensors;

    private SafetensorsFile(Path path, FileChannel channel, Map<String, SafetensorsTensor> tensors) {
        this.path = path;
        this.channel = channel;
        this.tensors = tensors;
    }

    /**
     * Opens a file and checks everything but the weights themselves.
     *
     * @throws GreaterException {@code FILE_NOT_FOUND}; {@code INVALID_MODEL} if it is no safetensors file, damaged or cut short, with
     *     all that is wrong in the header; {@code UNSUPPORTED_MODEL} for a type that the format hasn't
     */
    public static SafetensorsFile open(Path path) {
        if (Files.isDirectory(path)) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL, "Weights file: expected a file, found the folder " + path);
        }
        FileChannel channel = null;
        boolean opened = false;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            SafetensorsFile file = new SafetensorsFile(path, channel, SafetensorsParser.parse(path, channel));
            opened = true;
            return file;
        } catch (NoSuchFileException e) {
            throw new GreaterException(ErrorCode.FILE_NOT_FOUND, "Weights file: found no " + path, e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "Weights file " + path + ": can't be read: " + e.getMessage(), e);
        } finally {
            if (channel != null && !opened) {
                GgufFile.closeQuietly(channel);
            }
        }
    }

    public Path path() {
        return path;
    }

    /** All tensors, in the header's order. */
    public Collection<SafetensorsTensor> tensors() {
        return Collections.unmodifiableCollection(tensors.values());
    }

    public Optional<SafetensorsTensor> findTensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * Decodes a part of a tensor to float32.
     *
     * @param first index of the first weight, in row-major order
     * @param target takes the weights from {@code to} on
     * @throws GreaterException {@code UNSUPPORTED_MODEL} for a type that is not decoded; {@code INVALID_MODEL} if a weight is infinite or
     *     not a number, or if the file has become shorter
     */
    public void read(SafetensorsTensor tensor, long first, float[] target, int to, int count) {
        requireDecoded(tensor);
        Objects.checkFromIndexSize(to, count, target.length);
        Objects.checkFromIndexSize(first, count, tensor.elements());
        int bytesEach = tensor.type().bits() / 8;
        int atOnce = Math.min(count, CHUNK / bytesEach);
        byte[] raw = new byte[atOnce * bytesEach];
        for (int done = 0; done < count; done += atOnce) {
            int now = Math.min(atOnce, count - done);
            long from = tensor.offset() + (first + done) * bytesEach;
            GgufInput.readFully(channel, path, from, ByteBuffer.wrap(raw, 0, now * bytesEach));
            tensor.type().decode(raw, target, to + done, now);
            FiniteWeights.check(target, to + done, now, first + done, describe(tensor));
        }
    }

    /**
     * Tells whether a tensor's weights can be read.
     *
     * @throws GreaterException ({@code UNSUPPORTED_MODEL}) naming file, tensor and type if not
     */
    void requireDecoded(SafetensorsTensor tensor) {
        if (!tensor.type().isDecoded()) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    describe(tensor) + ": expected weights in one of " + SafetensorsType.decoded() + ", found "
                            + tensor.type() + "; take the model in one of these");
        }
    }

    private String describe(SafetensorsTensor tensor) {
        return "Weights file " + path + ": tensor " + tensor.name();
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
