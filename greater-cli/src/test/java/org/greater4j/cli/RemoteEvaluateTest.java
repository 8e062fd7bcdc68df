package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} with a model over the network, which here is a server of the test's own. */
class RemoteEvaluateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "sk-of-this-test-1234";

    private final AtomicInteger calls = new AtomicInteger();
    private final HttpServer server = unstarted();
    private int refuseWith;
    private String said = "positive";
    private int transfers;

    @TempDir
    Path cache;

    @BeforeEach
    void start() {
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aPromptIsMeasuredOnAModelBehindAnAddress() {
        JsonNode result = evaluate("--limit", "6", "--json").succeeds().json();

        assertThat(result.path("model").asText()).isEqualTo(model());
        assertThat(result.path("modelSha256").isNull()).isTrue();
        assertThat(result.path("rows").asInt()).isEqualTo(6);
        assertThat(result.path("right").asInt() + result.path("wrong").asInt()).isEqualTo(6);
        assertThat(calls.get()).isEqualTo(12);
        JsonNode spending = result.path("spending");
        assertThat(spending.path("calls").asInt()).isEqualTo(12);
        assertThat(spending.at("/reported/readTokens").asInt()).isEqualTo(12 * 10);
        assertThat(spending.at("/reported/generatedTokens").asInt()).isEqualTo(12 * 2);
        assertThat(spending.path("money").isNull()).as("unknown, not zero").isTrue();
        assertThat(result.at("/cost/forwardTokens").asInt()).isEqualTo(120);
    }

    @Test
    void asTextTheCallsAndThePriceAreTold() throws IOException {
        Path prices = Files.writeString(
                cache.resolve("prices.json"),
                "{\"date\":\"2026-01-01\",\"currency\":\"EUR\",\"perMillionTokens\":{\"" + model()
                        + "\":{\"input\":100,\"output\":1000}}}");
        CommandRun first =
                evaluate("--limit", "3", "--prices", prices.toString()).succeeds();
        assertThat(first.err()).contains("model " + model() + "\n");
        assertThat(first.out())
                .contains("Accuracy on 3 test examples")
                .contains("remote    6 calls, 72 tokens, 0.0180 EUR");

        CommandRun second =
                evaluate("--limit", "3", "--prices", prices.toString()).succeeds();
        assertThat(second.out()).contains("remote    0 calls (6 more from the cache), 0 tokens, 0.0000 EUR");
        assertThat(calls.get()).as("a repeated run makes no call").isEqualTo(6);

        evaluate("--limit", "3", "--no-reply-cache").succeeds();
        assertThat(calls.get()).isEqualTo(12);
    }

    @Test
    void anAnswerIsShownWithoutTheQuotesAroundIt() {
        said = "\"18\"";
        CommandRun run =
                evaluateOn("gen/larger_number", "--limit", "2", "--examples").succeeds();
        assertThat(run.out().lines().filter(line -> line.matches(" +[12]  .*")))
                .hasSize(2)
                .allMatch(line -> line.matches(" +[12]  (right|wrong) +[0-9]+ +18 .*"), "an answer in its column");
    }

    @Test
    void twoPromptsShareOneAccount() {
        CommandRun run = evaluate("--limit", "2", "--against", "Other words.").succeeds();
        assertThat(run.out()).contains("Remote calls for both: 8 calls, 96 tokens, price unknown");
    }

    @Test
    void aBudgetStopsTheRun() {
        evaluate("--limit", "6", "--remote-budget", "calls=5").fails(4, "BUDGET_SPENT");
        assertThat(calls.get()).isEqualTo(5);
        // what was answered is in the cache, and the run goes on from there
        evaluate("--limit", "6", "--remote-budget", "calls=7").succeeds();
        assertThat(calls.get()).isEqualTo(12);
    }

    @Test
    void aRefusedKeyIsNeverShown() {
        refuseWith = 401;
        CommandRun run = evaluate("--limit", "6", "--stacktrace");
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err()).contains("the key in OPENAI_API_KEY was not taken");
        assertThat(run.err() + run.out()).doesNotContain(KEY);
    }

    @Test
    void badOptionsAreNamedTogether() {
        CommandRun run = evaluate("--remote-budget", "calls=0,minutes=3,tokens=many", "--concurrency", "0")
                .fails(2, "INVALID_OPTION");
        assertThat(run.err())
                .contains("--remote-budget calls: expected at least 1, found 0")
                .contains("--remote-budget: expected calls=N, tokens=N or money=X, found 'minutes=3'")
                .contains("--remote-budget tokens: expected a number, found 'many'")
                .contains("--concurrency: expected at least 1, found 0");
        assertThat(calls.get()).isZero();
        CommandRun.of("evaluate", "--model", "ollama:x@localhost:1", "--prompt", "")
                .fails(2, "INVALID_OPTION");
    }

    @Test
    void promptsOfRunsAreTransferredWithinOneBudget() {
        CommandRun.needsDefaultModel();
        String[] runs = {cache.resolve("one").toString(), cache.resolve("two").toString()};
        for (int i = 0; i < runs.length; i++) {
            CommandRun.of(
                            "optimize",
                            "--method",
                            "zero-shot-cot",
                            "--seed",
                            "" + (i + 1),
                            "--train",
                            "2",
                            "--dev",
                            "2",
                            "--test",
                            "4",
                            "--max-new-tokens",
                            "6",
                            "--out",
                            runs[i])
                    .succeeds();
        }
        JsonNode table = transfer(runs, "--json").succeeds().json();
        assertThat(table.at("/entries/0/to").asText()).isEqualTo(model());
        assertThat(table.at("/entries/0/runs")).hasSize(2);
        assertThat(table.at("/entries/0/comparison/runs").asInt()).isEqualTo(2);
        int all = 2 * 2 * 4 * 2;
        assertThat(table.at("/spending/calls").asInt()
                        + table.at("/spending/cachedCalls").asInt())
                .isEqualTo(all);
        assertThat(calls.get()).isEqualTo(table.at("/spending/calls").asInt());

        calls.set(0);
        CommandRun spent = transfer(runs, "--no-reply-cache", "--remote-budget", "calls=20", "--json")
                .fails(4, "BUDGET_SPENT");
        assertThat(calls.get()).as("of both runs together").isEqualTo(20);
        assertThat(spent.json().at("/error/code").asText()).isEqualTo("BUDGET_SPENT");
        assertThat(spent.json().path("missing")).hasSize(1);
        assertThat(spent.json().at("/entries/0/runs")).hasSize(1);
        assertThat(spent.json().at("/spending/calls").asInt()).isEqualTo(20);
        transfers--;
        transfer(runs, "--no-reply-cache", "--remote-budget", "calls=24").fails(4, "BUDGET_SPENT");
        assertThat(calls.get()).as("of both goes together").isEqualTo(24);
    }

    @Test
    void theEstimateIsToldBeforeTheFirstCall() {
        CommandRun told = evaluate("--limit", "3").succeeds();
        assertThat(told.err()).contains("estimate of remote calls: 6 calls with up to ");
        assertThat(evaluate("--limit", "3", "--quiet").succeeds().err()).isEmpty();
        assertThat(evaluate("--timeout", "0").fails(2, "INVALID_OPTION").err())
                .contains("--timeout: expected at least 1 second, found 0");
    }

    @Test
    void aPriceOnThisMachineIsAPrice() throws IOException {
        Path prices = Files.writeString(
                cache.resolve("prices.json"),
                "{\"date\":\"2026-03-01\",\"currency\":\"EUR\",\"perMillionTokens\":{\"" + model()
                        + "\":{\"input\":10000,\"output\":10000}}}");
        CommandRun dear =
                evaluate("--limit", "3", "--prices", prices.toString()).fails(2, "INVALID_OPTION");
        assertThat(dear.err()).contains("expected consent for 6 calls").contains("EUR");
        assertThat(calls.get()).isZero();
        evaluate("--limit", "3", "--prices", prices.toString(), "--yes").succeeds();
        evaluate("--limit", "3", "--prices", prices.toString(), "--remote-budget", "tokens=90")
                .succeeds();
    }

    private CommandRun transfer(String[] runs, String... more) {
        List<String> words = new ArrayList<>(List.of("transfer"));
        words.addAll(List.of("--out", cache.resolve("transfer" + transfers++).toString()));
        words.addAll(List.of(runs));
        words.addAll(List.of("--model", model()));
        words.addAll(List.of(more));
        return CommandRun.of(
                Map.of("GREATER_CACHE", cache.toString(), "OPENAI_API_KEY", KEY), words.toArray(String[]::new));
    }

    @Test
    void aModelWithoutGradientsCantSearch() {
        CommandRun run = CommandRun.of(
                        "optimize",
                        "--model",
                        model(),
                        "--out",
                        cache.resolve("run").toString())
                .fails(3, "UNSUPPORTED_MODEL");
        assertThat(run.err()).contains("which only answers; choose a method by text feedback");
    }

    private CommandRun evaluate(String... more) {
        return evaluateOn("gen/sentiment", more);
    }

    private CommandRun evaluateOn(String task, String... more) {
        String[] words = {"evaluate", "--model", model(), "--task", task, "--prompt", "Think.", "--max-new-tokens", "40"
        };
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return CommandRun.of(Map.of("GREATER_CACHE", cache.toString(), "OPENAI_API_KEY", KEY), all);
    }

    private String model() {
        return "openai:tiny@http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            calls.incrementAndGet();
            String body = "{\"error\":{\"message\":\"wrong: "
                    + exchange.getRequestHeaders().getFirst("Authorization") + "\"}}";
            if (refuseWith == 0) {
                body = reply(request.path("messages").size() > 1 ? said : "I see.")
                        .toString();
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refuseWith == 0 ? 200 : refuseWith, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static ObjectNode reply(String text) {
        ObjectNode reply = JSON.createObjectNode();
        reply.putArray("choices")
                .addObject()
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", text);
        reply.putObject("usage")
                .put("prompt_tokens", 10)
                .put("completion_tokens", 2)
                .put("total_tokens", 12);
        return reply;
    }

    private static HttpServer unstarted() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
