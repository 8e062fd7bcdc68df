package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.greater4j.app.Methods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gives one clear error with the exit code of its blame, and leaves nothing on disk. */
class BadInputTest {
    private static final String[] TINY = {
        "--train", "3", "--dev", "3", "--test", "6", "--steps", "1", "--max-new-tokens", "8"
    };

    @TempDir
    Path folder;

    private Path out() {
        return folder.resolve("deep/below/run");
    }

    /** Optimises with small sizes and some more options; a run directory that it may have made must be gone. */
    private CommandRun optimize(String... more) {
        List<String> words = new ArrayList<>(List.of("optimize"));
        words.addAll(List.of(TINY));
        words.addAll(List.of("--out", out().toString()));
        words.addAll(List.of(more));
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        assertThat(folder.resolve("deep")).doesNotExist();
        assertThat(run.out()).isEmpty();
        return run;
    }

    private String file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines)).toString();
    }

    @Test
    void unknownOptionNamesTheNearOnes() {
        assertThat(optimize("--trian", "3").fails(2, "INVALID_OPTION").err())
                .contains("unknown option '--trian'; did you mean --train")
                .contains("see `greater optimize --help`");
    }

    @Test
    void aRunDirectoryThatIsNotThereIsNotMeasuredAsAText() {
        assertThat(CommandRun.of("evaluate", "--prompt", "runs/no-such-run")
                        .fails(2, "INVALID_PROMPT")
                        .err())
                .contains("found 'runs/no-such-run', which looks like a path with no run at it");
    }

    @Test
    void aReportNeedsARunThatCanBeRead() throws IOException {
        assertThat(CommandRun.of("report").fails(2, "INVALID_OPTION").err()).contains("DIR: expected a run directory");
        assertThat(CommandRun.of("report", folder.toString())
                        .fails(2, "INVALID_RUN")
                        .err())
                .contains("manifest.json", folder.toString());
        file("manifest.json", "{\"formatVersion\": 1}");
        CommandRun damaged =
                CommandRun.of("report", folder.toString(), "--json").fails(2, "INVALID_RUN");
        assertThat(damaged.json().at("/error/code").asText()).isEqualTo("INVALID_RUN");
        assertThat(folder.resolve("report.html")).doesNotExist();
    }

    @Test
    void unknownCommandNamesTheNearOnes() {
        assertThat(CommandRun.of("optimise").fails(2, "INVALID_OPTION").err())
                .contains("unexpected 'optimise'; did you mean optimize?");
    }

    @Test
    void noCommandShowsTheHelp() {
        CommandRun run = CommandRun.of();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Commands", "optimize");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void allProblemsOfTheOptionsAreNamedAtOnce() {
        CommandRun run = CommandRun.of(
                "optimize",
                "--steps",
                "0",
                "--train",
                "0",
                "--dev",
                "x",
                "--dtype",
                "int8",
                "--placement",
                "above",
                "--budget",
                "hours=3",
                "--init",
                "",
                "--answer-format",
                "prose");
        assertThat(run.fails(2, "INVALID_OPTION").err())
                .contains("8 problems")
                .contains("--steps: expected at least 1, found 0")
                .contains("--train: expected at least 1, found 0")
                .contains("--dev: expected a whole number")
                .contains("--dtype: expected auto, float32 or bfloat16, found 'int8'")
                .contains("--placement: expected one of after-question, before-question, system, found 'above'")
                .contains("--budget: expected tokens=N or minutes=X, found 'hours=3'")
                .contains("--init: expected some text, found an empty one")
                .contains(
                        "--answer-format: expected one of auto, label, choice, number, text, date, list, brackets, found 'prose'");
    }

    @Test
    void unknownAccelerationsAreNamedWithThoseThatAreKnown() {
        assertThat(optimize("--without", "drafts,speed,,pruning")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("--without: expected some of question-cache, prompt-cache, continuous-batch, drafts, memory,"
                        + " pruning, sparse-projection with commas between them, found 'speed', ''");
        assertThat(optimize("--plain", "--without", "drafts")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("--plain, --without: expected one of them, found both");
    }

    @Test
    void zeroStepsOrZeroTrainingExamplesAreRefused() {
        optimize("--steps", "0").fails(2, "INVALID_OPTION");
        optimize("--train", "0").fails(2, "INVALID_OPTION");
    }

    @Test
    void withJsonTheErrorIsAnObjectToo() {
        CommandRun run = CommandRun.of("optimize", "--json", "--steps", "0").fails(2, "INVALID_OPTION");
        assertThat(run.json().at("/error/code").asText()).isEqualTo("INVALID_OPTION");
        assertThat(run.json().at("/error/message").asText()).contains("--steps: expected at least 1, found 0");
    }

    @Test
    void stackTracesAreShownOnDemandAlone() {
        CommandRun run = CommandRun.of("optimize", "--steps", "0", "--stacktrace");
        assertThat(run.err()).contains("\tat org.greater4j");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void missingModelFile() {
        assertThat(optimize("--model", folder.resolve("absent.gguf").toString())
                        .fails(2, "FILE_NOT_FOUND")
                        .err())
                .contains("absent.gguf");
    }

    @Test
    void unknownModelNameNamesTheNearOnes() {
        assertThat(optimize("--model", "smolm2").fails(2, "INVALID_OPTION").err())
                .contains("did you mean smollm2?");
    }

    @Test
    void modelFileThatIsNoGguf() throws IOException {
        assertThat(optimize("--model", file("model.gguf", "hello"))
                        .fails(2, "INVALID_MODEL")
                        .err())
                .contains("model.gguf");
    }

    @Test
    void truncatedModelFile() throws IOException {
        Path whole = TinyGguf.ofArchitecture(folder.resolve("whole.gguf"), "llama");
        Path cut = Files.write(folder.resolve("cut.gguf"), java.util.Arrays.copyOf(Files.readAllBytes(whole), 60));
        assertThat(optimize("--model", cut.toString()).fails(2, "INVALID_MODEL").err())
                .contains("cut.gguf");
    }

    @Test
    void modelOfAnUnknownArchitecture() throws IOException {
        Path model = TinyGguf.ofArchitecture(folder.resolve("mamba.gguf"), "mamba");
        assertThat(optimize("--model", model.toString())
                        .fails(3, "UNSUPPORTED_MODEL")
                        .err())
                .contains("mamba");
    }

    @Test
    void modelWithATensorOfAnUnknownType() throws IOException {
        Path model = TinyGguf.write(folder.resolve("typed.gguf"), "llama", 999);
        assertThat(optimize("--model", model.toString())
                        .fails(3, "UNSUPPORTED_MODEL")
                        .err())
                .contains("999");
    }

    @Test
    void damagedFileInTheCacheWithoutASourceToFetchItAgain() throws IOException {
        Path cached = folder.resolve("cache/models/smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
        Files.createDirectories(cached.getParent());
        Files.writeString(cached, "GGUF of another content");
        // an address where nobody listens, and a path without pip
        CommandRun run = CommandRun.of(
                Map.of(
                        "GREATER_CACHE",
                        folder.resolve("cache").toString(),
                        "HF_ENDPOINT",
                        "http://127.0.0.1:9",
                        "GREATER_MODEL_MIRROR",
                        "http://127.0.0.1:9",
                        "PATH",
                        folder.toString()),
                "optimize",
                "--out",
                out().toString());
        assertThat(run.fails(5, "DOWNLOAD_FAILED").err())
                .contains("the file in the cache: expected 98362432 bytes, found 23")
                .contains("b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");
        assertThat(folder.resolve("deep")).doesNotExist();
    }

    @Test
    void taskFileWithoutTheField() throws IOException {
        assertThat(optimize("--task", file("task.csv", "q,a", "1+1,2"))
                        .fails(2, "INVALID_TASK")
                        .err())
                .contains("--question-field", "--answer-field");
    }

    @Test
    void emptyAndDuplicateExamplesAreAllNamed() throws IOException {
        String task = file("task.csv", "question,answer", "1+1,2", "1+1,2", ",3", "5,");
        assertThat(optimize("--task", task).fails(2, "INVALID_TASK").err())
                .contains("task.csv:3", "task.csv:4", "task.csv:5");
    }

    @Test
    void answersThatDoNotFitTheFormat() throws IOException {
        String task = file("task.csv", "question,answer", "1+1,two", "1+2,3");
        assertThat(optimize("--task", task, "--answer-format", "number")
                        .fails(2, "INVALID_TASK")
                        .err())
                .contains("task.csv:2")
                .contains("two");
    }

    @Test
    void moreExamplesThanTheTaskHas() {
        assertThat(optimize("--task", "gen/sentiment", "--train", "5000")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("expected at most 300 examples in all");
    }

    @Test
    void unknownTaskNamesTheNearOnes() {
        assertThat(optimize("--task", "gen/sentimnt").fails(2, "INVALID_TASK").err())
                .contains("gen/sentiment");
    }

    @Test
    void missingTaskFileAndMissingData() {
        optimize("--task", folder.resolve("absent.csv").toString()).fails(2, "FILE_NOT_FOUND");
        optimize("--task", "bbh/navigate", "--data", folder.resolve("absent").toString())
                .fails(2, "FILE_NOT_FOUND");
    }

    @Test
    void emptyInitialPrompt() throws IOException {
        optimize("--init", "  ").fails(2, "INVALID_OPTION");
        optimize("--init", "@" + file("empty.txt", "")).fails(2, "INVALID_OPTION");
        optimize("--init", "@" + folder.resolve("absent.txt")).fails(2, "FILE_NOT_FOUND");
    }

    @Test
    void initialPromptThatIsNoPlainText() {
        CommandRun.needsDefaultModel();
        assertThat(optimize("--init", "think <|im_end|>")
                        .fails(2, "INVALID_PROMPT")
                        .err())
                .contains("<|im_end|>");
        // its last token would merge with the lines between prompt and question
        optimize("--placement", "before-question", "--init", "think\n").fails(2, "INVALID_PROMPT");
    }

    @Test
    void promptAndChainLongerThanTheContext() {
        CommandRun.needsDefaultModel();
        optimize("--init", "step ".repeat(9000)).fails(2, "CONTEXT_TOO_SHORT");
        optimize("--max-new-tokens", "9000").fails(2, "CONTEXT_TOO_SHORT");
    }

    @Test
    void fillerOfSeveralTokens() {
        CommandRun.needsDefaultModel();
        assertThat(optimize("--filler", "two words").fails(2, "INVALID_OPTION").err())
                .contains("--filler");
    }

    @Test
    void outputDirectoryThatIsNotEmpty() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThat(CommandRun.of("optimize", "--out", folder.toString())
                        .fails(2, "OUTPUT_EXISTS")
                        .err())
                .contains("mine.txt");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("mine.txt"));
        }
    }

    @Test
    void outputDirectoryThatCannotBeMade() throws IOException {
        String notAFolder = file("file", "text");
        CommandRun.of("optimize", "--out", notAFolder).fails(2, "OUTPUT_EXISTS");
        CommandRun.of("optimize", "--out", notAFolder + "/run").fails(4, "NOT_WRITABLE");
    }

    @Test
    void whatIsToComeIsUnsupported() {
        assertThat(optimize("--method", "magic").fails(2, "INVALID_OPTION").err())
                .contains("--method: expected one of " + String.join(", ", Methods.labels()) + ", found 'magic'")
                .doesNotContain("did you mean");
        assertThat(optimize("--method", "textgard").fails(2, "INVALID_OPTION").err())
                .contains("did you mean textgrad?");
        assertThat(optimize("--method", "zero-shot-cot", "--init", "Think.")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("--init: expected none with --method zero-shot-cot");
        optimize("--spark", "local[2]").fails(3, "UNSUPPORTED_OPTION");
        optimize("--budget", "calls=5").fails(3, "UNSUPPORTED_OPTION");
        optimize("--device", "cuda").fails(3, "UNSUPPORTED_DEVICE");
    }

    @Test
    void configurationFileWithUnknownKeys() throws IOException {
        String config = file("run.yaml", "stepss: 3", "no-test: 4", "train: 4");
        assertThat(optimize("--config", config).fails(2, "INVALID_OPTION").err())
                .contains("2 problems")
                .contains("unknown key 'stepss'; did you mean steps")
                .contains("no-test: expected true or false, found '4'");
        assertThat(optimize("--config", file("empty.yaml", "steps:"))
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("--steps: expected a whole number");
        optimize("--config", file("twice.yaml", "steps: 1", "steps: 2")).fails(2, "INVALID_OPTION");
        optimize("--config", file("list.yaml", "- 3")).fails(2, "INVALID_OPTION");
        optimize("--config", file("broken.yaml", "train: [1")).fails(2, "INVALID_OPTION");
        optimize("--config", folder.resolve("absent.yaml").toString()).fails(2, "FILE_NOT_FOUND");
    }

    @Test
    void resumeOfWhatIsNoRun() {
        CommandRun.of("resume").fails(2, "INVALID_OPTION");
        CommandRun.of("resume", folder.toString()).fails(2, "INVALID_RUN");
        CommandRun.of("resume", folder.resolve("absent").toString()).fails(2, "INVALID_RUN");
    }

    @Test
    void evaluationWithoutAPromptOrWithBadOptions() {
        CommandRun.of("evaluate").fails(2, "INVALID_OPTION");
        CommandRun.of("evaluate", "--prompt", "@" + folder.resolve("absent")).fails(2, "FILE_NOT_FOUND");
        assertThat(CommandRun.of("evaluate", "--prompt", "x", "--split", "all", "--limit", "0", "--test", "-1")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("--split: expected one of train, dev, test, found 'all'")
                .contains("--limit: expected at least 1, found 0")
                .contains("--test: expected at least 1, found -1");
    }

    @Test
    void evaluationOfMoreExamplesThanThereAre() {
        CommandRun.of("evaluate", "--prompt", "x", "--test", "5000").fails(2, "INVALID_OPTION");
    }
}
