package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.greater4j.app.download.DownloadFixture.BYTES;
import static org.greater4j.app.download.DownloadFixture.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.greater4j.app.catalogue.Origin;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpSourceTest {
    private final DownloadFixture fixture;
    private final FileServer server;
    private final FileServer other;

    HttpSourceTest(@TempDir Path cache) throws IOException {
        fixture = new DownloadFixture(cache);
        server = new FileServer(fixture.content);
        other = new FileServer(fixture.content);
    }

    @BeforeEach
    void cacheIsEmpty() {
        assertThat(fixture.paths.folder()).doesNotExist();
    }

    @AfterEach
    void closeServers() {
        server.close();
        other.close();
    }

    @Test
    void downloadsChecksAndReports() throws Exception {
        LocatedModel model = fixture.locate(web(server));

        assertThat(model.path()).isEqualTo(fixture.paths.file()).hasBinaryContent(fixture.content);
        assertThat(model.sha256()).isEqualTo(DownloadFixture.sha256(fixture.content));
        assertThat(model.name()).isEqualTo("tiny");
        List<DownloadEvent.Progress> progress = fixture.events(DownloadEvent.Progress.class);
        assertThat(progress.get(progress.size() - 1).bytes()).isEqualTo(BYTES);
        assertThat(progress).allMatch(event -> event.totalBytes() == BYTES);
        assertThat(fixture.events(DownloadEvent.Finished.class)).hasSize(1);
        assertThat(fixture.paths.partial().file()).doesNotExist();
        assertThat(fixture.paths.partial().record()).doesNotExist();
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws Exception {
        server.then(server.cutAfter(100_000)).then(server.cutAfter(50_000));

        assertThat(fixture.locate(web(server)).path()).hasBinaryContent(fixture.content);
        assertThat(server.requests())
                .extracting(FileServer.Request::range)
                .containsExactly(null, "bytes=100000-", "bytes=150000-");
        assertThat(server.requests().get(1).ifRange()).isEqualTo("\"one\"");
        assertThat(fixture.events(DownloadEvent.Resuming.class))
                .extracting(DownloadEvent.Resuming::bytes)
                .containsExactly(100_000L, 150_000L);
    }

    @Test
    void aLaterProcessGoesOnToo() throws Exception {
        for (int transfer = 0; transfer < 4; transfer++) {
            server.then(server.cutAfter(10_000));
        }
        assertThat(fixture.failureOf(web(server))).hasMessageContaining("broke");
        assertThat(fixture.paths.partial().file()).hasSize(40_000);

        assertThat(fixture.locate(web(server)).path()).hasBinaryContent(fixture.content);
        assertThat(server.requests().get(4).range()).isEqualTo("bytes=40000-");
    }

    @Test
    void startsAgainWhereTheFileChanged() throws Exception {
        byte[] old = DownloadFixture.content(2);
        server.replace(old, "\"old\"");
        server.then(server.cutAfter(100_000)).then(exchange -> {
            server.replace(fixture.content, "\"new\"");
            server.cutAfter(Integer.MAX_VALUE).to(exchange);
        });

        assertThat(fixture.locate(web(server)).path()).hasBinaryContent(fixture.content);
        assertThat(server.requests().get(1).ifRange()).isEqualTo("\"old\"");
    }

    @Test
    void startsAgainWhereTheServerIgnoresRanges() throws Exception {
        server.then(server.cutAfter(100_000)).then(server.ignoringRange());

        assertThat(fixture.locate(web(server)).path()).hasBinaryContent(fixture.content);
        assertThat(server.requests().get(1).range()).isEqualTo("bytes=100000-");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void startsAgainWhereTheServerRefusesTheRange() throws Exception {
        server.then(server.cutAfter(100_000)).then(server.status(416));

        assertThat(fixture.locate(web(server)).path()).hasBinaryContent(fixture.content);
        assertThat(server.requests())
                .extracting(FileServer.Request::range)
                .containsExactly(null, "bytes=100000-", null);
    }

    @Test
    void takesNoPartThatCameFromAnotherAddress() throws Exception {
        for (int transfer = 0; transfer < 4; transfer++) {
            server.then(server.cutAfter(10_000));
        }
        assertThat(fixture.locate(web(server), web(other)).path()).hasBinaryContent(fixture.content);
        assertThat(other.requests()).extracting(FileServer.Request::range).containsOnlyNulls();
    }

    @Test
    void passesOverASourceWithADifferentFile() throws Exception {
        byte[] wrong = DownloadFixture.content(3);
        server.replace(wrong, "\"wrong\"");

        assertThat(fixture.locate(web(server), web(other)).path()).hasBinaryContent(fixture.content);
        assertThat(fixture.events(DownloadEvent.SourceFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.reason())
                        .contains(DownloadFixture.sha256(wrong), DownloadFixture.sha256(fixture.content)));
    }

    @Test
    void passesOverAFileOfAnotherSizeBeforeFetchingIt() throws Exception {
        server.replace(new byte[BYTES + 1], "\"longer\"");

        assertThat(fixture.locate(web(server), web(other)).path()).hasBinaryContent(fixture.content);
        assertThat(fixture.events(DownloadEvent.SourceFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.reason()).contains("expected 300000 bytes, found 300001"));
        assertThat(fixture.events(DownloadEvent.Progress.class))
                .allMatch(
                        progress -> progress.source().contains(other.address("").toString()));
    }

    @Test
    void writesNoMoreThanTheExpectedBytesWhenTheServerNamesNoLength() throws Exception {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[2 * BYTES]);
        });

        assertThat(fixture.failureOf(web(server))).hasMessageContaining("more than the expected 300000 bytes");
        assertThat(Files.size(fixture.paths.partial().file())).isLessThanOrEqualTo(BYTES);
    }

    @Test
    void namesEverySourceItsReasonAndTheWayOutWhenAllFail() throws Exception {
        server.then(server.status(404));
        other.then(other.status(503));
        Origin refused = new Origin.WebFile(URI.create("http://127.0.0.1:" + unusedPort() + "/tiny.gguf"));
        Origin unknown = new Origin.WebFile(URI.create("http://no-such-host.invalid/tiny.gguf"));

        GreaterException failure = fixture.failureOf(web(server), web(other), refused, unknown);

        assertThat(failure.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED);
        assertThat(failure)
                .hasMessageContaining("web (" + server.address("/tiny.gguf") + "): HTTP 404: no such file there")
                .hasMessageContaining("web (" + other.address("/tiny.gguf") + "): HTTP 503: the server failed")
                .hasMessageContaining("refused")
                .hasMessageContaining("host name no-such-host.invalid not found")
                .hasMessageContaining(DownloadFixture.sha256(fixture.content))
                .hasMessageContaining(fixture.paths.file().toString())
                .hasMessageContaining("--model /path/to/tiny.gguf");
        assertThat(fixture.events(DownloadEvent.SourceFailed.class)).hasSize(4);
    }

    @Test
    void givesUpOnAServerThatGoesSilentAndKeepsWhatCame() throws Exception {
        fixture.stallingAfter(Duration.ofMillis(300));
        server.then(server.silentAfter(100_000));

        assertThat(fixture.failureOf(web(server))).hasMessageContaining("went silent: no byte for 0.3 s");
        assertThat(server.requests()).hasSize(1);
        assertThat(fixture.paths.partial().file()).hasSize(100_000);
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() throws Exception {
        fixture.stallingAfter(Duration.ofMillis(300));
        server.then(server.silent());

        assertThat(fixture.locate(web(server), web(other)).path()).hasBinaryContent(fixture.content);
        assertThat(fixture.events(DownloadEvent.SourceFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.reason()).contains("went silent"));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a full queue refuses instead of staying silent")
    void givesUpOnAHostThatTakesNoConnection() throws Exception {
        fixture.stallingAfter(Duration.ofMillis(300));
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            Origin origin = new Origin.WebFile(URI.create("http://127.0.0.1:" + full.getLocalPort() + "/tiny.gguf"));

            assertThat(fixture.failureOf(origin)).hasMessageContaining("no connection to 127.0.0.1 within 0.2 s");
        }
    }

    @Test
    void followsRedirectsButNotForEver() throws Exception {
        server.then(server.redirect(other.address("/elsewhere")));
        assertThat(fixture.locate(web(server)).path()).hasBinaryContent(fixture.content);
        assertThat(other.requests()).extracting(FileServer.Request::path).containsExactly("/elsewhere");

        Files.delete(fixture.paths.file());
        for (int hop = 0; hop < 9; hop++) {
            server.then(server.redirect(URI.create("/again")));
        }
        assertThat(fixture.failureOf(web(server))).hasMessageContaining("more than 8 redirects");
    }

    @Test
    void followsNoRedirectToAFile() throws Exception {
        server.then(server.redirect(URI.create("file:///etc/hostname")));
        assertThat(fixture.failureOf(web(server))).hasMessageContaining("no web address");
    }

    @Test
    void givesTheTokenToTheHubAloneAndShowsItNowhere() throws Exception {
        server.then(server.redirect(other.address("/signed?key=hidden")));
        other.then(other.status(403));
        Map<String, String> environment =
                Map.of("HF_ENDPOINT", server.address("/hub").toString(), "HF_TOKEN", "hf_secret");
        ModelLocator locator = fixture.locator(environment, new Origin.HubFile("org/tiny", "0a1b", "a b.gguf"));

        GreaterException failure = DownloadFixture.failureOf(locator, "tiny");

        assertThat(server.requests())
                .containsExactly(
                        new FileServer.Request("/hub/org/tiny/resolve/0a1b/a b.gguf", null, null, "Bearer hf_secret"));
        assertThat(other.requests())
                .extracting(FileServer.Request::authorization)
                .containsOnlyNulls();
        assertThat(failure).hasMessageContaining("Hugging Face hub").hasMessageContaining("HTTP 403");
        assertThat(failure.getMessage() + fixture.events)
                .doesNotContain("hf_secret")
                .doesNotContain("hidden");
    }

    @Test
    void asksTheMirrorFirst() throws Exception {
        Map<String, String> environment =
                Map.of("GREATER_MODEL_MIRROR", server.address("/models").toString());
        fixture.locator(environment, web(other)).locate("tiny");

        assertThat(server.requests()).extracting(FileServer.Request::path).containsExactly("/models/tiny.gguf");
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void refusesAMirrorWithAPasswordWithoutShowingIt() throws Exception {
        ModelLocator locator =
                fixture.locator(Map.of("GREATER_MODEL_MIRROR", "https://user:s3cret@host/models"), web(other));

        GreaterException failure = DownloadFixture.failureOf(locator, "tiny");

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_OPTION);
        assertThat(failure).hasMessageContaining("GREATER_MODEL_MIRROR");
        assertThat(failure.getMessage()).doesNotContain("s3cret");
    }

    @Test
    void stopsWhenInterruptedAndKeepsWhatCame() throws Exception {
        server.then(server.silentAfter(100_000));
        CompletableFuture<String> ended = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                fixture.locate(web(server));
                ended.complete("located");
            } catch (InterruptedException e) {
                ended.complete("interrupted");
            } catch (RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        worker.start();
        while (!Files.exists(fixture.paths.partial().file())
                || Files.size(fixture.paths.partial().file()) < 100_000) {
            Thread.sleep(10);
        }
        worker.interrupt();

        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        assertThat(fixture.locate(web(server)).path()).hasBinaryContent(fixture.content);
        assertThat(server.requests().get(1).range()).isEqualTo("bytes=100000-");
    }

    @Test
    void oneOfTwoThreadsDownloadsAndTheOtherWaits() throws Exception {
        CountDownLatch bothStarted = new CountDownLatch(1);
        server.then(exchange -> {
            bothStarted.await();
            server.cutAfter(Integer.MAX_VALUE).to(exchange);
        });
        CompletableFuture<Path> first = inBackground();
        while (server.requests().isEmpty()) {
            Thread.sleep(10);
        }
        CompletableFuture<Path> second = inBackground();
        while (fixture.events(DownloadEvent.WaitingForOther.class).isEmpty()) {
            Thread.sleep(10);
        }
        bothStarted.countDown();

        assertThat(first.get()).isEqualTo(second.get()).hasBinaryContent(fixture.content);
        assertThat(server.requests()).hasSize(1);
    }

    private CompletableFuture<Path> inBackground() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return fixture.locate(web(server)).path();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
