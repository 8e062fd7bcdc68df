package org.greater4j.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/**
 * A server on loopback that speaks OpenAI's chat protocol and keeps books of its own. It answers questions by one word, and the same request
 * for a prompt by another sentence each time; a token is four characters.
 */
final class ChatService implements AutoCloseable {
    static final String KEY = "sk-of-this-test-1234";
    private static final ObjectMapper JSON = new ObjectMapper();

    final AtomicInteger calls = new AtomicInteger();
    final AtomicLong readTokens = new AtomicLong();
    final AtomicLong generatedTokens = new AtomicLong();
    /** Of a call's number, from 1: whether its reply has to wait until the server ends. */
    volatile IntPredicate holds = number -> false;
    /** Of a call's number: whether it is turned away once, to come back after three seconds. */
    volatile IntPredicate limits = number -> false;

    volatile boolean refusesKeys;

    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ChatService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    String model() {
        return "openai:tiny@http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    long tokens() {
        return readTokens.get() + generatedTokens.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            int number = calls.incrementAndGet();
            if (refusesKeys) {
                String quoted = exchange.getRequestHeaders().getFirst("Authorization");
                send(exchange, 401, "{\"error\":{\"message\":\"wrong: " + quoted + "\"}}");
                return;
            }
            if (limits.test(number)) {
                exchange.getResponseHeaders().add("Retry-After", "3");
                send(exchange, 429, "{\"error\":{\"message\":\"slow down\"}}");
                return;
            }
            if (holds.test(number)) {
                Thread.sleep(60_000);
            }
            send(exchange, 200, reply(request).toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Forgets what it was asked. */
    void forget() {
        calls.set(0);
        readTokens.set(0);
        generatedTokens.set(0);
        answered.clear();
    }

    private ObjectNode reply(JsonNode request) {
        StringBuilder asked = new StringBuilder();
        request.path("messages")
                .forEach(message -> asked.append(message.path("content").asText()));
        String text = asked.indexOf("<INS>") >= 0
                ? "<INS>Say it in way " + asked.toString().hashCode() + " or "
                        + answered.merge(asked.toString(), 1, Integer::sum) + ".</INS>"
                : asked.indexOf("final answer") >= 0 ? "positive" : "I see.";
        int read = asked.length() / 4 + 1;
        int generated = text.length() / 4 + 1;
        readTokens.addAndGet(read);
        generatedTokens.addAndGet(generated);
        ObjectNode reply = JSON.createObjectNode();
        reply.putArray("choices")
                .addObject()
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", text);
        reply.putObject("usage")
                .put("prompt_tokens", read)
                .put("completion_tokens", generated)
                .put("total_tokens", read + generated);
        return reply;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
