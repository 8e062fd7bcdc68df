package org.greater4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.greater4j.engine.Cost;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run as it is seen by another process while it is written. */
class RunFollowerTest {
    private static final RecordedPrompt PROMPT = new RecordedPrompt(" think", List.of(1, 2));

    @TempDir
    Path folder;

    private Path directory = Path.of("");
    private RunFollower follower = new RunFollower(directory);

    @BeforeEach
    void setUp() {
        directory = folder.resolve("run");
        follower = new RunFollower(directory);
    }

    private static Map<String, Object> assessed(int step) {
        return Map.of(
                "scored",
                Map.of("prompt", PROMPT, "score", 0.5, "mistakes", 1, "fluencyLoss", 2.5, "step", step),
                "complete",
                true,
                "rows",
                List.of());
    }

    private static void step(RunDirectory run, int number) {
        run.events()
                .append(
                        "step",
                        Map.ofEntries(
                                Map.entry("step", number),
                                Map.entry("position", 0),
                                Map.entry("before", PROMPT),
                                Map.entry("k", 10),
                                Map.entry("candidates", List.of(1)),
                                Map.entry("candidateTexts", List.of(" think")),
                                Map.entry("droppedByRoundTrip", 0),
                                Map.entry("gradient", List.of()),
                                Map.entry("trials", List.of()),
                                Map.entry("chosen", 1),
                                Map.entry("reason", "ONLY_CANDIDATE"),
                                Map.entry("after", PROMPT),
                                Map.entry("cost", new Cost(1, 1, 1))));
    }

    private static void checkpoint(RunDirectory run) {
        run.checkpoint(Map.of("cost", new Cost(30, 20, 10), "seconds", 1.5));
    }

    @Test
    void eachLookShowsWhatIsNewAndNothingNewIsTheSameLook() {
        try (RunDirectory run = RunDirectory.create(directory)) {
            run.start(Records.manifest());
            RunFollower.Look first = follower.look();
            assertThat(first.history().initial()).isNull();
            assertThat(first.active()).isTrue();
            run.events().append("started", assessed(0));
            checkpoint(run);
            RunFollower.Look second = follower.look();
            assertThat(second.history().initial()).isNotNull();
            assertThat(second.history().spent()).isNotNull();
            assertThat(follower.look()).isSameAs(second);
            for (int number = 1; number <= 3; number++) {
                step(run, number);
                checkpoint(run);
                assertThat(follower.look().history().steps()).hasSize(number);
            }
        }
        RunFollower.Look left = follower.look();
        assertThat(left.active()).isFalse();
        assertThat(left.history().steps()).hasSize(3);
        assertThat(left.history()).isEqualTo(RunHistory.of(RunRecord.read(directory)));
    }

    @Test
    void aTornLineIsNotSeenUntilItIsWhole() throws IOException {
        try (RunDirectory run = RunDirectory.create(directory)) {
            run.start(Records.manifest());
            run.events().append("started", assessed(0));
            step(run, 1);
        }
        Path events = directory.resolve("events.jsonl");
        byte[] whole = Files.readAllBytes(events);
        int torn = whole.length - 40;
        Files.write(events, Arrays.copyOf(whole, torn));
        assertThat(follower.look().history().steps()).isEmpty();
        Files.write(events, Arrays.copyOfRange(whole, torn, whole.length), StandardOpenOption.APPEND);
        assertThat(follower.look().history().steps()).hasSize(1);
    }

    @Test
    void stepsThatAResumedRunDropsAndDoesAgainAreSeenOnce() {
        try (RunDirectory run = RunDirectory.create(directory)) {
            run.start(Records.manifest());
            run.events().append("started", assessed(0));
            checkpoint(run);
            step(run, 1);
            step(run, 2);
        }
        assertThat(follower.look().history().steps()).hasSize(2);
        try (RunDirectory run = RunDirectory.open(directory)) {
            assertThat(follower.look().history().steps()).isEmpty();
            step(run, 1);
            step(run, 2);
            step(run, 3);
            checkpoint(run);
            assertThat(follower.look().history().steps())
                    .extracting(RunHistory.Step::step)
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void droppedStepsAreNoticedEvenIfTheLogHasGrownSince() {
        try (RunDirectory run = RunDirectory.create(directory)) {
            run.start(Records.manifest());
            run.events().append("started", assessed(0));
            checkpoint(run);
            step(run, 1);
        }
        assertThat(follower.look().history().steps()).hasSize(1);
        try (RunDirectory run = RunDirectory.open(directory)) {
            for (int number = 11; number <= 14; number++) {
                step(run, number);
            }
        }
        assertThat(follower.look().history().steps())
                .extracting(RunHistory.Step::step)
                .containsExactly(11, 12, 13, 14);
    }

    @Test
    void aDamagedLogIsRefused() throws IOException {
        try (RunDirectory run = RunDirectory.create(directory)) {
            run.start(Records.manifest());
            run.events().append("started", assessed(0));
            step(run, 1);
            checkpoint(run); // what is behind one may be torn
        }
        Path events = directory.resolve("events.jsonl");
        Files.writeString(events, Files.readString(events).replaceFirst("think", "drink"));
        assertThatThrownBy(follower::look)
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RUN));
    }

    @Test
    void whatAPowerCutLeftBehindTheCheckpointIsNotSeen() throws IOException {
        try (RunDirectory run = RunDirectory.create(directory)) {
            run.start(Records.manifest());
            run.events().append("started", assessed(0));
            checkpoint(run);
            for (int number = 1; number <= 3; number++) {
                step(run, number);
            }
        }
        Path events = directory.resolve("events.jsonl");
        String whole = Files.readString(events);
        // the step's number may stand last: maps of Java's own have another order in every process
        String damaged = whole.replaceFirst("\"step\":2([,}])", "\"step\":7$1");
        assertThat(damaged).isNotEqualTo(whole);
        Files.writeString(events, damaged);
        assertThat(follower.look().history().steps()).hasSize(1);
        try (RunDirectory run = RunDirectory.open(directory)) {
            for (int number = 1; number <= 4; number++) {
                step(run, number);
            }
        }
        assertThat(follower.look().history().steps()).hasSize(4);
    }

    @Test
    void aGlanceTellsARunFromItsSmallFiles() {
        try (RunDirectory run = RunDirectory.create(directory)) {
            run.start(Records.manifest());
            long before = RunGlance.stamp(directory);
            RunGlance begun = RunGlance.of(directory);
            assertThat(begun.scores()).isEmpty();
            assertThat(begun.prompt()).isNull();
            assertThat(begun.finished()).isFalse();
            run.checkpoint(Map.of(
                    "state",
                    Map.of(
                            "step",
                            2,
                            "history",
                            List.of(
                                    Map.of("prompt", Map.of("text", " a"), "score", 0.9, "step", 0),
                                    Map.of("prompt", Map.of("text", " b"), "score", 0.7, "step", 1),
                                    Map.of("prompt", Map.of("text", " c"), "score", 0.4, "step", 1),
                                    Map.of("prompt", Map.of("text", " d"), "score", 0.6, "step", 2)))));
            assertThat(RunGlance.stamp(directory)).isNotEqualTo(before);
            RunGlance glance = RunGlance.of(directory);
            assertThat(glance.steps()).isEqualTo(2);
            assertThat(glance.scores()).containsExactly(0.9, 0.4, 0.6);
            assertThat(glance.prompt()).isEqualTo(" c");
            run.finish(Records.result(Records.test()));
        }
        RunGlance ended = RunGlance.of(directory);
        assertThat(ended.finished()).isTrue();
        assertThat(ended.prompt()).isEqualTo(Records.PROMPT_TEXT);
        assertThat(ended.steps()).isEqualTo(9);
        assertThat(ended.test()).isNotNull();
        assertThat(ended.spent()).isNotNull();
        assertThat(ended.model()).isEqualTo("tiny");
        assertThat(ended.task()).isEqualTo("even");
    }

    @Test
    void aManifestSaysWhereAPromptCameFrom() {
        Manifest alone = Records.manifest();
        assertThat(alone.branchedFrom()).isNull();
        Manifest branched = new Manifest(
                alone.formatVersion(),
                alone.greaterVersion(),
                alone.started(),
                alone.settings(),
                alone.seed(),
                alone.model(),
                alone.task(),
                alone.split(),
                alone.placement(),
                alone.environment(),
                new Manifest.Branch("/runs/first", 3, true));
        try (RunDirectory run = RunDirectory.create(directory)) {
            run.start(branched);
        }
        assertThat(RunRecord.readManifest(directory).branchedFrom()).isEqualTo(branched.branchedFrom());
        assertThat(RunGlance.of(directory).branchedFrom()).isEqualTo(branched.branchedFrom());
        assertThat(branched.facts()).containsEntry("branchedFrom.step", "3");
    }

    @Test
    void aRunIsBeingWrittenAsLongAsItIsOpen() throws IOException {
        assertThat(RunRecord.isBeingWritten(directory)).isFalse();
        try (RunDirectory run = RunDirectory.create(directory)) {
            run.start(Records.manifest());
            assertThat(RunRecord.isBeingWritten(directory)).isTrue();
        }
        assertThat(RunRecord.isBeingWritten(directory)).isFalse();
        // a process of that number lives, but it is not the one that wrote it
        Files.writeString(
                directory.resolve(".lock"),
                Long.toString(ProcessHandle.current().pid()));
        assertThat(RunRecord.isBeingWritten(directory)).isFalse();
        Files.writeString(directory.resolve(".lock"), "no number");
        assertThat(RunRecord.isBeingWritten(directory)).isFalse();
    }
}
