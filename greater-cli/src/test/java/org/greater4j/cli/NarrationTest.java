package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.greater4j.app.Progress;
import org.greater4j.app.download.DownloadEvent;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.Statistics;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.StepRecord;
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
    void aTrialLetGoEarlyIsToldWithItsBound() {
        RunNarrator narrator = new RunNarrator(narration(false, false));
        ScoredPrompt chosen = scored(" a b", 0.25, 1);
        narrator.stepDone(step(trial(" b", chosen, "RWRR"), trial(" c", scored(" a c", 0.52, 2), ".W.W")), chosen, 4);
        assertThat(told().lines())
                .containsExactly("1/4        1  0.250  1/0     a [b]", "        let go: c ≥ 0.520 after 2/4");

        err.reset();
        narrator.stepDone(step(trial(" b", chosen, "RWRR")), chosen, 4);
        assertThat(told().lines()).hasSize(1);
    }

    private static ScoredPrompt scored(String text, double score, int mistakes) {
        return new ScoredPrompt(Prompt.of(new int[] {0, text.charAt(3)}, text), score, mistakes, 1, 1, 1, 1);
    }

    private static StepRecord.Trial trial(String text, ScoredPrompt scored, String letters) {
        List<ExampleAssessment> examples = new ArrayList<>();
        for (int j = 0; j < letters.length(); j++) {
            examples.add(
                    letters.charAt(j) == '.'
                            ? ExampleAssessment.leftOut(1)
                            : new ExampleAssessment(new int[0], letters.charAt(j) == 'W', 1, 1));
        }
        return new StepRecord.Trial(text.charAt(1), text, -1, scored, Assessment.of(scored.prompt(), examples));
    }

    private static StepRecord step(StepRecord.Trial... trials) {
        List<StepRecord.Trial> all = List.of(trials);
        return new StepRecord(
                1,
                1,
                Prompt.of(new int[] {0, 'x'}, " a x"),
                10,
                all.stream().mapToInt(StepRecord.Trial::token).toArray(),
                all.stream().map(StepRecord.Trial::text).toList(),
                List.of(),
                new double[all.size()],
                1,
                all,
                all.get(0).token(),
                StepRecord.Choice.LOWEST_SCORE,
                all.get(0).scored().prompt(),
                Cost.NONE,
                Statistics.NONE);
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
