package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
