package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control-C on a JVM of its own, at the moments where it could do harm. */
class InterruptionTest {
    private static final List<String> OPTIONS = List.of(
            "--train",
            "3",
            "--dev",
            "3",
            "--test",
            "6",
            "--steps",
            "2",
            "--max-new-tokens",
            "8",
            "--finalists",
            "2",
            "--json");
    private static final long PATIENCE_SECONDS = 300;
    // two, and what a busy machine takes to notice
    private static final long SOON_SECONDS = 7;
    private static final int SIGNALS = Integer.getInteger("greater.signals", 3);
    private static final Map<String, String> ONE_THREAD = Map.of("OMP_NUM_THREADS", "1");

    @TempDir
    Path folder;

    @Test
    void interruptedRunGoesOnToTheResultOfTheUnbrokenOne() throws IOException, InterruptedException {
        CommandRun.needsDefaultModel();
        Path broken = folder.resolve("broken");
        Path errors = folder.resolve("errors.txt");
        Process process = start(broken, errors);
        waitFor(process, broken.resolve("events.jsonl"), "\"type\":\"step\"");
        signal(process);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        String told = Files.readString(errors);
        assertThat(process.exitValue()).as(told).isEqualTo(130);
        // on a busy machine the pass under way may take longer than the patience
        assertThat(told)
                .containsPattern("greater: (interrupted|the model is still computing; ending without it); go on with");
        assertThat(told).contains("\n  greater resume " + broken);
        assertThat(told).doesNotContain("\tat ", "SIGSEGV");
        assertThat(broken.resolve("result.json")).doesNotExist();

        JsonNode resumed =
                CommandRun.of("resume", broken.toString(), "--json").succeeds().json();
        List<String> words = new ArrayList<>(
                List.of("optimize", "--out", folder.resolve("whole").toString()));
        words.addAll(OPTIONS);
        JsonNode whole = CommandRun.of(words.toArray(String[]::new)).succeeds().json();
        assertThat(repeatable(resumed)).isEqualTo(repeatable(whole));
    }

    @Test
    void interruptionBeforeTheRunBeganLeavesNothing() throws IOException, InterruptedException {
        CommandRun.needsDefaultModel();
        Path run = folder.resolve("run");
        Path errors = folder.resolve("errors.txt");
        Process process = start(run, errors);
        waitFor(process, run.resolve(".lock"), "");
        signal(process);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(Files.readString(errors)).contains("greater: interrupted");
        if (Files.exists(run)) {
            // the signal came after the manifest was written: then it is a run that can be gone on with
            assertThat(run.resolve("manifest.json")).exists();
        }
    }

    @Test
    void aPassThatTakesLongIsGivenUpInTwoSecondsWithoutHarm() throws IOException, InterruptedException {
        CommandRun.needsDefaultModel();
        for (int signal = 1; signal <= SIGNALS; signal++) {
            Path run = folder.resolve("run-" + signal);
            Ended ended = giveUp(
                    signal,
                    run.resolve("manifest.json"),
                    longPass("optimize", "--out", run.toString(), "--train", "60"));
            assertThat(ended.told()).contains("ending without it; go on with\n  greater resume " + run);
        }
    }

    @Test
    void aStudyInTheMiddleOfALongPassTellsHowToGoOn() throws IOException, InterruptedException {
        CommandRun.needsDefaultModel();
        Path file = Files.writeString(folder.resolve("grid.yaml"), """
                tasks: [gen/sentiment]
                methods: [greater]
                seeds: [1]
                settings: {train: 60, dev: 3, test: 6, steps: 1, max-new-tokens: 8}
                """);
        Path out = folder.resolve("study");
        Ended ended = giveUp(
                1,
                out.resolve("smollm2-135m-instruct/gen-sentiment/greater/seed-1/manifest.json"),
                List.of("study", file.toString(), "--out", out.toString()));
        assertThat(ended.told()).contains("ending without it; go on with\n  greater study " + file + " --out " + out);
    }

    @Test
    void anEvaluationEndsInTwoSecondsToo() throws IOException, InterruptedException {
        CommandRun.needsDefaultModel();
        Path errors = folder.resolve("errors.txt");
        Process process =
                CommandProcess.start(errors, ONE_THREAD, longPass("evaluate", "--prompt", "", "--limit", "70"));
        waitFor(process, errors, "model ");
        Ended ended = end(process, errors);
        assertThat(ended.told()).contains("greater: ");
    }

    /** What came of a process that was told to end. */
    private record Ended(String told) {}

    // with one thread the questions of 60 examples take longer than the patience, in one call
    private static List<String> longPass(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dtype", "float32", "--max-new-tokens", "8"));
        return all;
    }

    private Ended giveUp(int number, Path begun, List<String> words) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors-" + number + ".txt");
        Process process = CommandProcess.start(errors, ONE_THREAD, words);
        waitFor(process, begun, "");
        Thread.sleep(100L * number);
        return end(process, errors);
    }

    private static Ended end(Process process, Path errors) throws IOException, InterruptedException {
        signal(process);
        assertThat(process.waitFor(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        String told = Files.readString(errors);
        assertThat(process.exitValue()).as(told).isEqualTo(130);
        assertThat(told).doesNotContain("\tat ", "SIGSEGV", "fatal error");
        assertThat(Path.of("hs_err_pid" + process.pid() + ".log")).doesNotExist();
        return new Ended(told);
    }

    private static Process start(Path run, Path errors) throws IOException {
        List<String> words = new ArrayList<>(List.of("optimize", "--out", run.toString()));
        words.addAll(OPTIONS);
        return CommandProcess.start(errors, words);
    }

    private static void waitFor(Process process, Path file, String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            if (Files.exists(file) && Files.readString(file).contains(text)) {
                return;
            }
            Thread.sleep(10);
        }
        assertThat(process.isAlive()).as("the run is still going on").isTrue();
    }

    // a JVM whose parent ignores SIGINT, as jobs in the background do, ignores it too; SIGTERM is handled alike
    private static void signal(Process process) throws IOException, InterruptedException {
        String name = ignoresInterrupts() ? "-TERM" : "-INT";
        new ProcessBuilder("kill", name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    /** What two runs of the same settings agree on: all but where they lie, and the time and the work of doing a step again. */
    private static JsonNode repeatable(JsonNode result) {
        return ((ObjectNode) result.deepCopy()).without(List.of("directory", "promptFile", "seconds", "cost"));
    }
}
