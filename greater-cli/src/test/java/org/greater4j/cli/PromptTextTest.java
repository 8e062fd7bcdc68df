package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptTextTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsReadWithoutWhatEditorsPutAroundIt() throws IOException {
        Path file = Files.writeString(folder.resolve("prompt.txt"), "\uFEFF Think \uFEFF first.\r\n");
        assertThat(PromptText.of("@" + file).text()).isEqualTo(" Think \uFEFF first.");
        assertThat(PromptText.initial("@" + file)).isEqualTo(" Think \uFEFF first.");
        Files.writeString(file, " Think.\n\n");
        assertThat(PromptText.of("@" + file).text()).as("one newline").isEqualTo(" Think.\n");
    }
}
