package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.RunDirectoryName;
import org.greater4j.app.study.Transfer;
import org.greater4j.app.study.TransferTable;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.remote.RemoteName;
import org.greater4j.feedback.remote.Spending;
import org.greater4j.run.RunLock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "transfer",
        header = "Measure prompts of finished runs on other models, beside the prompts that they began with.",
        description = {
            "",
            "DIR is a run, or a folder with runs such as a study's. Each prompt is measured on the test examples of its run, on"
                    + " each model, and compared there with the run's initial prompt row by row. The same command goes on with what it"
                    + " began, if it is given the same --out."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  greater transfer runs/mine --model gemma-3-270m",
            "  greater transfer runs/first-study runs/mine --model gemma-3-270m,qwen.gguf --json",
            "  greater transfer --run runs/one,runs/two --to gemma-3-270m",
            "  greater transfer runs/mine --model openai:NAME@http://localhost:8000/v1"
        })
final class TransferCommand implements Command {
    @Parameters(arity = "0..*", paramLabel = "DIR", description = "Finished runs, or folders with some.")
    List<String> directories = new ArrayList<>();

    @Option(names = "--run", paramLabel = "DIR,...", description = "The same, with commas between them.")
    @Nullable
    String run;

    @Option(
            names = {"--model", "--to"},
            paramLabel = "M,...",
            description = "Models to measure on: names, files or folders, or models over the network, as for `greater"
                    + " evaluate`.")
    @Nullable
    String model;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of what is measured: new, empty, or that of a transfer to go on with (default:"
                    + " runs/TIME-transfer-N).")
    @Nullable
    String out;

    @Mixin
    MemoryOption memory = new MemoryOption();

    @ArgGroup(validate = false, heading = "%nModels over the network%n", order = 6)
    RemoteOptions remote = new RemoteOptions();

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(remote.problems());
        if (directories().isEmpty() || directories().stream().anyMatch(String::isEmpty)) {
            problems.add("DIR: expected at least one run, found " + (run == null ? "none" : "--run '" + run + "'"));
        }
        if (model == null || targets().stream().anyMatch(String::isEmpty)) {
            problems.add("--model: expected at least one model, found " + (model == null ? "none" : "'" + model + "'"));
        }
        return problems;
    }

    @Override
    public int run(Invocation invocation) {
        List<Path> runs = Transfer.runs(directories().stream()
                .map(directory -> Arguments.file(directory, "DIR").toPath())
                .toList());
        locateModels(invocation);
        Transfer transfer = new Transfer(
                invocation.models(memory.ceiling()),
                new EvaluationNarrator(invocation.narration()),
                invocation.interruption(),
                remote.choice());
        Path directory = out == null
                ? RunDirectoryName.next(
                        Path.of("runs"), "transfer", Clock.systemUTC().instant())
                : Arguments.file(out, "--out").toPath();
        StudyFolder.claim(directory, "transfer.txt", runs.size() + " runs on " + String.join(", ", targets()) + "\n");
        invocation.narration().say("folder " + directory);
        String advice = "go on with\n  " + invocation.again("--out", directory.toString());
        Transfer.Outcome outcome;
        RunLock lock = RunLock.take(directory);
        try {
            invocation.interruption().advise(advice);
            outcome = transfer.measure(runs, targets(), directory);
        } catch (Interruption.Requested | Models.InterruptedDownload e) {
            invocation.narration().clear();
            throw new Interrupted("interrupted; " + advice);
        } finally {
            lock.close();
        }
        TransferTable table = outcome.table();
        invocation.narration().clear();
        Spending spending = transfer.spending();
        if (spending != null) {
            invocation.narration().say("remote calls: " + SpendingText.of(spending));
        }
        if (invocation.json()) {
            ObjectNode object = JsonOutput.object();
            object.setAll((ObjectNode) JsonOutput.of(table));
            object.set("spending", spending == null ? null : JsonOutput.of(spending));
            if (outcome.ended() != null) {
                object.setAll(JsonOutput.error(Failure.of(outcome.ended())));
            }
            JsonOutput.print(invocation.terminal(), object);
        } else {
            invocation.terminal().out().print(table.markdown());
        }
        if (outcome.ended() != null) {
            throw new EndedEarly(outcome.ended());
        }
        return outcome.failures().isEmpty()
                ? 0
                : outcome.failures().get(0).code().blame().exitCode();
    }

    // a name that nobody knows makes no folder
    private void locateModels(Invocation invocation) {
        Models models = invocation.models(memory.ceiling());
        List<String> problems = new ArrayList<>();
        try {
            for (String target : targets()) {
                try {
                    if (!RemoteName.isRemote(target) && models.pathOf(target).isEmpty()) {
                        models.locate(target);
                    }
                } catch (GreaterException e) {
                    if (e.code() != ErrorCode.INVALID_OPTION && e.code() != ErrorCode.FILE_NOT_FOUND) {
                        throw e;
                    }
                    problems.add(e.getMessage());
                }
            }
        } catch (Models.InterruptedDownload e) {
            throw new Interrupted("interrupted while a model was fetched; nothing was measured yet");
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "transfer", problems);
        }
    }

    private List<String> directories() {
        return run == null
                ? directories
                : Stream.concat(directories.stream(), parts(run)).distinct().toList();
    }

    private List<String> targets() {
        return parts(String.valueOf(model)).distinct().toList();
    }

    private static Stream<String> parts(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip);
    }
}
