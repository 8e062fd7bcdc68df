package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.greater4j.run.RunRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches by text feedback whose models are behind a server of the test's own, in either role. */
class RemoteOptimizeTest {
    private static final long PATIENCE_SECONDS = 120;

    private final ChatService service;

    @TempDir
    Path folder;

    private Path cache;
    private Path model;

    RemoteOptimizeTest() throws IOException {
        service = new ChatService();
    }

    @BeforeEach
    void prepare() throws IOException {
        cache = Files.createDirectories(folder.resolve("cache"));
        model = ByteModel.write(folder, "llama");
    }

    @AfterEach
    void noKeyAnywhere() throws IOException {
        service.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(ChatService.KEY);
            }
        }
    }

    @Test
    void aRemoteModelWritesPromptsForALocalOneAndTheBooksOfBothAgree() throws IOException {
        Path first = folder.resolve("first");
        CommandRun run = optimize(first, "--json").succeeds();

        JsonNode remote = run.json().at("/feedback/remote");
        assertThat(service.calls.get()).isPositive();
        assertThat(remote.path("calls").asInt()).isEqualTo(service.calls.get());
        assertThat(remote.path("readTokens").asLong()).isEqualTo(service.readTokens.get());
        assertThat(remote.path("generatedTokens").asLong()).isEqualTo(service.generatedTokens.get());
        assertThat(remote.path("money").isNull()).as("unknown, not zero").isTrue();
        JsonNode cost = run.json().path("cost");
        assertThat(cost.path("forwardTokens").asLong()
                        + cost.path("generatedTokens").asLong())
                .as("one currency: both models together")
                .isGreaterThan(service.tokens());
        JsonNode optimizerCost = run.json().at("/feedback/optimizerCost");
        assertThat(optimizerCost.path("forwardTokens").asLong()
                        + optimizerCost.path("generatedTokens").asLong())
                .isEqualTo(service.tokens());
        assertThat(run.json().at("/feedback/optimizer").asText()).isEqualTo(service.model());
        assertThat(run.json().path("model").asText()).contains("llama");
        assertThat(setting(first, "/settings/feedback/optimizer")).isEqualTo(service.model());

        int calls = service.calls.get();
        JsonNode repeated =
                optimize(folder.resolve("second"), "--json").succeeds().json();
        assertThat(service.calls.get()).as("a repeated run makes no call").isEqualTo(calls);
        assertThat(repeated.at("/feedback/remote/calls").asInt()).isZero();
        assertThat(repeated.at("/feedback/remote/cachedCalls").asInt()).isEqualTo(calls);
        assertThat(repeated.path("finalPrompt")).isEqualTo(run.json().path("finalPrompt"));
        assertThat(repeated.path("cost")).isEqualTo(run.json().path("cost"));

        Path third = folder.resolve("third");
        CommandRun told = optimize(third, "--timeout", "77", "--no-gepa-merge").succeeds();
        assertThat(told.err()).contains("optimizer " + service.model());
        assertThat(told.err()).containsPattern("estimate  \\d+ calls with up to \\d+ thousand tokens, on this machine");
        assertThat(optimize(folder.resolve("quiet"), "--quiet").succeeds().err())
                .isEmpty();
        assertThat(setting(third, "/settings/feedback/remote/timeoutSeconds")).isEqualTo("77");
        assertThat(setting(third, "/settings/feedback/gepaMerge")).isEqualTo("false");
        assertThat(told.out()).contains("remote  0 calls (" + calls + " more from the cache)");
    }

    @Test
    void aRunThatIsKilledMakesNoCallAgain() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole");
        CommandRun.of(environment(), longer(words(whole, "--no-reply-cache", "--concurrency", "1")))
                .succeeds();
        int calls = service.calls.get();
        JsonNode expected = result(whole);

        service.forget();
        int last = calls / 2;
        service.holds = number -> number == last;
        Path broken = folder.resolve("broken");
        String[] words = longer(words(broken, "--concurrency", "1"));
        Process process = CommandProcess.start(folder.resolve("errors.txt"), environment(), List.of(words));
        for (int wait = 0; service.calls.get() < last && wait < PATIENCE_SECONDS * 100; wait++) {
            Thread.sleep(10);
        }
        Thread.sleep(1000); // what the held call is behind is on disk by now
        process.destroyForcibly();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(RunRecord.isRun(broken)).isTrue();
        assertThat(broken.resolve("result.json")).doesNotExist();
        service.holds = number -> false;

        CommandRun resumed = CommandRun.of(environment(), "resume", broken.toString(), "--json")
                .succeeds();
        // the one call under way was made again, and no other
        assertThat(service.calls.get()).isEqualTo(calls + 1);
        JsonNode found = resumed.json();
        assertThat(found.path("finalPrompt")).isEqualTo(expected.path("finalPrompt"));
        assertThat(found.path("cost")).isEqualTo(expected.path("cost"));
        assertThat(found.at("/feedback/calls")).isEqualTo(expected.at("/feedback/calls"));
        assertThat(found.at("/feedback/remote/calls").asInt())
                .as("of both goes, the call among them that nobody saw the end of")
                .isEqualTo(service.calls.get());
    }

    @Test
    void aRefusedKeyIsOneErrorAndNoResult() {
        service.refusesKeys = true;
        Path run = folder.resolve("run");
        CommandRun refused = optimize(run, "--stacktrace");
        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.err()).contains("the key in OPENAI_API_KEY was not taken");
        assertThat(refused.err() + refused.out()).doesNotContain(ChatService.KEY);
        assertThat(run.resolve("result.json")).doesNotExist();

        service.refusesKeys = false;
        JsonNode resumed = CommandRun.of(environment(), "resume", run.toString(), "--json")
                .succeeds()
                .json();
        assertThat(resumed.at("/feedback/remote/calls").asInt()).isEqualTo(service.calls.get());
        assertThat(resumed.at("/feedback/remote/failedCalls").asInt()).isPositive();
        assertThat(resumed.at("/feedback/failed").asInt()).isZero();
    }

    @Test
    void limitsHoldOverAllGoes() {
        Path run = folder.resolve("run");
        optimize(run, "--remote-budget", "calls=3").fails(4, "BUDGET_SPENT");
        assertThat(service.calls.get()).isEqualTo(3);
        assertThat(run.resolve("result.json")).doesNotExist();
        CommandRun.of(environment(), "resume", run.toString()).fails(4, "BUDGET_SPENT");
        assertThat(service.calls.get()).as("the recorded limit holds on").isEqualTo(3);
        CommandRun.of(environment(), "resume", run.toString(), "--remote-budget", "calls=5")
                .fails(4, "BUDGET_SPENT");
        assertThat(service.calls.get()).as("of all goes together").isEqualTo(5);
        JsonNode resumed = CommandRun.of(
                        environment(), "resume", run.toString(), "--remote-budget", "calls=500", "--json")
                .succeeds()
                .json();
        assertThat(resumed.at("/feedback/remote/calls").asInt()).isEqualTo(service.calls.get());
    }

    @Test
    void aLongWaitIsToldButNotToPrograms() {
        service.limits = number -> number == 1;
        CommandRun told = optimize(folder.resolve("told"), "--no-reply-cache").succeeds();
        assertThat(told.err()).contains("waiting 3 s before attempt 2 of 5: ");
        service.calls.set(0);
        CommandRun silent =
                optimize(folder.resolve("silent"), "--no-reply-cache", "--json").succeeds();
        assertThat(silent.err()).doesNotContain("waiting");
    }

    @Test
    void bothRolesMayBeRemote() {
        JsonNode run =
                remote("opro", folder.resolve("run"), "--json").succeeds().json();
        assertThat(run.path("model").asText()).isEqualTo(service.model());
        assertThat(run.path("modelSha256").asText()).isEmpty();
        assertThat(run.at("/feedback/remote/calls").asInt()).isEqualTo(service.calls.get());
        assertThat(run.at("/feedback/remote/readTokens").asLong()).isEqualTo(service.readTokens.get());
        assertThat(run.at("/cost/forwardTokens").asLong()
                        + run.at("/cost/generatedTokens").asLong())
                .isEqualTo(service.tokens());
        assertThat(run.path("readability").isNull()).isTrue();

        int calls = service.calls.get();
        CommandRun again = remote("opro", folder.resolve("again")).succeeds();
        assertThat(service.calls.get()).isEqualTo(calls);
        assertThat(again.out()).contains("remote  0 calls (" + calls + " more from the cache)");
        CommandRun.of("check", folder.resolve("run").toString()).succeeds();
        CommandRun.of("report", folder.resolve("run").toString()).succeeds();

        assertThat(remote("greater", folder.resolve("greater"))
                        .fails(3, "UNSUPPORTED_MODEL")
                        .err())
                .contains("--method greater", "which only answers; choose a method by text feedback");
        assertThat(folder.resolve("greater").resolve("manifest.json")).doesNotExist();
    }

    @Test
    void anotherModelOfThisMachineMayWrite() throws IOException {
        Path writer = ByteModel.write(folder, "qwen3");
        List<String> words = words(folder.resolve("run"), "--json");
        words.set(words.indexOf(service.model()), writer.toString());
        JsonNode run = CommandRun.of(environment(), words.toArray(String[]::new))
                .succeeds()
                .json();
        assertThat(run.at("/feedback/optimizer").asText()).isEqualTo("local:qwen3");
        assertThat(run.path("model").asText()).isEqualTo("llama");
        assertThat(run.at("/feedback/calls").asInt()).isPositive();
        assertThat(run.at("/feedback/remote").isNull()).isTrue();
        assertThat(service.calls.get()).isZero();
    }

    @Test
    void remoteModelsAreComparedUnderOneLimit() {
        String[] words = {
            "compare",
            "--model",
            service.model(),
            "--methods",
            "opro,ape",
            "--budget",
            "tokens=3000",
            "--train",
            "4",
            "--dev",
            "3",
            "--test",
            "4",
            "--max-new-tokens",
            "20",
            "--out",
            folder.resolve("runs").toString(),
            "--remote-budget"
        };
        List<String> small = new ArrayList<>(List.of(words));
        small.add("calls=30");
        CommandRun spent =
                CommandRun.of(environment(), small.toArray(String[]::new)).fails(4, "BUDGET_SPENT");
        assertThat(service.calls.get()).isEqualTo(30);
        assertThat(spent.out())
                .as("the table so far")
                .contains("Accuracy on held-out examples", "Missing: ")
                .contains("left out, since the budget of calls over the network was spent before");
        assertThat(spent.err()).containsOnlyOnce("BUDGET_SPENT").contains("remote calls: 30 calls");
        assertThat(folder.resolve("runs").resolve("table.json")).exists();
        small.add("--json");
        JsonNode soFar = CommandRun.of(environment(), small.toArray(String[]::new))
                .fails(4, "BUDGET_SPENT")
                .json();
        assertThat(soFar.at("/error/code").asText()).isEqualTo("BUDGET_SPENT");
        assertThat(soFar.path("missing")).hasSizeGreaterThan(1);
        List<String> large = new ArrayList<>(List.of(words));
        large.addAll(List.of("calls=2000", "--json"));
        JsonNode table = CommandRun.of(environment(), large.toArray(String[]::new))
                .succeeds()
                .json();
        assertThat(table.path("entries")).hasSize(3);
        assertThat(table.has("error")).isFalse();
        assertThat(table.at("/spending/calls").asInt())
                .as("of all runs and goes")
                .isEqualTo(service.calls.get());
        assertThat(CommandRun.of(environment(), "compare", "--model", service.model(), "--methods", "greater")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("--methods: expected none that takes gradients");
    }

    @Test
    void consentIsAskedForBeforeTheRun() throws IOException {
        Path prices = Files.writeString(
                folder.resolve("prices.json"),
                "{\"date\":\"2026-01-01\",\"currency\":\"EUR\",\"perMillionTokens\":"
                        + "{\"openai:dear@https://example.org/v1\":{\"input\":10000,\"output\":10000}}}");
        List<String> words = words(folder.resolve("run"), "--prices", prices.toString());
        words.set(words.indexOf(service.model()), "openai:dear@https://example.org/v1");
        CommandRun asked =
                CommandRun.of(environment(), words.toArray(String[]::new)).fails(2, "INVALID_OPTION");
        assertThat(asked.err()).contains("remote calls: expected consent for ", " EUR, found none; say --yes");
        assertThat(folder.resolve("run").resolve("manifest.json")).doesNotExist();
    }

    @Test
    void anOptimizerWantsAMethodThatAsksIt() {
        assertThat(CommandRun.of("optimize", "--optimizer", "ollama:x")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("--optimizer: expected a method by text feedback");
        assertThat(CommandRun.of(
                                "optimize",
                                "--method",
                                "opro",
                                "--optimizer",
                                "openai:x@localhost:1",
                                "--concurrency",
                                "0")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("--optimizer: remote model: expected an address that begins with http")
                .contains("--concurrency: expected at least 1, found 0");
    }

    private CommandRun optimize(Path out, String... more) {
        return CommandRun.of(environment(), words(out, more).toArray(String[]::new));
    }

    private List<String> words(Path out, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "optimize",
                "--method",
                "opro",
                "--optimizer",
                service.model(),
                "--model",
                model.toString(),
                "--dtype",
                "float32",
                "--init",
                "think",
                "--train",
                "4",
                "--dev",
                "3",
                "--test",
                "4",
                "--max-new-tokens",
                "8",
                "--budget",
                "tokens=12000",
                "--out",
                out.toString()));
        words.addAll(List.of(more));
        return words;
    }

    // several replies a step
    private static String[] longer(List<String> words) {
        words.set(words.indexOf("tokens=12000"), "tokens=40000");
        return words.toArray(String[]::new);
    }

    private CommandRun remote(String method, Path out, String... more) {
        List<String> words = words(out, more);
        words.set(words.indexOf("opro"), method);
        words.set(words.indexOf(model.toString()), service.model());
        if (method.equals("greater")) {
            words.subList(words.indexOf("--optimizer"), words.indexOf("--optimizer") + 2)
                    .clear();
        }
        return CommandRun.of(environment(), words.toArray(String[]::new));
    }

    private Map<String, String> environment() {
        return Map.of("GREATER_CACHE", cache.toString(), "OPENAI_API_KEY", ChatService.KEY);
    }

    private static JsonNode result(Path run) {
        return read(run.resolve("result.json"));
    }

    private static String setting(Path run, String pointer) {
        return read(run.resolve("manifest.json")).at(pointer).asText();
    }

    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
