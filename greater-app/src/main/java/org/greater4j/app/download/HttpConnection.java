package org.greater4j.app.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a file and follows redirects.
 *
 * <p>Redirects are followed here and not by the client, because a token may go to the host it belongs to and to no other: the hub sends
 * its large files from another host. And a redirect never leads from https to http.
 */
final class HttpConnection {
    private static final int MOST_REDIRECTS = 8;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * A secret for one host.
     *
     * @param owner any address on that host
     */
    record Token(URI owner, String secret) {
        /** Whether the address has the owner's scheme, host and port, and nobody in between can listen. */
        boolean isFor(URI address) {
            return sameOrigin(owner, address) && (isSecure(address) || LOOPBACK.contains(address.getHost()));
        }

        @Override
        public String toString() {
            return "token for " + owner.getHost();
        }
    }

    private final SourceSettings settings;
    private final @Nullable Token token;
    private final HttpClient client;

    HttpConnection(SourceSettings settings, EnvironmentProxies proxies, @Nullable Token token) {
        this.settings = settings;
        this.token = token;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(proxies);
        proxies.authenticator().ifPresent(builder::authenticator);
        this.client = builder.build();
    }

    /** Whether requests to the token's host carry one. */
    boolean hasToken() {
        return token != null;
    }

    /** The response at the end of the redirects, its body not read yet. */
    HttpResponse<BodyChunks> get(URI start, Map<String, String> headers) throws SourceFailure, InterruptedException {
        return follow("GET", start, headers, false);
    }

    /**
     * The headers that the host itself says about an address: redirects within the host are followed, and one that leads elsewhere is the
     * answer, since what it says about its target is what was asked for.
     */
    HttpResponse<BodyChunks> head(URI start) throws SourceFailure, InterruptedException {
        HttpResponse<BodyChunks> response = follow("HEAD", start, Map.of(), true);
        response.body().close();
        return response;
    }

    private HttpResponse<BodyChunks> follow(String method, URI start, Map<String, String> headers, boolean stayOnHost)
            throws SourceFailure, InterruptedException {
        URI address = start;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<BodyChunks> response = send(method, address, headers);
            if (!REDIRECTS.contains(response.statusCode())) {
                return response;
            }
            response.body().close();
            String location = response.headers()
                    .firstValue("Location")
                    .orElseThrow(() -> new SourceFailure("HTTP " + response.statusCode() + " without a Location"));
            URI next = redirected(address, location);
            if (stayOnHost && !sameOrigin(address, next)) {
                return response;
            }
            address = next;
        }
        throw new SourceFailure("more than " + MOST_REDIRECTS + " redirects");
    }

    private HttpResponse<BodyChunks> send(String method, URI address, Map<String, String> headers)
            throws SourceFailure, InterruptedException {
        CompletableFuture<HttpResponse<BodyChunks>> answer =
                client.sendAsync(request(method, address, headers), response -> new BodyChunks());
        try {
            // The request's own timeout is the same; this one also covers a slow look-up of the host name.
            return answer.get(settings.stallTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            IOException problem = e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            throw new SourceFailure(HttpProblems.reason(problem, address, settings), problem);
        } catch (TimeoutException e) {
            throw new SourceFailure(HttpProblems.reason(new HttpTimeoutException("no answer"), address, settings), e);
        } finally {
            // After an answer this does nothing; else it also ends the exchange.
            answer.cancel(true);
        }
    }

    private HttpRequest request(String method, URI address, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(settings.stallTimeout())
                .header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        if (token != null && token.isFor(address)) {
            request.header("Authorization", "Bearer " + token.secret());
        }
        return request.build();
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    /** Where a redirect leads, if it may be followed. */
    static URI redirected(URI from, String location) throws SourceFailure {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new SourceFailure("redirect to an address that can't be read", e);
        }
        boolean http = "http".equalsIgnoreCase(to.getScheme());
        if (to.getHost() == null || !(http || isSecure(to))) {
            throw new SourceFailure("redirect to " + HttpProblems.shown(to) + ", which is no web address");
        }
        if (http && isSecure(from)) {
            throw new SourceFailure("redirect from https to " + HttpProblems.shown(to) + ", which is not secure");
        }
        return to;
    }

    private static boolean isSecure(URI address) {
        return address.getScheme() != null
                && address.getScheme().toLowerCase(Locale.ROOT).equals("https");
    }
}
