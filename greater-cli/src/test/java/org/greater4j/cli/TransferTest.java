package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.greater4j.app.Interruption;
import org.greater4j.run.RunLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a transfer: one process writes to it, and the command that goes on with it is told. */
class TransferTest {
    @TempDir
    Path folder;

    @Test
    void oneProcessWritesAndAnInterruptedOneTellsHowToGoOn() throws IOException {
        Path model = ByteModel.write(folder, "llama");
        Path run = folder.resolve("run");
        CommandRun.of(KillTest.words(model, run).toArray(String[]::new)).succeeds();
        Path out = folder.resolve("out folder");
        String[] words = {"transfer", run.toString(), "--model", model.toString(), "--out", out.toString()};

        Interruption interruption = new Interruption();
        interruption.request();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exitCode =
                Main.run(List.of(words), Terminal.plain(new ByteArrayOutputStream(), errors, Map.of()), interruption);
        String goOn = "go on with\n  greater transfer " + run + " --model " + model + " --out '" + out + "'";
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("greater: interrupted; " + goOn);
        assertThat(interruption.advice()).isEqualTo(goOn);
        assertThat(exitCode).isEqualTo(130);

        RunLock lock = RunLock.take(out);
        try {
            assertThat(CommandRun.of(words).fails(4, "RUN_IN_USE").err()).contains(out.toString());
        } finally {
            lock.close();
        }
        CommandRun.of(words).succeeds();
        assertThat(out).isNotEmptyDirectory();
    }

    @Test
    void aModelThatNobodyKnowsIsOneErrorAndMakesNoFolder() throws IOException {
        Path model = ByteModel.write(folder, "llama");
        Path run = folder.resolve("run");
        CommandRun.of(KillTest.words(model, run).toArray(String[]::new)).succeeds();
        Path out = folder.resolve("out");
        assertThat(CommandRun.of(
                                "transfer",
                                run.toString(),
                                "--model",
                                model + ",smollm3-135m,gema",
                                "--out",
                                out.toString())
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("smollm3-135m", "gema");
        assertThat(out).doesNotExist();
    }
}
