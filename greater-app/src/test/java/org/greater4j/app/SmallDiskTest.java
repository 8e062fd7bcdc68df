package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.Disk;
import org.greater4j.run.Repeatable;
import org.greater4j.run.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that really is full: a tmpfs of some kilobytes, filled up to different brims. */
class SmallDiskTest {
    private static final int KILOBYTES = 256;

    @TempDir
    Path folder;

    @Test
    void aRunOnAFullDiskEndsClearlyAndGoesOnOnceThereIsRoom() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole");
        new LetterRun(1, Disk.real()).begin(whole, model(), RunListener.SILENT);
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                call("mount", "-t", "tmpfs", "-o", "size=" + KILOBYTES + "k", "tmpfs", disk.toString()) == 0,
                "no file system may be mounted here");
        try {
            int ended = 0;
            for (int free = 4; free <= 128; free += 4) {
                Path filler = Files.write(disk.resolve("filler"), new byte[(KILOBYTES - free) << 10]);
                Path run = disk.resolve("run");
                try {
                    new LetterRun(1, Disk.real()).begin(run, model(), RunListener.SILENT);
                } catch (GreaterException e) {
                    ended++;
                    assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.NOT_WRITABLE);
                    assertThat(e.getMessage())
                            .containsIgnoringCase("no space left")
                            .doesNotContain("Exception");
                }
                if (RunRecord.isRun(run)) {
                    RunRecord.read(run);
                }
                Files.delete(filler);
                new LetterRun(1, Disk.real()).beginOrResume(run);
                assertThat(Repeatable.of(run)).as("%d kB free", free).isEqualTo(Repeatable.of(whole));
                try (var files = Files.list(run)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(run);
            }
            assertThat(ended).isGreaterThan(5);
            System.out.println("small disk: " + ended + " runs met a full disk");
        } finally {
            call("umount", disk.toString());
        }
    }

    private static int call(String... words) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1; // no such command
        }
    }

    private static LetterModel model() {
        return new LetterModel(1, true, Integer.MAX_VALUE);
    }
}
