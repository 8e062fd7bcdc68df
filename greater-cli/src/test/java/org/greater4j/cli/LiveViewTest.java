package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.greater4j.app.Progress;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private static final Progress GRADIENT = new Progress("gradient", 2, 4, 8, 16, 0.5, " think\nhard", 65);

    @Test
    void threeLinesTellHowFarHowWellAndWithWhichPrompt() {
        List<String> lines = new LiveView(Style.PLAIN, 79).lines(GRADIENT, List.of(0.9, 0.5, 0.7), "I [don] reason");
        assertThat(lines)
                .containsExactly(
                        // one step of four, and half of the second of three parts
                        "search  █████████░░░░░░░░░░░░░░░  step 2/4  gradient 8/16  1:05 left",
                        "score   █▁▄  0.900 at the start, best 0.500",
                        "prompt  I [don] reason");
    }

    @Test
    void beforeTheFirstStepThereIsNoScore() {
        Progress scoring = new Progress("scoring the initial prompt", 0, 4, 4, 8, Double.NaN, " think\nhard", -1);
        assertThat(new LiveView(Style.PLAIN, 79).lines(scoring, List.of(), ""))
                .containsExactly(
                        "measure ████████████░░░░░░░░░░░░  scoring the initial prompt 4/8", "prompt  think⏎hard");
    }

    @Test
    void linesFitTheNarrowestTerminal() {
        List<Double> scores = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            scores.add(Math.sin(step));
        }
        Progress endless = new Progress("scoring the initial prompt", 0, 4, 4, 8, 0.5, "x".repeat(500), 1e6);
        for (int width : new int[] {39, 79, 119}) {
            assertThat(new LiveView(Style.PLAIN, width).lines(endless, scores, ""))
                    .allMatch(line -> line.length() <= width);
        }
    }

    @Test
    void severalLinesAreWrittenOver() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        Narration narration =
                new Narration(new Terminal(stream, stream, Map.of(), true, Style.PLAIN, Style.PLAIN, 60), false);
        narration.status(List.of("one", "two", "three"));
        narration.say("stays");
        narration.clear();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("one\ntwo\nthree" + "\r\u001b[K\u001b[1A\r\u001b[K\u001b[1A\r\u001b[K"
                        + "stays\none\ntwo\nthree" + "\r\u001b[K\u001b[1A\r\u001b[K\u001b[1A\r\u001b[K");
    }
}
