package org.greater4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    record Step(int position, String token, double score) {}

    private static final List<Step> STEPS = List.of(
            new Step(0, " think", 0.1 + 0.2),
            new Step(1, "\"\\\n\u0001{}", -0.0),
            new Step(2, "ä→𝄞,\"checksum\":\"0000000000000000\"}", Double.MIN_VALUE),
            new Step(3, "", Double.NEGATIVE_INFINITY));

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void writeSteps() {
        file = directory.resolve("events.jsonl");
        try (EventLog log = EventLog.open(file)) {
            for (Step step : STEPS) {
                assertThat(log.append("step", step)).isEqualTo(step.position() + 1L);
            }
            log.force();
        }
    }

    @Test
    void givesBackWhatWasAppendedOneEventALine() throws IOException {
        List<RunEvent> events = EventLog.read(file);

        assertThat(events).extracting(RunEvent::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(events).extracting(RunEvent::type).containsOnly("step");
        assertThat(steps()).isEqualTo(STEPS);
        assertThat(Files.readAllLines(file))
                .hasSize(4)
                .allSatisfy(
                        line -> assertThat(line)
                                .matches(
                                        "\\{\"sequence\":[1-4],\"type\":\"step\",\"time\":\".*Z\",\"payload\":\\{.*},\"checksum\":\"[0-9a-f]{16}\"}"));
    }

    @Test
    void goesOnWhereItStopped() {
        try (EventLog log = EventLog.open(file)) {
            assertThat(log.sequence()).isEqualTo(4);
            assertThat(log.append("end", "by signal")).isEqualTo(5);
        }
        assertThat(EventLog.read(file).get(4).payload(String.class)).isEqualTo("by signal");
    }

    @Test
    void dropsATornLineWhereverTheProcessWasKilled() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length++) {
            byte[] left = Arrays.copyOf(whole, length);
            int lines = 0;
            for (byte value : left) {
                lines += value == '\n' ? 1 : 0;
            }
            Files.write(file, left);

            assertThat(steps()).as("read after %d bytes", length).isEqualTo(STEPS.subList(0, lines));
            try (EventLog log = EventLog.open(file)) {
                assertThat(log.sequence()).as("opened after %d bytes", length).isEqualTo(lines);
                log.append("step", STEPS.get(0));
            }
            assertThat(steps()).hasSize(lines + 1).endsWith(STEPS.get(0));
        }
    }

    // a file system may have given the file its length before its bytes
    @Test
    void dropsALastLineOfZeros() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 500));

        try (EventLog log = EventLog.open(file)) {
            assertThat(log.sequence()).isEqualTo(4);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void readingLeavesATornLineInTheFile() throws IOException {
        byte[] torn = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 3);
        Files.write(file, torn);

        assertThat(EventLog.read(file)).hasSize(3);
        assertThat(Files.readAllBytes(file)).isEqualTo(torn);
    }

    @Test
    void noticesAnyChangeOfABitBeforeTheLastLine() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int lastLine =
                String.join("\n", Files.readAllLines(file).subList(0, 3)).getBytes(StandardCharsets.UTF_8).length + 1;
        Random random = new Random(5);
        for (int at = 0; at < lastLine; at++) {
            byte[] damaged = whole.clone();
            damaged[at] = (byte) (damaged[at] ^ (1 << random.nextInt(8)));
            // the end of the line before last: it joins the last one, which looks torn; a run's checkpoint counts
            // events for that
            boolean joinsTheLast = at == lastLine - 1;
            Files.write(file, damaged);

            if (joinsTheLast) {
                assertThat(EventLog.read(file)).hasSize(2);
            } else {
                assertThatThrownBy(() -> EventLog.read(file)).as("byte %d", at).satisfies(EventLogTest::isInvalidRun);
                assertThatThrownBy(() -> EventLog.open(file)).as("byte %d", at).satisfies(EventLogTest::isInvalidRun);
                assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
            }
        }
    }

    @Test
    void namesTheDamagedLine() throws IOException {
        List<String> lines = Files.readAllLines(file);
        Files.writeString(file, lines.get(0) + "\n" + lines.get(1).replace(":1,", ":7,") + "\n" + lines.get(2) + "\n");

        assertThatThrownBy(() -> EventLog.open(file))
                .satisfies(EventLogTest::isInvalidRun)
                .hasMessage("event log: expected a line as it was written, found one whose checksum does not fit in "
                        + file + " line 2; restore the file from a copy, or start a new run");
    }

    @Test
    void noticesLinesThatWereRemovedOrSwapped() throws IOException {
        List<String> lines = Files.readAllLines(file);

        Files.writeString(file, String.join("\n", lines.get(0), lines.get(2), lines.get(3)) + "\n");
        assertThatThrownBy(() -> EventLog.read(file)).hasMessageContaining("line 2");
        Files.writeString(file, String.join("\n", lines.get(1), lines.get(0), lines.get(2)) + "\n");
        assertThatThrownBy(() -> EventLog.read(file)).hasMessageContaining("line 1");
    }

    @Test
    void rewindsToAnEvent() {
        try (EventLog log = EventLog.open(file)) {
            log.rewind(2);
            assertThat(log.sequence()).isEqualTo(2);
            log.append("step", STEPS.get(3));
        }
        assertThat(steps()).containsExactly(STEPS.get(0), STEPS.get(1), STEPS.get(3));
    }

    @Test
    void appendsOnAnInterruptedThread() {
        try (EventLog log = EventLog.open(file)) {
            Thread.currentThread().interrupt();
            log.append("step", STEPS.get(0));
            log.force();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(EventLog.read(file)).hasSize(5);
    }

    @Test
    void saysWhichEventHasAnotherForm() {
        RunEvent event = EventLog.read(file).get(1);

        assertThatThrownBy(() -> event.payload(Readability.class))
                .satisfies(EventLogTest::isInvalidRun)
                .hasMessageContaining("event 2 of type step")
                .hasMessageContaining("initialFluencyLoss");
    }

    @Test
    void refusesAFileThatCantBeOpened() {
        assertThatThrownBy(() -> EventLog.open(directory))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_WRITABLE));
        assertThatThrownBy(() -> EventLog.read(directory.resolve("none")))
                .satisfies(EventLogTest::isInvalidRun)
                .hasMessageContaining("none");
    }

    private List<Step> steps() {
        return EventLog.read(file).stream()
                .map(event -> event.payload(Step.class))
                .toList();
    }

    private static void isInvalidRun(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RUN));
    }
}
