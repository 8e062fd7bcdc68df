package org.greater4j.app.download;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.greater4j.app.catalogue.ModelCatalogue;
import org.greater4j.app.catalogue.Origin;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** A small model file, a catalogue that pins it, and a cache; what a test of downloads needs. */
final class DownloadFixture {
    static final int BYTES = 300_000;

    final byte[] content = content(1);
    final List<DownloadEvent> events = new CopyOnWriteArrayList<>();
    final Path cache;
    final CachePaths paths;
    private final List<List<String>> pipCommands;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration stallTimeout = Duration.ofSeconds(20);

    DownloadFixture(Path cache, List<List<String>> pipCommands) {
        this.cache = cache;
        this.paths = new CachePaths(cache.resolve("models").resolve("tiny"), "tiny.gguf");
        this.pipCommands = pipCommands;
    }

    DownloadFixture(Path cache) {
        this(cache, List.of());
    }

    static byte[] content(long seed) {
        byte[] bytes = new byte[BYTES];
        new Random(seed).nextBytes(bytes);
        byte[] signature = "GGUF".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(signature, 0, bytes, 0, signature.length);
        return bytes;
    }

    DownloadFixture stallingAfter(Duration timeout) {
        stallTimeout = timeout;
        connectTimeout = timeout.multipliedBy(2).dividedBy(3);
        return this;
    }

    CatalogueEntry entry(Origin... origins) {
        return new CatalogueEntry(
                "tiny", List.of(), "", "Apache-2.0", "tiny.gguf", BYTES, sha256(content), Arrays.asList(origins));
    }

    ModelLocator locator(Map<String, String> environment, Origin... origins) {
        return new ModelLocator(
                cache,
                new ModelCatalogue(List.of(entry(origins))),
                environment,
                events::add,
                new SourceSettings(connectTimeout, stallTimeout, Duration.ofSeconds(2), stallTimeout, pipCommands));
    }

    LocatedModel locate(Origin... origins) throws InterruptedException {
        return locator(Map.of(), origins).locate("tiny");
    }

    GreaterException failureOf(Origin... origins) throws InterruptedException {
        return failureOf(locator(Map.of(), origins), "tiny");
    }

    static GreaterException failureOf(ModelLocator locator, String model) throws InterruptedException {
        try {
            LocatedModel found = locator.locate(model);
            throw new AssertionError("expected a failure, found " + found);
        } catch (GreaterException e) {
            return e;
        }
    }

    <E extends DownloadEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static Origin web(FileServer server) {
        return new Origin.WebFile(server.address("/tiny.gguf"));
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new GreaterException(ErrorCode.INTERNAL, "no SHA-256", e);
        }
    }
}
