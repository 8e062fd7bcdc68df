package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.greater4j.run.Repeatable;
import org.greater4j.run.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs in a JVM of their own that are killed ({@code kill -9}) at random instants and then gone on with. {@code -Dgreater.kills=50}
 * kills as often, {@code -Dgreater.kills.seed=N} draws other instants.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("greater.kills", 4);
    private static final long SEED = Long.getLong("greater.kills.seed", 1);
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    @Test
    void aRunThatIsKilledAtAnyInstantGoesOnToTheRecordOfTheUnbrokenOne() throws IOException, InterruptedException {
        Path model = ByteModel.write(folder, "llama");
        Path whole = folder.resolve("whole");
        long began = System.nanoTime();
        Process unbroken = CommandProcess.start(folder.resolve("errors.txt"), words(model, whole));
        while (!Files.exists(whole.resolve("manifest.json")) && unbroken.isAlive()) {
            Thread.sleep(1);
        }
        long recordBegan = System.nanoTime() - began;
        assertThat(unbroken.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(unbroken.exitValue())
                .as(Files.readString(folder.resolve("errors.txt")))
                .isZero();
        long ended = System.nanoTime() - began;
        Repeatable expected = Repeatable.of(whole);

        Random random = new Random(SEED);
        int inTheRecord = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Path broken = folder.resolve("broken-" + kill);
            // one in eight while the JVM and the model come up, the others once there is something to lose
            long from = kill % 8 == 0 ? 0 : recordBegan;
            long instant = from + (long) (random.nextDouble() * (ended - from));
            Process process = CommandProcess.start(folder.resolve("errors.txt"), words(model, broken));
            boolean finished = process.waitFor(instant, TimeUnit.NANOSECONDS);
            process.destroyForcibly();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            String where = "kill " + kill + " of seed " + SEED + ", after " + instant / 1_000_000 + " ms";
            boolean begun = RunRecord.isRun(broken);
            if (begun && !finished && !Files.exists(broken.resolve("result.json"))) {
                inTheRecord++;
            }
            CommandRun next = begun
                    ? CommandRun.of("resume", broken.toString(), "--json")
                    : CommandRun.of(words(model, broken).toArray(String[]::new));
            assertThat(next.exitCode()).as("%s: %s", where, next.err()).isZero();
            assertThat(Repeatable.of(broken)).as(where).isEqualTo(expected);
        }
        System.out.println(
                KILLS + " kills, " + inTheRecord + " of them between the first line of the record and its last");
        assertThat(inTheRecord).isPositive();
    }

    /** A search of some seconds. */
    static List<String> words(Path model, Path out) {
        return new ArrayList<>(List.of(
                "optimize",
                "--model",
                model.toString(),
                "--out",
                out.toString(),
                "--seed",
                "3",
                "--train",
                "6",
                "--dev",
                "4",
                "--test",
                "6",
                "--steps",
                "8",
                "--top-k",
                "4",
                "--init",
                "think",
                "--max-new-tokens",
                "16",
                "--dtype",
                "float32",
                "--json"));
    }
}
