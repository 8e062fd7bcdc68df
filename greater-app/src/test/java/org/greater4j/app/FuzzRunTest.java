package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.greater4j.error.ErrorCode;
import org.greater4j.fuzz.Fuzz;
import org.greater4j.run.Disk;
import org.greater4j.run.Repeatable;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run directories with a damaged file: read, and gone on with. What is gone on with comes to the result of the sound one. */
class FuzzRunTest {
    private static final int SEED = 1;
    private static final Set<ErrorCode> DOCUMENTED = EnumSet.of(ErrorCode.INVALID_RUN);
    private static final List<String> FILES = List.of("manifest.json", "events.jsonl", "checkpoint.json");

    @TempDir
    Path folder;

    private Path sound;
    private RunResult expected;
    private boolean touched = true;

    @BeforeEach
    void breakOff() {
        Path whole = folder.resolve("whole");
        expected = new LetterRun(SEED, Disk.real()).begin(whole, model(Integer.MAX_VALUE), RunListener.SILENT);
        sound = folder.resolve("sound");
        assertThatThrownBy(() -> new LetterRun(SEED, Disk.real()).begin(sound, model(14), RunListener.SILENT))
                .isInstanceOf(LetterModel.Killed.class);
    }

    @Test
    void checkpoints() {
        Fuzz.Outcome outcome = Fuzz.run("checkpoint", 1, DOCUMENTED, random -> damaged("checkpoint.json", random));
        assertThat(outcome.refused()).isPositive();
    }

    @Test
    void events() {
        Fuzz.Outcome outcome = Fuzz.run("events", 1, DOCUMENTED, random -> damaged("events.jsonl", random));
        assertThat(outcome.refused()).isPositive();
    }

    @Test
    void manifests() throws IOException {
        byte[] manifest = Files.readAllBytes(sound.resolve("manifest.json"));
        Path run = copy(folder.resolve("manifest"));
        Fuzz.Outcome outcome = Fuzz.run("manifest", 1, DOCUMENTED, random -> {
            Files.write(run.resolve("manifest.json"), Fuzz.damage(manifest, random));
            RunHistory.of(RunRecord.read(run));
            RunConfig.ofRun(run);
        });
        assertThat(outcome.refused()).isPositive();
    }

    private void damaged(String name, Random random) throws IOException {
        Path run = folder.resolve("damaged");
        if (touched) {
            copy(run);
        }
        touched = false;
        byte[] bytes = Files.readAllBytes(sound.resolve(name));
        byte[] damaged = Fuzz.damage(bytes, random);
        Files.write(run.resolve(name), damaged);
        RunHistory.of(RunRecord.read(run));
        touched = true;
        RunResult result = new LetterRun(SEED, Disk.real()).resume(run, model(Integer.MAX_VALUE));
        assertThat(result.finalPrompt()).isEqualTo(expected.finalPrompt());
        assertThat(result.finalists()).isEqualTo(expected.finalists());
        assertThat(Repeatable.of(run).result())
                .isEqualTo(Repeatable.of(folder.resolve("whole")).result());
    }

    private Path copy(Path target) throws IOException {
        Files.createDirectories(target);
        for (String name : FILES) {
            Files.write(target.resolve(name), Files.readAllBytes(sound.resolve(name)));
        }
        Files.deleteIfExists(target.resolve("result.json"));
        return target;
    }

    private static LetterModel model(int lastQuestion) {
        return new LetterModel(SEED, true, lastQuestion);
    }
}
