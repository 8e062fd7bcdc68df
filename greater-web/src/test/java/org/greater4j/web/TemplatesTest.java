package org.greater4j.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private static final Path TEMPLATES = Path.of("src", "main", "jte");

    @Test
    void onlyThePagesOwnStyleAndScriptGoAroundTheEscaping() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            List<String> unsafe = files.filter(Files::isRegularFile)
                    .flatMap(file -> lines(file).stream())
                    .filter(line -> line.contains("unsafe"))
                    .toList();
            assertThat(unsafe)
                    .containsExactlyInAnyOrder(
                            "<style>$unsafe{assets.style()}</style>", "<script>$unsafe{assets.script()}</script>");
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
