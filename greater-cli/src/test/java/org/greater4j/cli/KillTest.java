package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.greater4j.run.Repeatable;
import org.greater4j.run.RunEvent;
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
        assertThat(kill("run", KILLS, out -> words(model, out))).isPositive();
    }

    /** What a budget of tokens leaves is the same after a kill, too: caches that are rebuilt cost nothing. */
    @Test
    void aRunThatEndsByItsBudgetEndsThereAfterAKillToo() throws IOException, InterruptedException {
        Path model = ByteModel.write(folder, "llama");
        Path whole = folder.resolve("unlimited");
        CommandRun.of(words(model, whole).toArray(String[]::new)).succeeds();
        List<RunEvent> steps = RunRecord.read(whole).events().stream()
                .filter(event -> event.type().equals("step"))
                .toList();
        long tokens = 0;
        for (RunEvent step : steps.subList(0, steps.size() / 2)) {
            tokens += tokens(step.payload().get("cost"));
        }
        String limit = "tokens=" + tokens;
        kill("limited", (KILLS + 1) / 2, out -> {
            List<String> words = words(model, out);
            words.addAll(List.of("--budget", limit));
            return words;
        });
        assertThat(Objects.requireNonNull(RunRecord.readResult(folder.resolve("limited-whole")))
                        .stoppedBy())
                .isEqualTo("budget");
    }

    @Test
    void aSearchInWordsThatIsKilledGoesOnToTheRecordOfTheUnbrokenOne() throws IOException, InterruptedException {
        Path model = ByteModel.write(folder, "llama");
        kill("words", (KILLS + 1) / 2, out -> {
            List<String> words = words(model, out);
            words.addAll(List.of("--method", "opro", "--budget", "tokens=30000"));
            return words;
        });
    }

    @Test
    void aStudyThatIsKilledGoesOnToTheRecordsOfTheUnbrokenOne() throws IOException, InterruptedException {
        Path model = ByteModel.write(folder, "llama");
        Path file = Files.writeString(folder.resolve("grid.yaml"), """
                tasks: [gen/sentiment]
                methods: [initial, greater]
                models: [{model: %s, name: small}]
                seeds: [1, 2]
                settings: {train: 4, dev: 3, test: 4, steps: 3, top-k: 4, init: think, max-new-tokens: 12, dtype: float32}
                """.formatted(model));
        Path whole = folder.resolve("whole");
        long began = System.nanoTime();
        Process unbroken = CommandProcess.start(folder.resolve("errors.txt"), study(file, whole));
        assertThat(unbroken.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(unbroken.exitValue())
                .as(Files.readString(folder.resolve("errors.txt")))
                .isZero();
        long took = System.nanoTime() - began;
        Random random = new Random(SEED);
        for (int kill = 1; kill <= (KILLS + 1) / 2; kill++) {
            Path broken = folder.resolve("broken-" + kill);
            Process process = CommandProcess.start(folder.resolve("errors.txt"), study(file, broken));
            process.waitFor((long) ((0.3 + 0.7 * random.nextDouble()) * took), TimeUnit.NANOSECONDS);
            process.destroyForcibly();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            CommandRun.of(study(file, broken).toArray(String[]::new)).succeeds();
            for (String cell : List.of("initial/seed-1", "initial/seed-2", "greater/seed-1", "greater/seed-2")) {
                Path path = Path.of("small/gen-sentiment").resolve(cell);
                assertThat(Repeatable.of(broken.resolve(path)))
                        .as("kill %d of seed %d, %s", kill, SEED, path)
                        .isEqualTo(Repeatable.of(whole.resolve(path)));
            }
        }
    }

    private static List<String> study(Path file, Path out) {
        return List.of("study", file.toString(), "--out", out.toString(), "--json");
    }

    private static long tokens(JsonNode cost) {
        return cost.path("forwardTokens").asLong()
                + cost.path("generatedTokens").asLong()
                + cost.path("gradientTokens").asLong();
    }

    /** @return how many of the kills fell between the first line of the record and its last */
    private int kill(String name, int kills, Function<Path, List<String>> words)
            throws IOException, InterruptedException {
        Path whole = folder.resolve(name + "-whole");
        Path errors = folder.resolve("errors.txt");
        long began = System.nanoTime();
        Process unbroken = CommandProcess.start(errors, words.apply(whole));
        while (!Files.exists(whole.resolve("manifest.json")) && unbroken.isAlive()) {
            Thread.sleep(1);
        }
        long recordBegan = System.nanoTime() - began;
        assertThat(unbroken.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(unbroken.exitValue()).as(Files.readString(errors)).isZero();
        long ended = System.nanoTime() - began;
        Repeatable expected = Repeatable.of(whole);

        Random random = new Random(SEED);
        int inTheRecord = 0;
        for (int kill = 1; kill <= kills; kill++) {
            Path broken = folder.resolve(name + "-broken-" + kill);
            // one in eight while the JVM and the model come up, the others once there is something to lose
            long from = kill % 8 == 0 ? 0 : recordBegan;
            long instant = from + (long) (random.nextDouble() * (ended - from));
            Process process = CommandProcess.start(errors, words.apply(broken));
            boolean finished = process.waitFor(instant, TimeUnit.NANOSECONDS);
            process.destroyForcibly();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            String where = name + ": kill " + kill + " of seed " + SEED + ", after " + instant / 1_000_000 + " ms";
            boolean begun = RunRecord.isRun(broken);
            if (begun && !finished && !Files.exists(broken.resolve("result.json"))) {
                inTheRecord++;
            }
            CommandRun next = begun
                    ? CommandRun.of("resume", broken.toString(), "--json")
                    : CommandRun.of(words.apply(broken).toArray(String[]::new));
            assertThat(next.exitCode()).as("%s: %s", where, next.err()).isZero();
            assertThat(Repeatable.of(broken)).as(where).isEqualTo(expected);
        }
        System.out.println(name + ": " + kills + " kills, " + inTheRecord
                + " of them between the first line of the record and its last");
        return inTheRecord;
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
