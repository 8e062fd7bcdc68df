package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.greater4j.engine.Acceleration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "optimize",
                "resume",
                "evaluate",
                "study",
                "compare",
                "transfer",
                "report",
                "ui",
                "verify",
                "bench",
                "bench engine",
                "models",
                "models pull",
                "tasks",
                "tasks show"
            })
    void everyCommandHasHelpWithExamplesAndTheCommonOptions(String command) {
        CommandRun run = CommandRun.of((command + " --help").split(" ")).succeeds();
        assertThat(run.out())
                .contains("Usage: greater " + command, "Examples\n  greater " + command.split(" ")[0])
                .contains("--json", "--quiet", "--stacktrace", "--help");
        assertThat(run.out().lines().map(String::length)).allMatch(length -> length <= 88);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void defaultsInTheHelpAreThoseOfTheMethod() {
        String help = CommandRun.of("optimize", "--help").succeeds().out().replaceAll("\\s+", " ");
        var search = org.greater4j.app.Defaults.run().search();
        assertThat(help)
                .contains("--top-k=N Tokens that each example proposes (default: " + search.topK() + ")")
                .contains("(default: " + search.topKIncrement() + ").")
                .contains("are intersected (default: " + search.subsets() + ")")
                .contains("Examples in each of them (default: " + search.subsetSize() + ")")
                .contains("too few (default: " + search.minimumCandidates() + ")")
                .contains("tried in full (default: " + search.trials() + ")")
                .contains("training score (default: " + search.selectionFluencyWeight() + ")")
                .contains("at its end (default: " + search.filler() + ")")
                .contains("dev examples (default: " + search.finalists() + ")");
        var paper = org.greater4j.app.Preset.PAPER.search();
        assertThat(help)
                .contains("(default: " + (int) search.selectionLossShare() + "; --preset paper: "
                        + (int) paper.selectionLossShare() + ")")
                .contains("no step gets worse (default: " + word(search.keepIncumbent()) + "; --preset paper: "
                        + word(paper.keepIncumbent()) + ")")
                .contains("wins at once (default: " + word(search.stopWins()) + "; --preset paper: "
                        + word(paper.stopWins()) + ")");
        assertThat(search.patience()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"optimize", "resume", "evaluate", "study", "compare", "transfer", "bench"})
    void whateverLoadsAModelForLongHasACeilingOfMemory(String command) {
        assertThat(CommandRun.of(command, "--help").succeeds().out()).containsOnlyOnce("--memory=SIZE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resume", "study", "compare"})
    void whateverGoesOnWithRunsCanAcceptChanges(String command) {
        assertThat(CommandRun.of(command, "--help").succeeds().out()).contains("--accept-changes");
    }

    private static String word(boolean on) {
        return on ? "yes" : "no";
    }

    @Test
    void helpNamesEveryAcceleration() {
        String help = CommandRun.of("optimize", "--help").succeeds().out().replaceAll("\\s+", " ");
        assertThat(help)
                .contains(Arrays.stream(Acceleration.values())
                        .map(Acceleration::label)
                        .collect(Collectors.joining(", ", "Switch some off: ", ".")));
    }

    @Test
    void helpLoadsNothingOfTheEngine() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "optimize",
                        "--help")
                .redirectErrorStream(true)
                .start();
        String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(loaded)
                .contains("org.greater4j.cli.OptimizeCommand")
                .doesNotContain("org.bytedeco", "org.greater4j.torch", "ai.djl", "databind.ObjectMapper");
    }

    @Test
    void versionNamesTheProgram() {
        assertThat(CommandRun.of("--version").succeeds().out()).startsWith("greater ");
    }
}
