package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.greater4j.app.Progress;
import org.greater4j.app.download.DownloadEvent;
import org.junit.jupiter.api.Test;

class NarrationTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Narration narration(boolean live, boolean quiet) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Narration(new Terminal(stream, stream, Map.of(), live, Style.PLAIN, Style.PLAIN, 60), quiet);
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void onATerminalOneLineIsWrittenOverAndFitsTheWidth() {
        Narration narration = narration(true, false);
        narration.status("x".repeat(100));
        assertThat(told()).isEqualTo("x".repeat(58) + "…");
        narration.say("done");
        narration.clear();
        assertThat(told()).endsWith("\r\u001b[Kdone\n" + "x".repeat(58) + "…\r\u001b[K");
    }

    @Test
    void aPipeGetsLinesAlone() {
        Narration narration = narration(false, false);
        narration.status("passing");
        narration.say("staying");
        narration.clear();
        assertThat(told()).isEqualTo("staying\n");
    }

    @Test
    void quietTellsNothing() {
        Narration narration = narration(true, true);
        narration.status("passing");
        narration.say("staying");
        narration.clear();
        assertThat(told()).isEmpty();
    }

    @Test
    void hundredsOfProgressEventsAreAFewLinesInAPipe() {
        RunNarrator narrator = new RunNarrator(narration(false, false));
        for (int row = 0; row < 500; row++) {
            narrator.progressed(new Progress("select", row, 500, row, 500, 0.5, " think", 10));
        }
        assertThat(told().lines().count()).isLessThan(5);
    }

    @Test
    void downloadIsABarOnATerminal() {
        DownloadNarrator narrator = new DownloadNarrator(narration(true, false));
        narrator.onEvent(new DownloadEvent.Progress("hub", 50_000_000, 100_000_000, 5e6));
        assertThat(told()).contains("████████████░░░░░░░░░░░░", "50 %");
    }

    @Test
    void downloadIsALineAQuarterInAPipe() {
        DownloadNarrator narrator = new DownloadNarrator(narration(false, false));
        narrator.onEvent(new DownloadEvent.SourceStarted("hub", "model.gguf"));
        for (int percent = 0; percent <= 100; percent++) {
            narrator.onEvent(new DownloadEvent.Progress("hub", percent * 1_000_000L, 100_000_000, 5e6));
        }
        narrator.onEvent(new DownloadEvent.Finished("hub", Path.of("model.gguf"), 100_000_000));
        assertThat(told().lines()).hasSize(6);
        assertThat(told()).contains(" 25 % of 100 MB, 5.0 MB/s", "model.gguf from hub");
    }
}
