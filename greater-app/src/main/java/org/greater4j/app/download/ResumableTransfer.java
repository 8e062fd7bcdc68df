package org.greater4j.app.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings a file of known size from a web address. A transfer that breaks is gone on with, now and by later processes, where the server can. */
final class ResumableTransfer {
    private static final int MOST_TRANSFERS = 4;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

    /** Asks for an address. The answer has status 200, 206 or 416; any other was turned into a failure that says what it means. */
    interface Requests {
        HttpResponse<BodyChunks> get(URI address, Map<String, String> headers)
                throws SourceFailure, InterruptedException;
    }

    private final Requests requests;
    private final URI address;
    private final long sizeBytes;
    private final PartialFile partial;
    private final SourceSettings settings;

    ResumableTransfer(Requests requests, URI address, long sizeBytes, PartialFile partial, SourceSettings settings) {
        this.requests = requests;
        this.address = address;
        this.sizeBytes = sizeBytes;
        this.partial = partial;
        this.settings = settings;
    }

    /**
     * Leaves all bytes in the partial file, in a folder that exists.
     *
     * @throws SourceFailure if the source can't give them; what came so far stays
     */
    void run(TransferProgress progress) throws SourceFailure, IOException, InterruptedException {
        for (int transfer = 1; ; transfer++) {
            Optional<String> broken = transfer(progress);
            if (broken.isEmpty()) {
                return;
            }
            if (transfer == MOST_TRANSFERS) {
                throw new SourceFailure(broken.get() + ", and so did " + (transfer - 1) + " attempts before");
            }
            progress.resuming(partial.size(), broken.get());
        }
    }

    /** One request. Empty if the file is complete, else what broke it off, after which another request may go on. */
    private Optional<String> transfer(TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException {
        Optional<String> validator = partial.validator(HttpProblems.shown(address));
        long offset = validator.isPresent() ? partial.size() : 0;
        if (validator.isPresent() && offset == sizeBytes) {
            return Optional.empty();
        }
        Map<String, String> headers = new HashMap<>();
        if (validator.isPresent() && offset > 0 && offset < sizeBytes) {
            headers.put("Range", "bytes=" + offset + "-");
            headers.put("If-Range", validator.get());
        }
        HttpResponse<BodyChunks> response = requests.get(address, headers);
        try (BodyChunks body = response.body()) {
            int status = response.statusCode();
            if (status == 200) {
                // The server does not do ranges, or its file changed: the whole body follows.
                offset = 0;
                requireLength(response);
                partial.begin(HttpProblems.shown(address), response.headers());
            } else if (headers.isEmpty()) {
                throw new SourceFailure("HTTP " + status + ": a part, where the whole was asked for");
            } else if (status == 416 || !isRangeFrom(offset, response)) {
                partial.discard();
                return Optional.of("the server could not go on at byte " + offset);
            }
            progress.begin(offset, sizeBytes);
            return copy(response.uri(), body, offset, progress);
        }
    }

    private Optional<String> copy(URI from, BodyChunks body, long offset, TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException {
        long bytes = offset;
        try (FileChannel part = FileChannel.open(partial.file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            part.truncate(offset).position(offset);
            while (true) {
                @Nullable List<ByteBuffer> chunk;
                try {
                    chunk = body.next(settings.stallTimeout());
                } catch (HttpTimeoutException stalled) {
                    // A silent server was waited for once; the next source may be faster than waiting again.
                    throw new SourceFailure(HttpProblems.reason(stalled, from, settings), stalled);
                } catch (IOException broken) {
                    return Optional.of(HttpProblems.reason(broken, from, settings));
                }
                if (chunk == null) {
                    break;
                }
                for (ByteBuffer buffer : chunk) {
                    bytes += buffer.remaining();
                    if (bytes > sizeBytes) {
                        throw new SourceFailure("gave more than the expected " + sizeBytes + " bytes");
                    }
                    while (buffer.hasRemaining()) {
                        part.write(buffer);
                    }
                }
                progress.advanceTo(bytes);
            }
        }
        progress.end(bytes);
        return bytes == sizeBytes
                ? Optional.empty()
                : Optional.of("the transfer ended after " + bytes + " of " + sizeBytes + " bytes");
    }

    private boolean isRangeFrom(long offset, HttpResponse<?> response) {
        String range = response.headers().firstValue("Content-Range").orElse("");
        Matcher parsed = CONTENT_RANGE.matcher(range);
        return parsed.matches()
                && parsed.group(1).equals(Long.toString(offset))
                && (parsed.group(2).equals("*") || parsed.group(2).equals(Long.toString(sizeBytes)));
    }

    private void requireLength(HttpResponse<?> response) throws SourceFailure {
        long length = response.headers().firstValueAsLong("Content-Length").orElse(sizeBytes);
        if (length != sizeBytes) {
            throw new SourceFailure("has a different file: expected " + sizeBytes + " bytes, found " + length);
        }
    }
}
