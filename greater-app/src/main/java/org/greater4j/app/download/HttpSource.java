package org.greater4j.app.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.jspecify.annotations.Nullable;

/** A file at a web address. A transfer that breaks is gone on with, now and by later processes, where the server can do that. */
final class HttpSource implements ModelSource {
    private static final int MOST_TRANSFERS = 4;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

    private final String label;
    private final URI address;
    private final SourceSettings settings;
    private final HttpConnection.@Nullable Token token;

    HttpSource(String label, URI address, SourceSettings settings, HttpConnection.@Nullable Token token) {
        this.label = label;
        this.address = address;
        this.settings = settings;
        this.token = token;
    }

    @Override
    public String description() {
        return label + " (" + HttpProblems.shown(address) + ")";
    }

    @Override
    public void fetch(CatalogueEntry entry, CachePaths paths, TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException {
        HttpConnection connection = new HttpConnection(settings, token);
        for (int transfer = 1; ; transfer++) {
            Optional<String> broken = transfer(connection, entry, paths, progress);
            if (broken.isEmpty()) {
                return;
            }
            if (transfer == MOST_TRANSFERS) {
                throw new SourceFailure(broken.get() + ", and so did " + (transfer - 1) + " attempts before");
            }
            progress.resuming(Files.exists(paths.part()) ? Files.size(paths.part()) : 0, broken.get());
        }
    }

    /** One request. Empty if the file is complete, else what broke it off, after which another request may go on. */
    private Optional<String> transfer(
            HttpConnection connection, CatalogueEntry entry, CachePaths paths, TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException {
        Optional<PartialFile> partial = PartialFile.read(paths, HttpProblems.shown(address));
        long offset = partial.isPresent() ? Files.size(paths.part()) : 0;
        if (offset == entry.sizeBytes()) {
            return Optional.empty();
        }
        Map<String, String> headers = new HashMap<>();
        if (partial.isPresent() && offset > 0 && offset < entry.sizeBytes()) {
            headers.put("Range", "bytes=" + offset + "-");
            headers.put("If-Range", partial.get().validator());
        }
        HttpResponse<BodyChunks> response = connection.get(address, headers);
        try (BodyChunks body = response.body()) {
            int status = response.statusCode();
            if (status == 200) {
                // The server does not do ranges, or its file changed: the whole body follows.
                offset = 0;
                requireLength(response, entry);
                PartialFile.begin(paths, HttpProblems.shown(address), response.headers());
            } else if (status == 416 || (status == 206 && !isRangeFrom(offset, response, entry))) {
                paths.discardPart();
                return Optional.of("the server could not go on at byte " + offset);
            } else if (status != 206 || headers.isEmpty()) {
                throw new SourceFailure(refusal(status));
            }
            progress.begin(offset, entry.sizeBytes());
            return copy(response.uri(), body, offset, entry, paths, progress);
        }
    }

    private Optional<String> copy(
            URI from, BodyChunks body, long offset, CatalogueEntry entry, CachePaths paths, TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException {
        long bytes = offset;
        try (FileChannel part = FileChannel.open(paths.part(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
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
                    if (bytes > entry.sizeBytes()) {
                        throw new SourceFailure("gave more than the expected " + entry.sizeBytes() + " bytes");
                    }
                    while (buffer.hasRemaining()) {
                        part.write(buffer);
                    }
                }
                progress.advanceTo(bytes);
            }
        }
        progress.end(bytes);
        return bytes == entry.sizeBytes()
                ? Optional.empty()
                : Optional.of("the transfer ended after " + bytes + " of " + entry.sizeBytes() + " bytes");
    }

    private static boolean isRangeFrom(long offset, HttpResponse<?> response, CatalogueEntry entry) {
        String range = response.headers().firstValue("Content-Range").orElse("");
        Matcher parsed = CONTENT_RANGE.matcher(range);
        return parsed.matches()
                && parsed.group(1).equals(Long.toString(offset))
                && (parsed.group(2).equals("*") || parsed.group(2).equals(Long.toString(entry.sizeBytes())));
    }

    private static void requireLength(HttpResponse<?> response, CatalogueEntry entry) throws SourceFailure {
        long length = response.headers().firstValueAsLong("Content-Length").orElse(entry.sizeBytes());
        if (length != entry.sizeBytes()) {
            throw new SourceFailure("has a different file: expected " + entry.sizeBytes() + " bytes, found " + length);
        }
    }

    private String refusal(int status) {
        String meaning = switch (status) {
            case 401, 403 -> token == null ? "access refused" : "access refused; does HF_TOKEN still hold?";
            case 404, 410 -> "no such file there";
            case 429 -> "too many requests";
            default -> status >= 500 ? "the server failed" : "not what was asked for";
        };
        return "HTTP " + status + ": " + meaning;
    }
}
