package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.greater4j.app.Interruption;
import org.greater4j.app.memory.MemoryCeiling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of work that is given up in the middle: how to go on with it, as soon as there is something to go on with. */
class GoingOnTest {
    @TempDir
    Path folder;

    private final Interruption interruption = new Interruption();

    @Test
    void aRunThatIsResumedCanBeGoneOnWithBeforeItsModelIsLoaded() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{}");
        assertThatThrownBy(
                        () -> new RunCompletion(invocation("resume", folder.toString()), folder).complete(listener -> {
                            interruption.request();
                            interruption.check();
                            throw new AssertionError();
                        }))
                .isInstanceOf(Interrupted.class);
        assertThat(interruption.advice()).isEqualTo("go on with\n  greater resume " + folder);
    }

    @Test
    void aCeilingThatARunGoesOnUnderIsToldWithIt() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{}");
        MemoryOption memory = new MemoryOption();
        memory.memory = MemoryCeiling.parse("3 GB").orElseThrow();
        assertThatThrownBy(() -> new RunCompletion(invocation("resume"), folder, memory).complete(listener -> {
                    interruption.request();
                    interruption.check();
                    throw new AssertionError();
                }))
                .hasMessage("interrupted; go on with\n  greater resume " + folder + " --memory 3000MB");
    }

    @Test
    void beforeThereIsARecordThereIsNothingToGoOnWith() {
        assertThatThrownBy(() -> new RunCompletion(invocation("optimize"), folder.resolve("new")).complete(listener -> {
                    interruption.request();
                    interruption.check();
                    throw new AssertionError();
                }))
                .isInstanceOf(Interrupted.class)
                .hasMessageContaining("nothing was recorded");
        assertThat(interruption.advice()).isEmpty();
    }

    @Test
    void theSameCommandIsToldWithTheFolderThatWasChosen() {
        Invocation compare = invocation("compare", "--task", "my file.csv");
        assertThat(compare.again("--out", "runs/1")).isEqualTo("greater compare --task 'my file.csv' --out runs/1");
        assertThat(invocation("compare", "--out", "a").again("--out", "b")).isEqualTo("greater compare --out a");
        assertThat(invocation("compare", "--out=a").again("--out", "b")).isEqualTo("greater compare --out=a");
        assertThat(invocation("study", "s.yaml").again()).isEqualTo("greater study s.yaml");
    }

    @Test
    void workHasTwoSecondsToEndUnlessItAsksForMore() {
        assertThat(interruption.patience()).isEqualTo(Duration.ofSeconds(2));
        interruption.advise("go on");
        assertThat(interruption.patience()).isEqualTo(Duration.ofSeconds(2));
    }

    private Invocation invocation(String... words) {
        Terminal terminal = Terminal.plain(new ByteArrayOutputStream(), new ByteArrayOutputStream(), Map.of());
        return new Invocation(List.of(words), terminal, new Narration(terminal, true), interruption, false, null);
    }
}
