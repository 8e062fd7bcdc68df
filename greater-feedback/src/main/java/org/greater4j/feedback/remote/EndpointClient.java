package org.greater4j.feedback.remote;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of LangChain4j's providers, each exactly once.
 *
 * <p>Their own clients tell neither when a server wants to be asked again nor whether a connection broke off before or after the request
 * was sent, and bound the time to the first byte alone. This one bounds the whole call, follows no redirect (a key would go along), and
 * says by {@link Failure} what happened. Nothing is logged.
 */
final class EndpointClient implements HttpClient {
    private static final int LARGEST_BODY = 32 << 20;

    private final Endpoint endpoint;
    private final Duration callTimeout;
    private final InstantSource clock;
    private final HttpFailures failures;
    private final java.net.http.HttpClient client;

    /** @param proxies null for none */
    EndpointClient(Endpoint endpoint, RemoteSettings settings, InstantSource clock, @Nullable ProxySelector proxies) {
        this.endpoint = endpoint;
        this.callTimeout = settings.callTimeout();
        this.clock = clock;
        this.failures = new HttpFailures(endpoint);
        boolean encrypted = "https".equalsIgnoreCase(endpoint.name().address().getScheme());
        this.client = java.net.http.HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .followRedirects(Redirect.NEVER)
                // small servers stumble over the offer to go on with HTTP/2, which is only made without encryption
                .version(encrypted ? Version.HTTP_2 : Version.HTTP_1_1)
                .proxy(proxies == null ? java.net.http.HttpClient.Builder.NO_PROXY : proxies)
                .build();
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        HttpResponse<byte[]> response = send(message(request));
        String body = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() / 100 != 2) {
            throw failures.of(
                    response.statusCode(), response.headers().firstValue("Retry-After"), body, clock.instant());
        }
        boolean streamed =
                response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .body(streamed ? EventStream.assemble(body) : body)
                .build();
    }

    /** Replies are asked for as a whole. */
    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("streaming");
    }

    private java.net.http.HttpRequest message(HttpRequest request) {
        URI address;
        try {
            address = URI.create(request.url());
        } catch (IllegalArgumentException e) {
            throw endpoint.failure(Failure.NOT_FOUND, "no address with such a name in it", "check the model's name");
        }
        java.net.http.HttpRequest.Builder message = java.net.http.HttpRequest.newBuilder(address)
                .timeout(callTimeout)
                .method(
                        request.method().name(),
                        request.body() == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(request.body(), StandardCharsets.UTF_8));
        request.headers().forEach((header, values) -> values.forEach(value -> message.header(header, value)));
        return message.build();
    }

    private HttpResponse<byte[]> send(java.net.http.HttpRequest message) {
        CompletableFuture<HttpResponse<byte[]>> call = client.sendAsync(message, head -> new LimitedBody(LARGEST_BODY));
        try {
            // the client's own timeout ends when the head of the response is there; a body may take for ever
            return call.get(callTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw timedOut();
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw endpoint.failure(Failure.INTERRUPTED, "none yet", "the work was asked to end");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private RemoteCallException failure(@Nullable Throwable problem) {
        if (problem instanceof HttpTimeoutException && !(problem instanceof HttpConnectTimeoutException)) {
            return timedOut();
        }
        boolean neverSent = problem instanceof ConnectException
                || problem instanceof HttpConnectTimeoutException
                || problem instanceof UnknownHostException
                || problem instanceof UnresolvedAddressException
                || problem instanceof SSLException;
        String kind = problem == null ? "nothing" : problem.getClass().getSimpleName();
        return neverSent
                ? endpoint.failure(
                        Failure.UNREACHABLE,
                        "no connection (" + kind + ")",
                        "check that " + endpoint.name().address() + " is right and the server runs")
                : endpoint.failure(Failure.CUT, "a connection that broke off (" + kind + ")", "try again later");
    }

    private RemoteCallException timedOut() {
        return endpoint.failure(
                Failure.TIMED_OUT,
                "none within " + callTimeout.toSeconds() + " s",
                "allow more time, fewer tokens, or fewer calls at a time");
    }

    /** Gives LangChain4j's providers this client; the timeouts that they would set are the client's own. */
    static final class Builder implements HttpClientBuilder {
        private final EndpointClient client;

        Builder(EndpointClient client) {
            this.client = client;
        }

        @Override
        public Duration connectTimeout() {
            return client.client.connectTimeout().orElse(client.callTimeout);
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return client.callTimeout;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration timeout) {
            return this;
        }

        @Override
        public HttpClient build() {
            return client;
        }
    }
}
