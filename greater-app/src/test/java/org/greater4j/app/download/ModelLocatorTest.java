package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.greater4j.app.download.DownloadFixture.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ModelLocatorTest {
    private final Path folder;
    private final DownloadFixture fixture;

    ModelLocatorTest(@TempDir Path folder) {
        this.folder = folder;
        this.fixture = new DownloadFixture(folder.resolve("cache"));
    }

    @Test
    void aCachedFileNeedsNoSourceAndNothingIsWritten() throws Exception {
        placeInCache(fixture.content);

        LocatedModel model = fixture.locate();

        assertThat(model.path()).isEqualTo(fixture.paths.file());
        assertThat(fixture.events).hasOnlyElementsOfType(DownloadEvent.Checking.class);
        assertThat(fixture.paths.lock()).doesNotExist();
    }

    @Test
    void aDamagedCachedFileIsSetAsideAndFetchedAgain() throws Exception {
        byte[] damaged = fixture.content.clone();
        damaged[1000] ^= 1;
        placeInCache(damaged);
        try (FileServer server = new FileServer(fixture.content)) {
            assertThat(fixture.locate(web(server)).path()).hasBinaryContent(fixture.content);
        }
        assertThat(fixture.paths.damaged()).hasBinaryContent(damaged);
        assertThat(fixture.events(DownloadEvent.DamagedFileSetAside.class))
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).contains(DownloadFixture.sha256(damaged)));
    }

    @Test
    void aDamagedCachedFileIsNamedWhereNoSourceCanReplaceIt() throws Exception {
        placeInCache(new byte[10]);

        GreaterException failure = fixture.failureOf();

        assertThat(failure.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED);
        assertThat(failure)
                .hasMessageContaining("the file in the cache: expected 300000 bytes, found 10")
                .hasMessageContaining("tiny.gguf.damaged");
    }

    @Test
    void saysWhereACacheCantBe() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        DownloadFixture blocked = new DownloadFixture(file.resolve("cache"));

        GreaterException failure = blocked.failureOf();

        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_WRITABLE);
        assertThat(failure).hasMessageContaining(file.toString()).hasMessageContaining("GREATER_CACHE");
    }

    @Test
    void listsEntriesWithWhetherTheyAreCached() throws Exception {
        ModelLocator locator = fixture.locator(Map.of());
        assertThat(locator.list()).singleElement().satisfies(model -> {
            assertThat(model.cached()).isFalse();
            assertThat(model.path()).isEqualTo(fixture.paths.file());
        });

        placeInCache(new byte[10]);
        assertThat(locator.list()).noneMatch(CachedModel::cached);
        placeInCache(fixture.content);
        assertThat(locator.list()).allMatch(CachedModel::cached);
    }

    @Test
    void takesAFileByItsPath() throws Exception {
        Path file = Files.write(folder.resolve("own.gguf"), fixture.content);

        LocatedModel model = fixture.locator(Map.of()).locate(file.toString());

        assertThat(model).isEqualTo(new LocatedModel(file, "own.gguf", null, DownloadFixture.sha256(fixture.content)));
    }

    @Test
    void takesAFolder() throws Exception {
        Path model = Files.createDirectory(folder.resolve("model"));

        assertThat(fixture.locator(Map.of()).locate(model.toString()))
                .isEqualTo(new LocatedModel(model, "model", null, DownloadFixture.sha256(new byte[0])));
    }

    @Test
    void refusesAFileThatIsNoGguf() throws Exception {
        Path text = Files.writeString(folder.resolve("text.gguf"), "text");

        GreaterException failure = failureOf(text.toString());

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_MODEL);
        assertThat(failure).hasMessageContaining(text.toString());
    }

    @Test
    void namesThePathThatIsNotThere() throws Exception {
        GreaterException failure = failureOf("models/none.gguf");

        assertThat(failure.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThat(failure)
                .hasMessageContaining(
                        Path.of("models/none.gguf").toAbsolutePath().toString());
        assertThat(failureOf("./tiny").code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void offersNearNames() throws Exception {
        GreaterException failure = failureOf("tinny");
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_OPTION);
        assertThat(failure).hasMessageContaining("did you mean tiny?").hasMessageContaining("greater models");
        assertThat(failureOf("unlike").getMessage())
                .doesNotContain("did you mean")
                .contains("greater models");
        assertThat(failureOf("").code()).isEqualTo(ErrorCode.INVALID_OPTION);
        assertThat(failureOf("nul\0").code()).isEqualTo(ErrorCode.INVALID_OPTION);
    }

    private GreaterException failureOf(String model) throws InterruptedException {
        return DownloadFixture.failureOf(fixture.locator(Map.of()), model);
    }

    private void placeInCache(byte[] content) throws IOException {
        Files.createDirectories(fixture.paths.folder());
        Files.write(fixture.paths.file(), content);
    }
}
