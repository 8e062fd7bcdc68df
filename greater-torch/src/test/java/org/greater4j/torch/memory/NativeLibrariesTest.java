package org.greater4j.torch.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.greater4j.torch.session.EngineLibraries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** First uses that meet: what one process unpacks, another loads, and what a killed one left behind is in the way of both. */
class NativeLibrariesTest {
    @TempDir
    Path folder;

    /** Loads the engine in a JVM of its own. */
    static final class Load {
        private Load() {}

        public static void main(String[] arguments) {
            System.out.println("threads " + EngineLibraries.loadEngine().threads());
        }
    }

    @Test
    void librariesThatWereCutShortAreWrittenAnewByTwoProcessesAtOnce() throws Exception {
        // as a process leaves it that is killed while it unpacks, in the layout that JavaCPP gave this JVM's own folder
        Path own = Loader.getCacheDir().toPath();
        NativeLibraries.unpack();
        Path library = find(own, "libtorch_cpu.so");
        Path partial = folder.resolve(own.relativize(library));
        Files.createDirectories(partial.getParent());
        try (RandomAccessFile file = new RandomAccessFile(partial.toFile(), "rw")) {
            file.setLength(Files.size(library) / 2);
        }

        List<Process> processes = new ArrayList<>();
        for (int at = 0; at < 2; at++) {
            processes.add(loading(folder, folder.resolve("output-" + at)));
        }
        for (int at = 0; at < 2; at++) {
            int code = processes.get(at).waitFor();
            assertThat(Files.readString(folder.resolve("output-" + at), StandardCharsets.UTF_8))
                    .startsWith("threads ");
            assertThat(code).isZero();
        }
        assertThat(Files.size(partial)).isEqualTo(Files.size(library));
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Files.createDirectories(folder.resolve("greater4j.lock"));
        Path output = folder.resolve("output");
        assertThat(loading(folder, output).waitFor()).isNotZero();
        assertThat(Files.readString(output, StandardCharsets.UTF_8))
                .contains("native libraries: expected a folder to unpack them to")
                .containsIgnoringCase("is a directory, in " + folder);
    }

    private static Path find(Path root, String name) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith(Path.of(Loader.getPlatform(), name)) && Files.isRegularFile(file))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Process loading(Path cache, Path output) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Load.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
