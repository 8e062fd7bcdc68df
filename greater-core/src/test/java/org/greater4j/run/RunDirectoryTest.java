package org.greater4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    record State(
            int position, List<Double> scores, @Nullable String note) {}

    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("runs").resolve("first");
    }

    @Test
    void keepsAWholeRun() throws IOException {
        State state = new State(3, List.of(0.1 + 0.2, -0.0), null);
        try (RunDirectory run = RunDirectory.create(directory())) {
            assertThat(run.path()).isEqualTo(directory());
            run.start(Records.manifest());
            run.events().append("step", state);
            run.checkpoint(state);
            assertThat(run.result()).isEmpty();
            run.finish(Records.result(Records.test()));
        }

        assertThat(directory().toFile().list())
                .containsExactlyInAnyOrder(
                        ".lock", "manifest.json", "events.jsonl", "checkpoint.json", "result.json", "prompt.txt");
        assertThat(Files.readAllBytes(directory().resolve("prompt.txt")))
                .isEqualTo(Records.PROMPT_TEXT.getBytes(StandardCharsets.UTF_8));
        RunRecord record = RunRecord.read(directory());
        assertThat(record.manifest()).isEqualTo(Records.manifest());
        assertThat(record.events()).hasSize(1);
        assertThat(record.result()).isEqualTo(Records.result(Records.test()));
        assertThat(record.checkpoint(State.class)).contains(state);
        try (RunDirectory run = RunDirectory.open(directory())) {
            assertThat(run.manifest()).isEqualTo(Records.manifest());
            assertThat(run.checkpoint(State.class)).contains(state);
            assertThat(run.result()).contains(Records.result(Records.test()));
        }
    }

    @Test
    void resultOfARunWithoutATestSplitHasNone() {
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
            run.finish(Records.result(null));
            assertThat(run.result()).contains(Records.result(null));
        }
    }

    @Test
    void doublesOfACheckpointComeBackBitForBit() {
        Random random = new Random(11);
        List<Double> scores = IntStream.range(0, 20_000)
                .mapToObj(i -> Double.longBitsToDouble(random.nextLong()))
                .toList();
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
            run.checkpoint(new State(0, scores, ""));

            // Double.equals compares bits, all NaN alike
            assertThat(run.checkpoint(State.class).orElseThrow().scores()).isEqualTo(scores);
        }
    }

    @Test
    void dropsEventsThatFollowTheCheckpointBecauseTheirWorkIsDoneAgain() {
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
            run.events().append("step", "first");
            run.events().append("cost", "first");
            run.checkpoint(new State(1, List.of(), null));
            run.events().append("step", "second, interrupted");
        }
        try (RunDirectory run = RunDirectory.open(directory())) {
            assertThat(run.events().sequence()).isEqualTo(2);
            run.events().append("step", "second");
            run.finish(Records.result(null));
        }
        RunDirectory.open(directory()).close(); // a finished run keeps all its events
        assertThat(RunRecord.read(directory()).events())
                .extracting(event -> event.payload().asText())
                .containsExactly("first", "first", "second");
    }

    @Test
    void whatAPowerCutLeftBehindTheCheckpointInPartsIsItsTail() throws IOException {
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
            run.events().append("note", "first");
            run.checkpoint(new State(1, List.of(), null));
            for (int event = 2; event <= 5; event++) {
                run.events().append("note", "lost " + event);
            }
        }
        Path events = directory().resolve("events.jsonl");
        byte[] whole = Files.readAllBytes(events);
        int first = Files.readAllLines(events).get(0).length() + 1;
        for (int at = 0; at < whole.length; at++) {
            byte[] holed = whole.clone();
            holed[at] = 0;
            Files.write(events, holed);
            if (at < first) {
                assertThatThrownBy(() -> RunRecord.read(directory())).isInstanceOf(GreaterException.class);
                assertThatThrownBy(() -> RunDirectory.open(directory())).isInstanceOf(GreaterException.class);
                assertThat(Files.readAllBytes(events)).isEqualTo(holed);
                continue;
            }
            RunRecord record = RunRecord.read(directory());
            assertThat(record.events()).as("byte %d", at).isNotEmpty().hasSizeLessThan(5);
            assertThat(record.tornBytes()).as("byte %d", at).isPositive();
            try (RunDirectory run = RunDirectory.open(directory())) {
                assertThat(run.events().sequence()).isEqualTo(1);
                assertThat(Files.size(events)).isEqualTo(first);
            }
        }
        Files.write(events, whole);
        try (RunDirectory run = RunDirectory.open(directory())) {
            run.events().append("note", "second");
            run.checkpoint(new State(2, List.of(), null));
            run.finish(Records.result(null));
        }
        byte[] finished = Files.readAllBytes(events);
        finished[first + 1] = 0;
        Files.write(events, finished);
        assertThat(RunRecord.read(directory()).events())
                .as("torn last line, and the checkpoint knows better")
                .hasSize(1);
        assertFails(ErrorCode.INVALID_RUN, () -> RunDirectory.open(directory()), "at least the 2 events");
    }

    @Test
    void aRunInterruptedBeforeItsFirstCheckpointBeginsAgain() {
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
            run.events().append("step", "lost");
        }
        try (RunDirectory run = RunDirectory.open(directory())) {
            assertThat(run.checkpoint(State.class)).isEmpty();
            assertThat(run.events().sequence()).isZero();
        }
    }

    @Test
    void refusesALogThatLostEventsOfItsCheckpoint() throws IOException {
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
            run.events().append("step", "first");
            run.checkpoint(new State(1, List.of(), null));
        }
        Path events = directory().resolve("events.jsonl");
        Files.write(events, new byte[0]);

        assertFails(
                ErrorCode.INVALID_RUN,
                () -> RunDirectory.open(directory()),
                "at least the 1 events",
                "found 0",
                events);
    }

    @Test
    void leavesNoneOfTheFoldersThatItMadeForARunThatNeverStarted() {
        RunDirectory.create(temporary.resolve("made/for/nothing")).close();
        assertThat(temporary.resolve("made")).doesNotExist();
        assertThat(temporary).isDirectory();
    }

    @Test
    void claimsAnEmptyFolderAgainAndAgainAndLeavesNothingUntilARunStarts() throws IOException {
        Files.createDirectories(directory());
        RunDirectory.create(directory()).close();
        RunDirectory.create(directory()).close();

        assertThat(directory()).isEmptyDirectory();
    }

    @Test
    void refusesAFolderWithSomethingInIt() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("thesis.tex"), "mine");

        GreaterException refused = assertFails(
                ErrorCode.OUTPUT_EXISTS,
                () -> RunDirectory.create(directory()),
                "found thesis.tex in " + directory(),
                "choose another --out");
        assertThat(refused).hasMessageNotContaining("greater resume");
        assertThat(directory().toFile().list()).containsExactly("thesis.tex");
    }

    @Test
    void refusesARunAndSaysHowToGoOnWithIt() {
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
        }
        assertFails(
                ErrorCode.OUTPUT_EXISTS,
                () -> RunDirectory.create(directory()),
                "choose another --out",
                "`greater resume " + directory() + "`");
    }

    @Test
    void refusesAFileAndAPlaceBelowAFile() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "text");

        assertFails(ErrorCode.OUTPUT_EXISTS, () -> RunDirectory.create(file), "found a file at " + file);
        assertFails(
                ErrorCode.NOT_WRITABLE,
                () -> RunDirectory.create(file.resolve("run")),
                file.resolve("run"),
                "choose another --out");
    }

    @Test
    void refusesAFolderThatCantBeWritten() throws IOException {
        Files.createDirectories(directory());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeThat(Files.isWritable(directory()))
                .as("permissions don't bind this user (root): an unwritable folder can't be made here")
                .isFalse();

        assertFails(ErrorCode.NOT_WRITABLE, () -> RunDirectory.create(directory()), directory());
    }

    @Test
    void refusesWhatIsNoRun() throws IOException {
        assertFails(ErrorCode.INVALID_RUN, () -> RunDirectory.open(directory()), "found no folder at " + directory());
        Files.createDirectories(directory());
        assertFails(
                ErrorCode.INVALID_RUN,
                () -> RunDirectory.open(directory()),
                "expected a run directory with manifest.json, found none in " + directory());
        assertFails(ErrorCode.INVALID_RUN, () -> RunRecord.read(directory()), "manifest.json");
        assertThat(RunRecord.isRun(directory())).isFalse();
        assertThat(directory()).isEmptyDirectory();
        Files.writeString(directory().resolve("study.yaml"), "tasks: []");
        assertFails(
                ErrorCode.INVALID_RUN,
                () -> RunRecord.read(directory()),
                "expected the directory of one run, found the folder of a `study` at " + directory());
    }

    @Test
    void refusesAnUnreadableOrLaterManifestAndLetsTheLockGo() throws IOException {
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
        }
        Path file = directory().resolve("manifest.json");
        String good = Files.readString(file);
        assertThat(RunRecord.isRun(directory())).isTrue();

        Files.writeString(file, good.substring(0, good.length() / 2));
        assertFails(ErrorCode.INVALID_RUN, () -> RunDirectory.open(directory()), "run manifest: ", file);
        Files.writeString(file, good + "more");
        assertFails(ErrorCode.INVALID_RUN, () -> RunDirectory.open(directory()), "run manifest: ", file);
        Files.writeString(file, good.replaceFirst("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
        assertFails(
                ErrorCode.INVALID_RUN,
                () -> RunDirectory.open(directory()),
                "expected a format version of at most 1, found 2 in " + file,
                "use Greater4J 0.1.0, which wrote it");
        // a later version may have changed anything else
        Files.writeString(file, "{\"formatVersion\": 3}");
        assertFails(ErrorCode.INVALID_RUN, () -> RunRecord.read(directory()), "found 3", "of a later version");

        Files.writeString(file, good);
        RunDirectory.open(directory()).close();
    }

    @Test
    void refusesDamagedCheckpointsAndResults() throws IOException {
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
        }
        Path checkpoint = directory().resolve("checkpoint.json");
        Files.writeString(checkpoint, "{\"events\": 0, \"state\": {\"position\": 1, \"scores\": []}}");
        assertFails(ErrorCode.INVALID_RUN, () -> RunDirectory.open(directory()), checkpoint, "expected a checksum");
        Files.write(checkpoint, Json.sealed(Map.of("events", 0)));
        try (RunDirectory run = RunDirectory.open(directory())) {
            assertFails(
                    ErrorCode.INVALID_RUN,
                    () -> run.checkpoint(State.class),
                    "run checkpoint: ",
                    checkpoint,
                    "at state");
        }
        Files.write(
                checkpoint, Json.sealed(Map.of("events", 0, "state", Map.of("position", 1.5, "scores", List.of()))));
        assertFails(
                ErrorCode.INVALID_RUN,
                () -> RunRecord.read(directory()).checkpoint(State.class),
                checkpoint,
                "at state.position");
        Files.write(checkpoint, Json.sealed(Map.of("state", Map.of())));
        assertFails(ErrorCode.INVALID_RUN, () -> RunDirectory.open(directory()), checkpoint, "at events");
        Files.writeString(directory().resolve("result.json"), "[]");
        assertFails(ErrorCode.INVALID_RUN, () -> RunRecord.read(directory()), "run result: ", "result.json");
    }

    /** Somebody who cut the log by hand may want to put the rest back. */
    @Test
    void refusesALogThatIsShorterThanItsCheckpointAndLeavesItAsItIs() throws IOException {
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
            run.events().append("step", 1);
            run.events().append("step", 2);
            run.checkpoint(new State(1, List.of(), null));
        }
        Path events = directory().resolve("events.jsonl");
        byte[] torn = Arrays.copyOf(Files.readAllBytes(events), (int) Files.size(events) - 3);
        Files.write(events, torn);
        assertFails(
                ErrorCode.INVALID_RUN,
                () -> RunDirectory.open(directory()),
                "expected at least the 2 events of the checkpoint, found 1 and a torn line in " + events);
        assertThat(events).hasBinaryContent(torn);
    }

    @Test
    void startsAndFinishesOnce() {
        try (RunDirectory run = RunDirectory.create(directory())) {
            assertThatThrownBy(run::events).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(run::manifest).isInstanceOf(IllegalStateException.class);
            run.start(Records.manifest());
            assertThatThrownBy(() -> run.start(Records.manifest())).isInstanceOf(IllegalStateException.class);
            run.finish(Records.result(null));
            assertThatThrownBy(() -> run.finish(Records.result(null))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void lockKeepsOutASecondWriterOfThisProcess() {
        try (RunDirectory run = RunDirectory.create(directory())) {
            long pid = ProcessHandle.current().pid();
            assertFails(ErrorCode.RUN_IN_USE, () -> RunDirectory.create(directory()), "process " + pid + " is writing");
            run.start(Records.manifest());
            assertFails(
                    ErrorCode.RUN_IN_USE,
                    () -> RunDirectory.open(directory()),
                    "process " + pid + " is writing to " + directory(),
                    "wait for it to end");
            assertThat(RunRecord.read(directory()).events()).isEmpty(); // readers need no lock
        }
        RunDirectory.open(directory()).close();
    }

    @Test
    void lockKeepsOutAnotherProcessUntilItIsKilled() throws Exception {
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
        }
        Process other = otherProcess();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            assertFails(
                    ErrorCode.RUN_IN_USE,
                    () -> RunDirectory.open(directory()),
                    "process " + other.pid() + " is writing");
        } finally {
            other.destroyForcibly().waitFor();
        }
        try (RunDirectory run = RunDirectory.open(directory())) {
            assertThat(run.checkpoint(String.class)).contains("of the other process");
            assertThat(run.events().sequence()).isEqualTo(1);
        }
    }

    @Test
    void refusingOneOfThisProcessDoesNotLetOtherProcessesIn() throws Exception {
        try (RunDirectory run = RunDirectory.create(directory())) {
            run.start(Records.manifest());
            assertFails(ErrorCode.RUN_IN_USE, () -> RunDirectory.open(directory()));

            Process other = otherProcess();
            try {
                assertThat(other.inputReader().readLine())
                        .contains("process " + ProcessHandle.current().pid() + " is writing to " + directory());
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
    }

    private Process otherProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        directory().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A process that takes a step, starts another, and never ends by itself; one that is refused says why. */
    static final class LockHolder {
        public static void main(String[] arguments) throws InterruptedException {
            try (RunDirectory run = RunDirectory.open(Path.of(arguments[0]))) {
                run.events().append("step", "whole");
                run.checkpoint("of the other process");
                run.events().append("step", "begun");
                System.out.println("held");
                Thread.currentThread().join();
            } catch (GreaterException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    private static GreaterException assertFails(ErrorCode code, ThrowingCallable action, Object... pieces) {
        GreaterException[] failure = new GreaterException[1];
        assertThatThrownBy(action).isInstanceOfSatisfying(GreaterException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            for (Object piece : pieces) {
                assertThat(e).hasMessageContaining(piece.toString());
            }
            failure[0] = e;
        });
        return failure[0];
    }
}
