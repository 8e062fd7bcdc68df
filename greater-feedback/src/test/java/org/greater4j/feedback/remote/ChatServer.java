package org.greater4j.feedback.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that speaks OpenAI's chat protocol as a script says, and keeps books of its own: what it was asked, and which tokens
 * it would charge for. A token is a word here.
 */
final class ChatServer implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final AtomicLong readTokens = new AtomicLong();
    final AtomicLong generatedTokens = new AtomicLong();
    /** Most requests that scripts were working on at a time. */
    final AtomicInteger mostAtATime = new AtomicInteger();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger atATime = new AtomicInteger();

    /**
     * A request.
     *
     * @param number of the request, from 0
     */
    record Asked(int number, String path, Map<String, List<String>> headers, JsonNode body) {
        String lastMessage() {
            JsonNode messages = body.path("messages");
            return messages.path(messages.size() - 1).path("content").asText();
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }
    }

    /** What the server does about a request. */
    interface Answer {
        void give(ChatServer server, Asked asked, HttpExchange exchange) throws IOException;
    }

    ChatServer(Function<Asked, Answer> script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        AtomicInteger numbers = new AtomicInteger();
        server.createContext("/", exchange -> {
            mostAtATime.accumulateAndGet(atATime.incrementAndGet(), Math::max);
            try (exchange) {
                JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
                Asked request = new Asked(
                        numbers.getAndIncrement(),
                        exchange.getRequestURI().toString(),
                        new LinkedHashMap<>(exchange.getRequestHeaders()),
                        body);
                asked.add(request);
                Answer answer = script.apply(request);
                // before the first byte of the answer, after which the client may send its next request
                atATime.decrementAndGet();
                answer.give(this, request, exchange);
            }
        });
        server.start();
    }

    /** Base address, such as {@code http://127.0.0.1:4711}. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    RemoteName openAi() {
        return RemoteName.parse("openai:tiny@" + address() + "/v1");
    }

    /** A sound reply. */
    static Answer reply(String text) {
        return reply(text, "stop");
    }

    static Answer reply(String text, String finish) {
        return (server, request, exchange) -> {
            ObjectNode reply = completion(text, finish);
            server.charge(request, text, reply);
            send(exchange, 200, reply.toString());
        };
    }

    /** A sound reply of a server that tells nothing about tokens. */
    static Answer replyWithoutUsage(String text) {
        return (server, request, exchange) ->
                send(exchange, 200, completion(text, "stop").toString());
    }

    /** A reply in pieces, although none was asked for. */
    static Answer streamed(String text) {
        return (server, request, exchange) -> {
            StringBuilder events = new StringBuilder();
            for (int at = 0; at < text.length(); at += 3) {
                events.append(event(text.substring(at, Math.min(at + 3, text.length())), null));
            }
            ObjectNode last = JSON.createObjectNode();
            last.putArray("choices");
            server.charge(request, text, last);
            events.append(event("", "stop")).append("data: " + last + "\n\n").append("data: [DONE]\n\n");
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            send(exchange, 200, events.toString());
        };
    }

    private static String event(String piece, @Nullable String finish) {
        ObjectNode event = JSON.createObjectNode().put("id", "1").put("object", "chat.completion.chunk");
        event.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", finish)
                .putObject("delta")
                .put("content", piece);
        return "data: " + event + "\n\n";
    }

    /** A status with a body, and headers as names and values in turn. */
    static Answer status(int status, String body, String... headers) {
        return (server, request, exchange) -> {
            for (int at = 0; at < headers.length; at += 2) {
                exchange.getResponseHeaders().set(headers[at], headers[at + 1]);
            }
            send(exchange, status, body);
        };
    }

    /** Closes the connection, before or within the body. */
    static Answer cut(boolean withinBody) {
        return (server, request, exchange) -> {
            if (withinBody) {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write("{\"choices\":".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
            // the exchange is closed by whoever called
        };
    }

    /** Sends the head and the first byte, and then nothing until the client goes away. */
    static Answer slowBody() {
        return (server, request, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            try {
                while (true) {
                    body.write(' ');
                    body.flush();
                    Thread.sleep(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static ObjectNode completion(String text, String finish) {
        ObjectNode reply = JSON.createObjectNode().put("id", "1").put("object", "chat.completion");
        reply.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", finish)
                .putObject("message")
                .put("role", "assistant")
                .put("content", text);
        return reply;
    }

    private void charge(Asked request, String text, ObjectNode reply) {
        int read = 0;
        for (JsonNode message : request.body().path("messages")) {
            read += words(message.path("content").asText());
        }
        int generated = words(text);
        readTokens.addAndGet(read);
        generatedTokens.addAndGet(generated);
        reply.putObject("usage")
                .put("prompt_tokens", read)
                .put("completion_tokens", generated)
                .put("total_tokens", read + generated);
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
