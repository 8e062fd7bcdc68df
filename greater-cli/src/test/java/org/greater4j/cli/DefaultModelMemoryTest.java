package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.greater4j.app.Defaults;
import org.greater4j.app.Models;
import org.greater4j.app.Optimization;
import org.greater4j.app.RunListener;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.StepRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What searches with the default model take of memory, in processes of their own. They take many minutes: {@code mvn -P heavy}. */
@Tag("heavy")
class DefaultModelMemoryTest {
    private static final long PATIENCE_HOURS = 3;
    private static final int STEPS = 50;
    private static final int SETTLED = 10;
    /** The prompt grows meanwhile, and the caches with it: by 0.06 GiB when it was measured. */
    private static final long GROWTH = 256L << 20;

    private static final long MOST_RESIDENT = 3L << 30;
    // as greater-torch/engine.sh sets it
    private static final Map<String, String> ENGINE = Map.of(
            "GLIBC_TUNABLES",
            "glibc.malloc.hugetlb=1",
            "MALLOC_MMAP_THRESHOLD_",
            "1073741824",
            "MALLOC_TRIM_THRESHOLD_",
            "1073741824",
            "MALLOC_ARENA_MAX",
            "1");

    @TempDir
    Path folder;

    @BeforeEach
    void needsModel() {
        CommandRun.needsDefaultModel();
    }

    @Test
    void fiftyStepsGrowNothing() throws IOException, InterruptedException {
        Path figures = folder.resolve("figures.txt");
        Path errors = folder.resolve("errors.txt");
        Process process = CommandProcess.start(
                errors, Soak.class, ENGINE, List.of(folder.resolve("run").toString(), figures.toString()));
        assertThat(process.waitFor(PATIENCE_HOURS, TimeUnit.HOURS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        List<long[]> steps = Files.readAllLines(figures).stream()
                .map(line -> Arrays.stream(line.split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray())
                .toList();
        assertThat(steps).hasSize(STEPS);
        System.out.println("position, native objects and resident MiB at step " + SETTLED + ": "
                + Arrays.toString(steps.get(SETTLED - 1)) + ", at step " + STEPS + ": "
                + Arrays.toString(steps.get(STEPS - 1)));
        // every token of the prompt in front of the position has its hidden state in the cache, and nothing else stays
        List<Long> others = new ArrayList<>();
        long perToken = perToken(steps);
        for (long[] step : steps.subList(SETTLED, STEPS)) {
            others.add(step[1] - perToken * step[0]);
        }
        assertThat(others).as("native objects beside the cached prompt").containsOnly(others.get(0));
        assertThat((steps.get(STEPS - 1)[2] - steps.get(SETTLED - 1)[2]) << 20).isLessThan(GROWTH);
    }

    private static long perToken(List<long[]> steps) {
        for (int at = SETTLED; at < STEPS; at++) {
            if (steps.get(at)[0] == steps.get(at - 1)[0] + 1) {
                return steps.get(at)[1] - steps.get(at - 1)[1];
            }
        }
        throw new AssertionError("expected a step at the position behind the one before");
    }

    /** A search of 50 steps that writes position, number of native objects and resident MiB behind each. */
    static final class Soak {
        private Soak() {}

        public static void main(String[] words) {
            RunListener listener = new RunListener() {
                @Override
                public void stepDone(StepRecord step, ScoredPrompt best, int steps) {
                    try {
                        Files.writeString(
                                Path.of(words[1]),
                                step.position() + " " + Pointer.totalCount() + " " + (Pointer.physicalBytes() >> 20)
                                        + "\n",
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            };
            new Optimization(new Models(), listener)
                    .run(Defaults.run().withSizes(10, 4, 4).withSteps(STEPS), Path.of(words[0]));
        }
    }

    @Test
    void fiftyExamplesOfAPapersTaskStayBelowThreeGibibytes() throws IOException, InterruptedException {
        Path data = shared("data");
        Path errors = folder.resolve("errors.txt");
        Process process = CommandProcess.start(
                errors,
                ENGINE,
                List.of(
                        "optimize",
                        "--task",
                        "bbh/object_counting",
                        "--data",
                        data.toString(),
                        "--train",
                        "50",
                        "--dev",
                        "10",
                        "--test",
                        "20",
                        "--steps",
                        "3",
                        "--max-new-tokens",
                        "64",
                        "--dtype",
                        "float32",
                        "--out",
                        folder.resolve("run").toString()));
        long peak = 0;
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peak(process));
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        System.out.println("50 examples of object_counting: " + (peak >> 20) + " MiB resident at most");
        assertThat(peak).isBetween(1L << 30, MOST_RESIDENT);
    }

    /** Most bytes that a process had in RAM; 0 if it has ended. */
    private static long peak(Process process) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "not tested: this system does not tell it");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static Path shared(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("shared").resolve(name);
            if (Files.exists(found)) {
                return found;
            }
        }
        assumeTrue(false, "not tested: no shared/" + name + " beside the checkout");
        throw new AssertionError();
    }
}
