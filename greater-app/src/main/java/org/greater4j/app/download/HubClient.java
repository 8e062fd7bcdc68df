package org.greater4j.app.download;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with the hub about one model: lists files, names their hashes, gives their content. It waits where the hub asks for patience, and
 * turns a refusal into an error that says what to do about it.
 */
final class HubClient {
    private static final int MOST_WAITS = 3;
    private static final int MOST_LISTING_BYTES = 64 << 20;
    /** {@code RateLimit: "api";r=0;t=55}: no request is left, and in 55 s there are new ones. */
    private static final Pattern RATE_LIMIT = Pattern.compile(".*;\\s*t=(\\d{1,6})\\b.*");

    private final HubName name;
    private final HubSettings hub;
    private final SourceSettings settings;
    private final HttpConnection connection;
    private final DownloadListener listener;

    HubClient(
            HubName name,
            HubSettings hub,
            SourceSettings settings,
            EnvironmentProxies proxies,
            DownloadListener listener) {
        this.name = name;
        this.hub = hub;
        this.settings = settings;
        this.connection = new HttpConnection(settings, proxies, hub.token());
        this.listener = listener;
    }

    /** What people are told, without any secret. */
    String description() {
        return HttpProblems.shown(hub.page(name.repository()));
    }

    /**
     * The files of the revision.
     *
     * @throws SourceFailure if the hub can't be reached or answers something else
     * @throws org.greater4j.error.GreaterException FILE_NOT_FOUND or ACCESS_REFUSED if it refuses
     */
    HubListing list() throws SourceFailure, InterruptedException {
        HttpResponse<BodyChunks> response = get(hub.listing(name.repository(), name.revision()), Map.of());
        try (BodyChunks body = response.body()) {
            return HubListing.of(new ObjectMapper().readTree(read(body, response.uri())));
        } catch (JsonProcessingException e) {
            throw new SourceFailure(
                    "expected JSON from " + HttpProblems.shown(response.uri()) + ", found something else", e);
        } catch (IOException e) {
            throw new SourceFailure(HttpProblems.reason(e, response.uri(), settings), e);
        }
    }

    /** The same file with size and hash, which some mirrors leave out of the list, asked for by themselves. */
    HubListing.Entry describe(HubListing.Entry file, String commit) throws SourceFailure, InterruptedException {
        HttpResponse<BodyChunks> response = patiently(() -> connection.head(address(file, commit)));
        HttpHeaders headers = response.headers();
        // what a redirect says of itself is not what it says of the file
        boolean redirect = response.statusCode() >= 300;
        String tag = headers.firstValue("X-Linked-Etag")
                .or(() -> headers.firstValue("ETag"))
                .orElse("");
        String hash = tag.replaceFirst("^W/", "").replace("\"", "");
        long size = headers.firstValueAsLong("X-Linked-Size")
                .orElse(
                        redirect
                                ? -1
                                : headers.firstValueAsLong("Content-Length").orElse(-1));
        Optional<String> otherCommit = headers.firstValue("X-Repo-Commit").filter(found -> !found.equals(commit));
        if (otherCommit.isPresent()) {
            throw new SourceFailure(file.path() + ": expected it of commit " + commit + ", found it of another");
        }
        if (size < 0 || !HubListing.isHash(hash)) {
            throw new SourceFailure(file.path() + ": expected its size and hash, found "
                    + (size < 0 ? "no size" : "a size alone") + "; without them a download can't be checked");
        }
        return new HubListing.Entry(file.path(), size, hash);
    }

    /** What brings a file's content. */
    ResumableTransfer transfer(HubListing.Entry file, String commit, PartialFile partial) {
        return new ResumableTransfer(this::get, address(file, commit), file.sizeBytes(), partial, settings);
    }

    private URI address(HubListing.Entry file, String commit) {
        return hub.file(name.repository(), commit, file.path());
    }

    private HttpResponse<BodyChunks> get(URI address, Map<String, String> headers)
            throws SourceFailure, InterruptedException {
        return patiently(() -> connection.get(address, headers));
    }

    private interface Request {
        HttpResponse<BodyChunks> send() throws SourceFailure, InterruptedException;
    }

    private HttpResponse<BodyChunks> patiently(Request request) throws SourceFailure, InterruptedException {
        for (int wait = 1; ; wait++) {
            HttpResponse<BodyChunks> response = request.send();
            int status = response.statusCode();
            if (status < 400 || status == 416) {
                return response;
            }
            response.body().close();
            @Nullable Duration patience = status == 429 || status == 503 ? patience(response.headers()) : null;
            boolean bearable = patience != null && patience.compareTo(settings.longestWait()) <= 0;
            if (patience == null || !bearable || wait > MOST_WAITS) {
                throw HubRefusal.of(name, hub, response, patience);
            }
            listener.onEvent(new DownloadEvent.ServerAsksToWait(description(), patience));
            Thread.sleep(patience.toMillis());
        }
    }

    /** How long the server wants to be left alone; null if it does not say. */
    private static @Nullable Duration patience(HttpHeaders headers) {
        String seconds = headers.firstValue("Retry-After").orElse("");
        if (!seconds.matches("\\d{1,6}")) {
            Matcher limit = RATE_LIMIT.matcher(headers.firstValue("RateLimit").orElse(""));
            seconds = limit.matches() ? limit.group(1) : "";
        }
        return seconds.isEmpty() ? null : Duration.ofSeconds(Long.parseLong(seconds));
    }

    private byte[] read(BodyChunks body, URI from) throws SourceFailure, IOException, InterruptedException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (@Nullable List<ByteBuffer> chunk = body.next(settings.stallTimeout());
                chunk != null;
                chunk = body.next(settings.stallTimeout())) {
            for (ByteBuffer buffer : chunk) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                content.write(bytes);
            }
            if (content.size() > MOST_LISTING_BYTES) {
                throw new SourceFailure("more than " + MOST_LISTING_BYTES + " bytes from " + HttpProblems.shown(from));
            }
        }
        return content.toByteArray();
    }
}
