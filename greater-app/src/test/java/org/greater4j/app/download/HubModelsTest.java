package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.greater4j.app.catalogue.ModelCatalogue;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HubModelsTest {
    private final byte[] weights = DownloadFixture.content(7);
    private final Path home;
    private final Path repository;
    private final HubServer server = new HubServer().model(weights);
    private final Map<String, String> environment;
    private final List<DownloadEvent> events = new CopyOnWriteArrayList<>();
    private Duration stallTimeout = Duration.ofSeconds(10);

    HubModelsTest(@TempDir Path home) throws IOException {
        this.home = home;
        this.repository = home.resolve("hub").resolve("models--org--tiny");
        this.environment = server.environment(home);
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void fetchesWhatAModelNeedsIntoTheLayoutOfTheHubsCache() throws Exception {
        LocatedModel model = locator().locate("org/tiny");

        Path snapshot = repository.resolve("snapshots").resolve(HubServer.COMMIT);
        assertThat(model.path()).isEqualTo(snapshot);
        assertThat(model.name()).isEqualTo("org/tiny@" + HubServer.COMMIT);
        assertThat(namesIn(snapshot))
                .containsExactlyInAnyOrder("config.json", "tokenizer.json", "README.md", "model.safetensors");
        assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(Files.readSymbolicLink(snapshot.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs", DownloadFixture.sha256(weights)));
        assertThat(Files.readSymbolicLink(snapshot.resolve("config.json")))
                .isEqualTo(Path.of("../../blobs", server.hash("config.json")));
        assertThat(repository.resolve("refs/main")).hasContent(HubServer.COMMIT);
        assertThat(namesIn(repository.resolve("blobs"))).hasSize(4);
        assertThat(home.resolve("hub/.locks/models--org--tiny/" + DownloadFixture.sha256(weights) + ".lock"))
                .exists();
    }

    @Test
    void theNameOfAFolderIsTheHashOfItsFilesWhereverItLies() throws Exception {
        LocatedModel fetched = locator().locate("org/tiny");
        Path copy = Files.createDirectory(home.resolve("copy"));
        StringBuilder lines = new StringBuilder();
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
            byte[] content = Files.readAllBytes(fetched.path().resolve(name));
            Files.write(copy.resolve(name), content);
            lines.append(DownloadFixture.sha256(content))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }

        assertThat(fetched.sha256())
                .isEqualTo(DownloadFixture.sha256(lines.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(locator().locate(copy.toString()).sha256());
    }

    /** Its name in the cache is still its old hash. */
    @Test
    void aContentThatSomebodyWroteToIsNoticed() throws Exception {
        String commit = "org/tiny@" + HubServer.COMMIT;
        LocatedModel fetched = locator().locate(commit);
        assertThat(locator().damage(commit)).isEmpty();
        assertThat(locator().isPinned(commit)).isTrue();
        byte[] changed = weights.clone();
        changed[1000] ^= 1;
        Files.write(fetched.path().resolve("model.safetensors"), changed);

        assertThat(locator().locate(commit).sha256()).isNotEqualTo(fetched.sha256());
        for (String name : List.of(commit, fetched.path().toString())) {
            assertThat(locator().damage(name))
                    .get()
                    .asString()
                    .contains(DownloadFixture.sha256(weights), DownloadFixture.sha256(changed), "model.safetensors");
        }
        Path copy = Files.writeString(home.resolve("copy.gguf"), "GGUF");
        assertThat(locator().damage(copy.toString())).isEmpty();
        assertThat(locator().isPinned(copy.toString())).isFalse();
    }

    @Test
    void aSecondUseFetchesNothingAndACommitAsksNobody() throws Exception {
        locator().locate("org/tiny");
        server.requests.clear();

        locator().locate("org/tiny");
        assertThat(server.requests).extracting(HubServer.Request::path).allMatch(path -> path.startsWith("/api/"));
        server.requests.clear();

        locator().locate("org/tiny@" + HubServer.COMMIT);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void aBranchThatMovedKeepsWhatDidNotChange() throws Exception {
        locator().locate("org/tiny");
        server.requests.clear();
        server.commit = "abcdef1234567890abcdef1234567890abcdef12";
        server.small("config.json", "{\"model_type\": \"llama\", \"new\": true}");

        assertThat(locator().locate("org/tiny").name()).endsWith("@" + server.commit);
        assertThat(server.requests)
                .extracting(HubServer.Request::path)
                .containsExactly(
                        "/api/models/org/tiny/revision/main", "/org/tiny/resolve/" + server.commit + "/config.json");
        assertThat(repository.resolve("refs/main")).hasContent(server.commit);
    }

    @Test
    void fetchesTheShardsThatTheIndexNames() throws Exception {
        server.close();
        try (HubServer sharded = new HubServer()) {
            sharded.small("config.json", "{}")
                    .small(
                            "model.safetensors.index.json",
                            "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\", \"c\":"
                                    + " \"model-1.safetensors\"}}")
                    .large("model-1.safetensors", DownloadFixture.content(1))
                    .large("model-2.safetensors", DownloadFixture.content(2))
                    .large("other.safetensors", DownloadFixture.content(3));
            environment.put("HF_ENDPOINT", sharded.address().toString());

            Path snapshot = locator().locate("org/tiny").path();

            assertThat(namesIn(snapshot))
                    .containsExactlyInAnyOrder(
                            "config.json",
                            "model.safetensors.index.json",
                            "model-1.safetensors",
                            "model-2.safetensors");
            assertThat(sharded.requests.stream().filter(HubServer.Request::storage))
                    .hasSize(2);
        }
    }

    @Test
    void anIndexLeadsNowhereElse() throws Exception {
        server.close();
        try (HubServer hostile = new HubServer()) {
            hostile.small("config.json", "{}")
                    .small("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../../../escaped\"}}")
                    .large("../../../escaped", DownloadFixture.content(1));
            environment.put("HF_ENDPOINT", hostile.address().toString());

            assertThat(failureOf("org/tiny").code()).isEqualTo(ErrorCode.INVALID_MODEL);
            assertThat(home.resolve("hub/escaped")).doesNotExist();
        }
    }

    @Test
    void fetchesOneGgufFileAndNothingElseOfItsKind() throws Exception {
        server.large("q4/tiny-q4.gguf", DownloadFixture.content(4)).large("tiny-q8.gguf", DownloadFixture.content(8));

        LocatedModel model = locator().locate("org/tiny/q4/tiny-q4.gguf@main");

        assertThat(model.path())
                .isEqualTo(repository
                        .resolve("snapshots")
                        .resolve(HubServer.COMMIT)
                        .resolve("q4/tiny-q4.gguf"))
                .hasBinaryContent(DownloadFixture.content(4));
        assertThat(model.sha256()).isEqualTo(DownloadFixture.sha256(DownloadFixture.content(4)));
        assertThat(server.requests).extracting(HubServer.Request::path).noneMatch(path -> path.contains("q8"));
        assertThat(failureOf("org/tiny/none.gguf"))
                .hasMessageContaining("q4/tiny-q4.gguf, tiny-q8.gguf")
                .extracting("code")
                .isEqualTo(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void aRepositoryOfGgufFilesAloneWantsOneNamed() throws Exception {
        server.close();
        try (HubServer gguf = new HubServer()) {
            gguf.large("tiny-q4.gguf", DownloadFixture.content(4));
            environment.put("HF_ENDPOINT", gguf.address().toString());

            assertThat(failureOf("org/tiny"))
                    .hasMessageContaining("--model org/tiny/FILE.gguf")
                    .hasMessageContaining("tiny-q4.gguf")
                    .extracting("code")
                    .isEqualTo(ErrorCode.UNSUPPORTED_MODEL);
        }
    }

    @Test
    void asksForHashesOneByOneWhereTheListHasNone() throws Exception {
        server.listsHashes = false;
        environment.put("HF_TOKEN", "hf_secret");

        assertThat(locator().locate("org/tiny").path().resolve("model.safetensors"))
                .hasBinaryContent(weights);
        assertThat(server.requests.stream().filter(request -> request.method().equals("HEAD")))
                .hasSize(4)
                .allMatch(request -> !request.storage());
    }

    @Test
    void theTokenGoesToTheHubAloneAndIsShownNowhere() throws Exception {
        Files.writeString(home.resolve("token"), "hf_secret\n");

        locator().locate("org/tiny");

        assertThat(server.requests).anyMatch(HubServer.Request::storage);
        assertThat(server.requests)
                .allSatisfy(request ->
                        assertThat(request.authorization()).isEqualTo(request.storage() ? null : "Bearer hf_secret"));
        server.next(
                "/revision/other",
                HubServer.status(401, "X-Error-Message", "Invalid credentials in Authorization header"));
        GreaterException failure = failureOf("org/tiny@other");
        assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_REFUSED);
        assertThat(failure.getMessage() + events).contains("HF_TOKEN").doesNotContain("hf_secret", "hidden");
    }

    @Test
    void aTokenOfSeveralLinesIsRefusedUnseen() throws Exception {
        environment.put("HF_TOKEN", "hf_secret\r\nX-Other: 1");

        GreaterException failure = failureOf("org/tiny");

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_OPTION);
        assertThat(failure).hasMessageContaining("HF_TOKEN");
        assertThat(failure.getMessage()).doesNotContain("hf_secret");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void aGatedRepositoryNamesThePageToAccept() throws Exception {
        server.next("config.json", HubServer.status(401, "X-Error-Code", "GatedRepo"));
        GreaterException withoutToken = failureOf("org/tiny");
        assertThat(withoutToken.code()).isEqualTo(ErrorCode.ACCESS_REFUSED);
        assertThat(withoutToken)
                .hasMessageContaining("accept its terms at " + server.address() + "/org/tiny and set HF_TOKEN");

        server.next("config.json", HubServer.status(403, "X-Error-Code", "GatedRepo"));
        environment.put("HF_TOKEN", "hf_secret");
        assertThat(failureOf("org/tiny")).hasMessageContaining("with the account of your token");
    }

    @Test
    void whatIsNotThereIsSaidToBeNotThere() throws Exception {
        GreaterException noRepository = failureOf("org/other");
        assertThat(noRepository.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThat(noRepository)
                .hasMessageContaining(server.address() + "/org/other")
                .hasMessageContaining("spelling");

        server.next("/revision/v9", HubServer.status(404, "X-Error-Code", "RevisionNotFound"));
        assertThat(failureOf("org/tiny@v9"))
                .hasMessageContaining("expected the revision 'v9' in org/tiny, found none")
                .extracting("code")
                .isEqualTo(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void waitsAsLongAsTheHubAsksIfThatIsNotLong() throws Exception {
        server.next("/revision/main", HubServer.status(429, "Retry-After", "1"));
        server.next("model.safetensors", HubServer.status(429, "RateLimit", "\"resolvers\";r=0;t=1"));

        locator().locate("org/tiny");

        assertThat(events.stream().filter(DownloadEvent.ServerAsksToWait.class::isInstance))
                .hasSize(2);
        server.next("/revision/v2", HubServer.status(429, "Retry-After", "200"));
        assertThat(failureOf("org/tiny@v2"))
                .hasMessageContaining("too many requests; asks to try again in 200 s")
                .extracting("code")
                .isEqualTo(ErrorCode.DOWNLOAD_FAILED);
    }

    @Test
    void goesOnWhereAConnectionBroke() throws Exception {
        server.next("/storage/model.safetensors", server.cutAfter(100_000))
                .next("/storage/model.safetensors", server.cutAfter(50_000));

        assertThat(locator().locate("org/tiny").path().resolve("model.safetensors"))
                .hasBinaryContent(weights);
        assertThat(server.requests.stream().filter(HubServer.Request::storage))
                .extracting(HubServer.Request::range)
                .containsExactly(null, "bytes=100000-", "bytes=150000-");
    }

    @Test
    void aContentOfTheWrongHashIsNeverUsed() throws Exception {
        server.next("/storage/model.safetensors", HubServer.bytes(DownloadFixture.content(9)));
        server.next("tokenizer.json", HubServer.bytes(new byte[2]));

        GreaterException failure = failureOf("org/tiny");

        assertThat(failure.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED);
        assertThat(failure)
                .hasMessageContaining("model.safetensors: expected the hash " + DownloadFixture.sha256(weights))
                .hasMessageContaining("tokenizer.json: expected the hash " + server.hash("tokenizer.json"));
        assertThat(repository.resolve("refs/main")).doesNotExist();
        assertThat(locator().locate("org/tiny").path().resolve("model.safetensors"))
                .hasBinaryContent(weights);
    }

    @Test
    void aPartThatWasSpoiledIsFetchedFromItsBeginning() throws Exception {
        for (int transfer = 0; transfer < 4; transfer++) {
            server.next("/storage/model.safetensors", server.cutAfter(10_000));
        }
        assertThat(failureOf("org/tiny")).hasMessageContaining("broke");
        Path part = repository.resolve("blobs").resolve(DownloadFixture.sha256(weights) + ".greater4j.part");
        Files.write(part, new byte[40_000]);

        assertThat(locator().locate("org/tiny").path().resolve("model.safetensors"))
                .hasBinaryContent(weights);
        List<HubServer.Request> storage =
                server.requests.stream().filter(HubServer.Request::storage).toList();
        assertThat(storage.subList(4, storage.size()))
                .extracting(HubServer.Request::range)
                .containsExactly("bytes=40000-", null);
    }

    @Test
    void offlineUsesWhatIsThereAndAsksNobody() throws Exception {
        environment.put("HF_HUB_OFFLINE", "1");
        assertThat(failureOf("org/tiny"))
                .hasMessageContaining("HF_HUB_OFFLINE")
                .hasMessageContaining("no complete copy");
        environment.remove("HF_HUB_OFFLINE");
        Path path = locator().locate("org/tiny").path();
        server.requests.clear();

        environment.put("HF_HUB_OFFLINE", "1");
        assertThat(locator().locate("org/tiny").path()).isEqualTo(path);
        assertThat(locator().check("org/tiny").path()).isEqualTo(path);
        assertThat(server.requests).isEmpty();

        Files.write(path.resolve("model.safetensors"), new byte[weights.length]);
        assertThat(code(() -> locator().check("org/tiny"))).isEqualTo(ErrorCode.CHECKSUM_MISMATCH);
        Files.delete(path.resolve("model.safetensors"));
        assertThat(failureOf("org/tiny")).hasMessageContaining("no complete copy");
    }

    @Test
    void withoutTheHubWhatIsThereServes() throws Exception {
        Path path = locator().locate("org/tiny").path();
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("HF_ENDPOINT", "http://127.0.0.1:" + unused.getLocalPort());
        }

        assertThat(locator().locate("org/tiny").path()).isEqualTo(path);
        assertThat(events).anyMatch(DownloadEvent.UsingWhatIsHere.class::isInstance);
        assertThat(failureOf("org/unknown"))
                .hasMessageContaining("refused")
                .hasMessageContaining("HF_ENDPOINT")
                .extracting("code")
                .isEqualTo(ErrorCode.DOWNLOAD_FAILED);
    }

    @Test
    void aDamagedContentIsFetchedAgainWhenChecked() throws Exception {
        Path path = locator().locate("org/tiny").path();
        Files.write(path.resolve("model.safetensors"), new byte[weights.length]);

        assertThat(locator().check("org/tiny").path().resolve("model.safetensors"))
                .hasBinaryContent(weights);
        assertThat(events).anyMatch(DownloadEvent.DamagedFileSetAside.class::isInstance);
    }

    @Test
    void stopsWhenInterruptedAndGoesOnLater() throws Exception {
        server.next("/storage/model.safetensors", server.silentAfter(100_000));
        CompletableFuture<String> ended = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                locator().locate("org/tiny");
                ended.complete("located");
            } catch (InterruptedException e) {
                ended.complete("interrupted");
            } catch (RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        worker.start();
        awaitPart(100_000);
        worker.interrupt();

        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        locator().locate("org/tiny");
        assertThat(server.requests).extracting(HubServer.Request::range).contains("bytes=100000-");
    }

    /** A process of its own that fetches {@code org/tiny} and prints where it is. */
    static final class Fetch {
        private Fetch() {}

        public static void main(String[] arguments) throws InterruptedException {
            Map<String, String> environment = Map.of("HF_ENDPOINT", arguments[0], "HF_HOME", arguments[1]);
            ModelLocator locator = new ModelLocator(
                    Path.of(arguments[1]), ModelCatalogue.standard(), environment, DownloadListener.none());
            System.out.println(locator.locate("org/tiny").path());
        }
    }

    private Process fetchInAnotherProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fetch.class.getName(),
                        server.address().toString(),
                        home.toString())
                .redirectErrorStream(true)
                .start();
    }

    private void awaitPart(long bytes) throws Exception {
        Path part = repository.resolve("blobs").resolve(DownloadFixture.sha256(weights) + ".greater4j.part");
        while (!Files.exists(part) || Files.size(part) < bytes) {
            Thread.sleep(10);
        }
    }

    @Test
    void aProcessThatIsKilledLeavesWhatAnotherGoesOnWith() throws Exception {
        server.next("/storage/model.safetensors", server.silentAfter(100_000));
        Process killed = fetchInAnotherProcess();
        try {
            awaitPart(100_000);
        } finally {
            killed.destroyForcibly().waitFor();
        }

        assertThat(locator().locate("org/tiny").path().resolve("model.safetensors"))
                .hasBinaryContent(weights);
        assertThat(server.requests.stream().filter(HubServer.Request::storage))
                .extracting(HubServer.Request::range)
                .containsExactly(null, "bytes=100000-");
    }

    @Test
    void oneOfTwoProcessesFetchesAndTheOtherWaits() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        server.next("/storage/model.safetensors", exchange -> {
            goOn.await();
            HubServer.bytes(weights).to(exchange);
        });
        Process first = fetchInAnotherProcess();
        try {
            while (server.requests.stream().noneMatch(HubServer.Request::storage)) {
                Thread.sleep(10);
            }
            CompletableFuture<Path> second = CompletableFuture.supplyAsync(() -> {
                try {
                    return locator().locate("org/tiny").path();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (events.stream().noneMatch(DownloadEvent.WaitingForOther.class::isInstance)) {
                Thread.sleep(10);
            }
            goOn.countDown();

            assertThat(second.get(30, TimeUnit.SECONDS).resolve("model.safetensors"))
                    .hasBinaryContent(weights);
            assertThat(first.waitFor()).isZero();
            assertThat(server.requests.stream().filter(HubServer.Request::storage))
                    .hasSize(1);
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void asksThroughTheProxyButNotTheHostsThatAreExcepted() throws Exception {
        try (FileServer proxy = new FileServer(new byte[0])) {
            proxy.then(proxy.status(502));
            environment.put("HTTP_PROXY", proxy.address("").toString());
            environment.put("HF_ENDPOINT", "http://hub.invalid");
            assertThat(failureOf("org/tiny")).hasMessageContaining("HTTP 502");
            assertThat(proxy.requests()).hasSize(1);

            environment.put("HF_ENDPOINT", server.address().toString());
            environment.put("NO_PROXY", "localhost,127.0.0.1");
            locator().locate("org/tiny");
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    private ModelLocator locator() {
        SourceSettings settings =
                new SourceSettings(Duration.ofSeconds(5), stallTimeout, Duration.ofSeconds(2), stallTimeout, List.of());
        return new ModelLocator(home.resolve("cache"), ModelCatalogue.standard(), environment, events::add, settings);
    }

    private GreaterException failureOf(String model) throws InterruptedException {
        return DownloadFixture.failureOf(locator(), model);
    }

    private interface Locating {
        LocatedModel run() throws InterruptedException;
    }

    private static ErrorCode code(Locating locating) throws InterruptedException {
        try {
            throw new AssertionError("expected a failure, found " + locating.run());
        } catch (GreaterException e) {
            return e.code();
        }
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
