package org.greater4j.app.download;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Two servers on loopback that together speak the hub's protocol for one repository {@code org/tiny}: one for lists and small files, and one,
 * at another port, for the contents of large files, to which the first redirects.
 */
final class HubServer implements AutoCloseable {
    static final String REPOSITORY = "org/tiny";
    static final String COMMIT = "1234567890abcdef1234567890abcdef12345678";

    record Request(
            boolean storage,
            String method,
            String path,
            @Nullable String range,
            @Nullable String authorization) {}

    /** How one request is answered instead of well. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private record Content(byte[] bytes, boolean large, String hash) {}

    private final HttpServer hub = server(exchange -> handle(exchange, false));
    private final HttpServer storage = server(exchange -> handle(exchange, true));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Content> files = new TreeMap<>();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    volatile String commit = COMMIT;
    volatile boolean listsHashes = true;

    HubServer() throws IOException {
        for (HttpServer server : List.of(hub, storage)) {
            server.setExecutor(threads);
            server.start();
        }
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private static HttpServer server(Handler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler::handle);
        return server;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    HubServer small(String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        files.put(path, new Content(bytes, false, gitHash(bytes)));
        return this;
    }

    HubServer large(String path, byte[] bytes) {
        files.put(path, new Content(bytes, true, DownloadFixture.sha256(bytes)));
        return this;
    }

    /** A whole model: configuration, tokenizer, one file of weights, and much that no engine needs. */
    HubServer model(byte[] weights) {
        return small("config.json", "{\"model_type\": \"llama\"}")
                .small("tokenizer.json", "{}")
                .small("README.md", "---\nlicense: apache-2.0\n---\n")
                .small("onnx/config.json", "{}")
                .small(".gitattributes", "*.safetensors filter=lfs")
                .large("pytorch_model.bin", new byte[10])
                .large("model.safetensors", weights);
    }

    /** Answers the next request whose path ends so in another way. */
    HubServer next(String pathEnd, Answer answer) {
        answers.computeIfAbsent(pathEnd, end -> new ArrayDeque<>()).add(answer);
        return this;
    }

    String hash(String path) {
        return content(path).hash;
    }

    static Answer status(int status, String... headers) {
        return exchange -> {
            for (int at = 0; at < headers.length; at += 2) {
                exchange.getResponseHeaders().set(headers[at], headers[at + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** The content, but the connection breaks after so many bytes of the answer. */
    Answer cutAfter(int bytes) {
        return exchange -> serve(exchange, content(pathOf(exchange)).bytes, bytes);
    }

    /** The content's beginning, and then nothing more comes. */
    Answer silentAfter(int bytes) {
        return exchange -> {
            serve(exchange, content(pathOf(exchange)).bytes, bytes);
            closing.await();
        };
    }

    static Answer bytes(byte[] other) {
        return exchange -> serve(exchange, other, Integer.MAX_VALUE);
    }

    private Content content(String path) {
        Content content = files.get(path);
        if (content == null) {
            throw new AssertionError("no " + path + " in " + files.keySet());
        }
        return content;
    }

    private static String pathOf(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().replaceFirst("^/(" + REPOSITORY + "/resolve/[^/]+|storage)/", "");
    }

    private void handle(HttpExchange exchange, boolean fromStorage) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String path = exchange.getRequestURI().getPath();
        requests.add(new Request(
                fromStorage,
                exchange.getRequestMethod(),
                path,
                headers.getFirst("Range"),
                headers.getFirst("Authorization")));
        try (exchange) {
            Answer answer = answer(path);
            if (answer != null) {
                answer.to(exchange);
            } else if (fromStorage) {
                serve(exchange, content(pathOf(exchange)).bytes, Integer.MAX_VALUE);
            } else if (path.startsWith("/api/models/" + REPOSITORY + "/revision/")) {
                list(exchange);
            } else if (path.startsWith("/" + REPOSITORY + "/resolve/")) {
                resolve(exchange);
            } else {
                status(404, "X-Error-Code", "RepoNotFound").to(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Answer answer(String path) {
        for (Map.Entry<String, Deque<Answer>> entry : answers.entrySet()) {
            if (path.endsWith(entry.getKey())) {
                synchronized (entry.getValue()) {
                    return entry.getValue().poll();
                }
            }
        }
        return null;
    }

    private void list(HttpExchange exchange) throws IOException {
        ObjectNode answer = new ObjectMapper().createObjectNode().put("sha", commit);
        ArrayNode siblings = answer.putArray("siblings");
        files.forEach((path, content) -> {
            ObjectNode sibling = siblings.addObject().put("rfilename", path);
            if (listsHashes) {
                sibling.put("size", content.bytes.length).put("blobId", gitHash(content.bytes));
                if (content.large) {
                    sibling.putObject("lfs").put("sha256", content.hash).put("size", content.bytes.length);
                }
            }
        });
        byte[] json = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
    }

    private void resolve(HttpExchange exchange) throws IOException {
        Content content = files.get(pathOf(exchange));
        Headers headers = exchange.getResponseHeaders();
        if (content == null) {
            headers.set("X-Error-Code", "EntryNotFound");
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        headers.set("X-Repo-Commit", commit);
        if (content.large) {
            headers.set("X-Linked-Etag", "\"" + content.hash + "\"");
            headers.set("X-Linked-Size", Integer.toString(content.bytes.length));
            headers.set(
                    "Location",
                    "http://127.0.0.1:" + storage.getAddress().getPort() + "/storage/" + pathOf(exchange)
                            + "?signature=hidden");
            exchange.sendResponseHeaders(302, -1);
            return;
        }
        headers.set("ETag", "\"" + content.hash + "\"");
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(content.bytes.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        serve(exchange, content.bytes, Integer.MAX_VALUE);
    }

    private static void serve(HttpExchange exchange, byte[] content, int mostBytes) throws IOException {
        String tag = "\"" + DownloadFixture.sha256(content) + "\"";
        exchange.getResponseHeaders().set("ETag", tag);
        String range = exchange.getRequestHeaders().getFirst("Range");
        boolean partial =
                range != null && tag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
        int from = partial ? Integer.parseInt(String.valueOf(range).replaceAll("bytes=(\\d+)-", "$1")) : 0;
        if (partial) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(partial ? 206 : 200, content.length - from);
        int until = (int) Math.min(content.length, (long) from + mostBytes);
        exchange.getResponseBody().write(Arrays.copyOfRange(content, from, until));
        exchange.getResponseBody().flush();
    }

    static String gitHash(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Variables that lead to this hub, with a cache of one's own and no token. */
    Map<String, String> environment(java.nio.file.Path home) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HF_ENDPOINT", address().toString());
        environment.put("HF_HOME", home.toString());
        return environment;
    }

    @Override
    public void close() {
        closing.countDown();
        hub.stop(0);
        storage.stop(0);
        threads.shutdownNow();
    }
}
