package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.tasks.PublishedFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published data sets, fetched from a server of the test's own. */
final class DataFilesTest {
    private static final byte[] ROWS =
            "{\"question\": \"One?\", \"answer\": \"#### 1\"}\n".getBytes(StandardCharsets.UTF_8);
    private static final SourceSettings SETTINGS = new SourceSettings(
            Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2), List.of());

    @TempDir
    Path cache;

    private FileServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FileServer(ROWS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fetchesOnceAndTakesTheCacheThen() throws Exception {
        PublishedFile file = file(server.address("/data/train.jsonl"));
        Path fetched = files(Map.of()).fetch(file);
        assertThat(fetched).isEqualTo(cache.resolve("data/gsm8k/train.jsonl")).hasBinaryContent(ROWS);
        assertThat(files(Map.of()).fetch(file)).isEqualTo(fetched);
        assertThat(server.requests()).hasSize(1);

        Files.writeString(fetched, "damaged");
        assertThat(files(Map.of()).fetch(file)).hasBinaryContent(ROWS);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void neverGivesOutOtherBytes() throws Exception {
        byte[] other = ROWS.clone();
        other[2]++;
        server.replace(other, "\"two\"");
        assertFails(file(server.address("/data/train.jsonl")), Map.of())
                .hasMessageContaining("has a different file: expected sha256 ")
                .hasMessageContaining("--data DIR");
        assertThat(cache.resolve("data/gsm8k/train.jsonl")).doesNotExist();
        assertThat(cache.resolve("data/gsm8k/train.jsonl.part")).doesNotExist();
    }

    @Test
    void saysAtOnceThatNothingIsThere() throws Exception {
        server.then(server.status(404));
        assertFails(file(server.address("/data/train.jsonl")), Map.of())
                .hasMessageContaining("download of gsm8k/train.jsonl")
                .hasMessageContaining("HTTP 404: no such file there")
                .hasMessageContaining("GREATER_DATA=DIR");
        URI nobody = server.address("/data/train.jsonl");
        server.close();
        assertFails(file(nobody), Map.of()).hasMessageContaining("GitHub (" + nobody + ")");
    }

    @Test
    void triesTheMirrorFirst() throws Exception {
        String mirror = server.address("/mirror").toString();
        files(Map.of("GREATER_DATA_MIRROR", mirror)).fetch(file(URI.create("http://127.0.0.1:1/none")));
        assertThat(server.requests()).extracting(FileServer.Request::path).containsExactly("/mirror/gsm8k/train.jsonl");
        server.then(server.status(500));
        Files.delete(cache.resolve("data/gsm8k/train.jsonl"));
        assertThat(files(Map.of("GREATER_DATA_MIRROR", mirror)).fetch(file(server.address("/data/train.jsonl"))))
                .hasBinaryContent(ROWS);
        assertFails(file(server.address("/x")), Map.of("GREATER_DATA_MIRROR", "http://a b/"), ErrorCode.INVALID_OPTION)
                .hasMessageContaining("GREATER_DATA_MIRROR");
    }

    private AbstractThrowableAssert<?, ?> assertFails(PublishedFile file, Map<String, String> variables) {
        return assertFails(file, variables, ErrorCode.DOWNLOAD_FAILED);
    }

    private AbstractThrowableAssert<?, ?> assertFails(
            PublishedFile file, Map<String, String> variables, ErrorCode code) {
        return assertThatThrownBy(() -> {
                    Files.deleteIfExists(cache.resolve("data/gsm8k/train.jsonl"));
                    files(variables).fetch(file);
                })
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private DataFiles files(Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("GREATER_CACHE", cache.toString());
        return new DataFiles(environment, SETTINGS);
    }

    private static PublishedFile file(URI address) throws NoSuchAlgorithmException {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ROWS));
        return new PublishedFile("gsm8k/train.jsonl", address, ROWS.length, sha256, "MIT");
    }
}
