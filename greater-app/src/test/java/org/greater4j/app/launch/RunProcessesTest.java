package org.greater4j.app.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.greater4j.app.Budget;
import org.greater4j.app.Defaults;
import org.greater4j.app.Preset;
import org.greater4j.app.RunConfig;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.Manifest;
import org.greater4j.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that do as their directory's name says. */
class RunProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final RunProcesses processes = new RunProcesses(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ScriptedProgram.class.getName()));

    @AfterEach
    void close() {
        processes.close();
    }

    private Path begin(String name) {
        Path directory = folder.resolve(name);
        processes.begin(new RunOrder(Defaults.run(), directory, null));
        return directory;
    }

    private RunActivity await(Path directory, Predicate<RunActivity> wanted) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            RunActivity activity = processes.activity(directory).orElseThrow();
            if (wanted.test(activity)) {
                return activity;
            }
            assertThat(Instant.now()).as("still " + activity).isBefore(end);
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRunIsHeardOfUntilItEndsAndWasToldItsOrder() {
        Path directory = begin("ends");
        assertThat(await(directory, activity -> !activity.alive()).failure()).isNull();
        assertThat(directory.resolve("said")).hasContent("begin --json-stream");
        processes.resume(directory);
        assertThat(await(directory, activity -> !activity.alive()).failure()).isNull();
        assertThat(directory.resolve("said")).hasContent("resume " + directory + " --json-stream");
    }

    @Test
    void progressIsToldAndAStopEndsTheProcess() {
        Path directory = begin("stays");
        RunActivity activity =
                await(directory, now -> now.phase() == RunActivity.Phase.RUNNING && now.secondsLeft() > 0);
        assertThat(activity.label()).isEqualTo("step 2 of 4: gradient 1/2");
        // one step of four, and half of the second of three parts of the next
        assertThat(activity.fraction()).isEqualTo((1 + 1.5 / 3) / 4);
        assertThat(processes.stop(directory)).isTrue();
        assertThat(await(directory, now -> !now.alive()).failure()).isNull();
        assertThat(processes.stop(directory)).isFalse();
        assertThat(processes.stop(folder.resolve("unknown"))).isFalse();
    }

    @Test
    void oneWorksAtATimeAndAWaitingOneCanBeStopped() {
        Path first = begin("stays-first");
        Path second = begin("stays-second");
        Path third = begin("ends-third");
        await(first, now -> now.phase() == RunActivity.Phase.RUNNING);
        assertThat(processes.activity(second).orElseThrow().phase()).isEqualTo(RunActivity.Phase.WAITING);
        assertThat(processes.stop(second)).isTrue();
        assertThat(processes.activity(second).orElseThrow().alive()).isFalse();
        assertThat(processes.stop(first)).isTrue();
        assertThat(await(third, now -> !now.alive()).failure()).isNull();
        assertThat(second.resolve("said")).doesNotExist();
        assertThat(processes.directories()).containsExactly(first, second, third);
    }

    @Test
    void whatAFailureSaysIsKept() {
        Path fails = begin("fails");
        assertThat(await(fails, now -> !now.alive()).failure()).isEqualTo("expected a model, found none");
        Path crashes = begin("crashes");
        assertThat(await(crashes, now -> !now.alive()).failure()).contains("exit code 134");
    }

    @Test
    void aDirectoryHasOneProcess() {
        Path directory = begin("stays");
        assertThatThrownBy(() -> processes.resume(directory))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_IN_USE));
    }

    @Test
    void aProgramThatIsNotThereIsAFailureOfTheRun() {
        try (RunProcesses broken =
                new RunProcesses(List.of(folder.resolve("no-such-program").toString()))) {
            broken.begin(new RunOrder(Defaults.run(), folder.resolve("run"), null));
            assertThat(broken.activity(folder.resolve("run")).orElseThrow().failure())
                    .contains("could not be started");
        }
    }

    @Test
    void anOrderComesBackAsItWas() {
        RunOrder order = new RunOrder(
                Defaults.run().withInit(" “a”\n b").withSteps(9),
                folder.resolve("x"),
                new Manifest.Branch("y", null, true));
        assertThat(RunOrder.read(order.json())).isEqualTo(order);
        assertThatThrownBy(() -> RunOrder.read("{}"))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("order: expected");
    }

    private static long tokens(RunConfig config, Task task) {
        return Objects.requireNonNull(RunEstimate.tokens(config, task));
    }

    @Test
    void anEstimateGrowsWithTheWorkAndCountsTheParts() {
        Task task = Defaults.run().task().load();
        long tokens = tokens(Defaults.run(), task);
        assertThat(tokens(Defaults.run().withSteps(8), task)).isGreaterThan(tokens);
        assertThat(tokens(Defaults.run().withoutTest(), task)).isLessThan(tokens);
        assertThat(tokens(Defaults.run().withMethod("initial"), task)).isLessThan(tokens / 2);
        // a row of training: the initial prompt alone has one of each example
        RunConfig initial = Defaults.run().withMethod("initial").withoutTest();
        long row = tokens(initial.withSizes(2, 0, 0), task) - tokens(initial.withSizes(1, 0, 0), task);
        assertThat(row).isBetween(60L, 300L);
        // the current token is a trial more in each of the steps where it competes
        RunConfig paper = Defaults.run().withSearch(Preset.PAPER.search().withSteps(Defaults.STEPS));
        assertThat(tokens - tokens(paper, task)).isEqualTo(Defaults.STEPS * Defaults.TRAIN * row);
        // a method by text feedback decides itself what it asks
        RunConfig ape = Defaults.run().withMethod("ape");
        assertThat(RunEstimate.tokens(ape, task)).isNull();
        assertThat(tokens(ape.withBudget(new Budget(1_000_000L, null)), task)).isGreaterThan(1_000_000);
    }
}
