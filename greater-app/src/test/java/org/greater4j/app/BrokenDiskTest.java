package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.FaultyDisk;
import org.greater4j.run.Repeatable;
import org.greater4j.run.Resealing;
import org.greater4j.run.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run that breaks off at every single operation on its files: by a kill in front of it, half-way or behind it, by a power cut, by a disk
 * that is full or broken. Resumed, it has the files of the unbroken run.
 */
class BrokenDiskTest {
    private static final int SEED = 1;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(FaultyDisk.Fault.class)
    void aRunGoesOnFromAnyOperationToTheRecordOfTheUnbrokenOne(FaultyDisk.Fault fault) throws IOException {
        FaultyDisk counting = FaultyDisk.sound();
        Path whole = folder.resolve("whole");
        new LetterRun(SEED, counting).begin(whole, model(), RunListener.SILENT);
        Repeatable expected = Repeatable.of(whole);
        List<String> operations = counting.operations();
        assertThat(operations).hasSizeGreaterThan(100);
        System.out.println(fault + ": a run of " + operations.size() + " operations, broken off at each");
        for (int at = 1; at <= operations.size(); at++) {
            String where = fault + " at operation " + at + ", " + operations.get(at - 1);
            Path broken = folder.resolve("broken-" + at);
            FaultyDisk disk = new FaultyDisk(at, fault);
            if (fault.isTold()) {
                GreaterException told = null;
                try {
                    new LetterRun(SEED, disk).begin(broken, model(), RunListener.SILENT);
                } catch (GreaterException e) {
                    told = e;
                }
                if (told == null) {
                    // a full disk does not mind whatever was left
                    assertThat(operations.subList(at - 1, operations.size()))
                            .as(where)
                            .noneMatch(operation -> operation.startsWith("write") || operation.startsWith("open"));
                } else {
                    assertThat(told.code()).as(where).isEqualTo(ErrorCode.NOT_WRITABLE);
                    assertThat(told.getMessage())
                            .as(where)
                            .contains(broken.toString(), fault == FaultyDisk.Fault.NO_SPACE ? "no space" : "output")
                            .doesNotContain("Exception");
                }
            } else {
                assertThatThrownBy(() -> new LetterRun(SEED, disk).begin(broken, model(), RunListener.SILENT))
                        .as(where)
                        .isInstanceOf(FaultyDisk.Killed.class);
            }
            if (RunRecord.isRun(broken)) {
                RunRecord.read(broken); // whatever was there before is sound
            }
            new LetterRun(SEED, FaultyDisk.sound()).beginOrResume(broken);
            assertThat(Repeatable.of(broken)).as(where).isEqualTo(expected);
            assertThat(broken.toFile().list())
                    .as(where)
                    .containsExactlyInAnyOrder(
                            ".lock", "manifest.json", "events.jsonl", "checkpoint.json", "prompt.txt", "result.json");
        }
    }

    /** Kills that follow each other, in the resumed runs too. */
    @Test
    void aRunThatIsKilledAgainAndAgainComesToItsEnd() {
        Path whole = folder.resolve("whole");
        new LetterRun(SEED, FaultyDisk.sound()).begin(whole, model(), RunListener.SILENT);
        Repeatable expected = Repeatable.of(whole);
        for (FaultyDisk.Fault fault : FaultyDisk.Fault.values()) {
            for (int operations : new int[] {17, 23, 31}) {
                Path broken = folder.resolve("again-" + fault + operations);
                int lives = 1;
                while (!livesToItsEnd(broken, new FaultyDisk(operations, fault))) {
                    assertThat(++lives).isLessThan(200);
                }
                assertThat(lives).isGreaterThan(3);
                assertThat(Repeatable.of(broken))
                        .as("%s every %d operations", fault, operations)
                        .isEqualTo(expected);
            }
        }
    }

    private static boolean livesToItsEnd(Path directory, FaultyDisk disk) {
        try {
            new LetterRun(SEED, disk).beginOrResume(directory);
            return true;
        } catch (FaultyDisk.Killed | GreaterException e) {
            return false;
        }
    }

    @Test
    void aDirectoryThatIsRemovedUnderWayIsOneClearError() {
        for (boolean madeAgain : new boolean[] {false, true}) {
            Path run = folder.resolve("removed" + madeAgain);
            RunListener remover = atStep(2, () -> {
                deleteAll(run);
                if (madeAgain) {
                    Files.createDirectory(run);
                }
            });
            assertThatThrownBy(() -> new LetterRun(SEED, FaultyDisk.sound()).begin(run, model(), remover))
                    .isInstanceOfSatisfying(
                            GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_WRITABLE))
                    .hasMessageContaining(run.resolve("events.jsonl") + ": expected")
                    .hasMessageContaining(madeAgain ? "nothing at" : "put it back")
                    .hasMessageNotContaining("Exception");
            assertThat(run.resolve("checkpoint.json")).doesNotExist();
        }
    }

    @Test
    void anotherLogInTheirPlaceIsNoticed() {
        Path run = folder.resolve("swapped");
        RunListener swapper = atStep(2, () -> {
            Path events = run.resolve("events.jsonl");
            byte[] old = Files.readAllBytes(events);
            Files.delete(events);
            Files.write(events, old);
        });
        assertThatThrownBy(() -> new LetterRun(SEED, FaultyDisk.sound()).begin(run, model(), swapper))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("another one is in its place");
        // what was there is sound, and the run goes on from it
        new LetterRun(SEED, FaultyDisk.sound()).beginOrResume(run);
        Path whole = folder.resolve("whole");
        new LetterRun(SEED, FaultyDisk.sound()).begin(whole, model(), RunListener.SILENT);
        assertThat(Repeatable.of(run)).isEqualTo(Repeatable.of(whole));
    }

    /** The clock jumped back: what is there is of the future, and the rest of the present. */
    @Test
    void aClockThatJumpsBackChangesNothing() throws IOException {
        Path run = folder.resolve("future");
        assertThatThrownBy(() -> new LetterRun(SEED, FaultyDisk.sound())
                        .begin(run, new LetterModel(SEED, true, 14), RunListener.SILENT))
                .isInstanceOf(LetterModel.Killed.class);
        Resealing.rewrite(
                run.resolve("events.jsonl"),
                line -> line.replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"2199-01-01T00:00:00Z\""));
        assertThat(RunRecord.read(run).events())
                .allSatisfy(event -> assertThat(event.time()).isAfter("2198-01-01T00:00:00Z"));
        new LetterRun(SEED, FaultyDisk.sound()).beginOrResume(run);
        Path whole = folder.resolve("whole");
        new LetterRun(SEED, FaultyDisk.sound()).begin(whole, model(), RunListener.SILENT);
        assertThat(Repeatable.of(run)).isEqualTo(Repeatable.of(whole));
    }

    private interface Deed {
        void run() throws IOException;
    }

    private static RunListener atStep(int step, Deed deed) {
        return new RunListener() {
            private boolean done;

            @Override
            public void progressed(Progress progress) {
                if (!done && progress.step() == step && progress.activity().equals("select") && progress.done() == 0) {
                    done = true;
                    try {
                        deed.run();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        };
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static LetterModel model() {
        return new LetterModel(SEED, true, FaultyDisk.NEVER);
    }
}
