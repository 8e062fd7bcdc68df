package org.greater4j.app.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A web server on loopback that serves one file, and misbehaves as it is told to, one answer after the other. */
final class FileServer implements AutoCloseable {

    record Request(
            String path,
            @Nullable String range,
            @Nullable String ifRange,
            @Nullable String authorization) {}

    /** How one request is answered; the server closes the exchange afterwards. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile byte[] content;
    private volatile String tag = "\"one\"";

    FileServer(byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    List<Request> requests() {
        return requests;
    }

    /** Answers the next request in this way; when no answer is left, the file is served as a good server does. */
    FileServer then(Answer answer) {
        answers.add(answer);
        return this;
    }

    void replace(byte[] newContent, String newTag) {
        content = newContent;
        tag = newTag;
    }

    Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    Answer redirect(URI to) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", to.toString());
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** The good answer, but the connection breaks after that many bytes. */
    Answer cutAfter(int bytes) {
        return exchange -> serve(exchange, bytes);
    }

    /** The good answer, but after that many bytes nothing more comes. */
    Answer silentAfter(int bytes) {
        return exchange -> {
            serve(exchange, bytes);
            closing.await();
        };
    }

    Answer silent() {
        return exchange -> closing.await();
    }

    Answer ignoringRange() {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        requests.add(new Request(
                exchange.getRequestURI().getPath(),
                headers.getFirst("Range"),
                headers.getFirst("If-Range"),
                headers.getFirst("Authorization")));
        try (exchange) {
            Optional.ofNullable(answers.poll()).orElse(ok()).to(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer ok() {
        return exchange -> serve(exchange, Integer.MAX_VALUE);
    }

    private void serve(HttpExchange exchange, int mostBytes) throws IOException {
        exchange.getResponseHeaders().set("ETag", tag);
        @Nullable String range = exchange.getRequestHeaders().getFirst("Range");
        @Nullable String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
        boolean partial = range != null && (ifRange == null || ifRange.equals(tag));
        int from = partial ? Integer.parseInt(String.valueOf(range).replaceAll("bytes=(\\d+)-", "$1")) : 0;
        if (partial) {
            String sent = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
            exchange.getResponseHeaders().set("Content-Range", sent);
        }
        exchange.sendResponseHeaders(partial ? 206 : 200, content.length - from);
        int until = (int) Math.min(content.length, (long) from + mostBytes);
        exchange.getResponseBody().write(Arrays.copyOfRange(content, from, until));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
