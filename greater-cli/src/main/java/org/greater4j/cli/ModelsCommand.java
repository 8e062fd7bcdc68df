package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.greater4j.app.Defaults;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.download.LocatedModel;
import org.greater4j.app.memory.AvailableMemory;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "models",
        header = "List the models that are known by name or on disk, or fetch one.",
        synopsisSubcommandLabel = "[COMMAND]",
        description = {
            "",
            "A model is named by the catalogue, by organisation/name[@revision] or organisation/name/file.gguf on the"
                    + " Hugging Face hub, or by the path of a .gguf file or a folder. HF_TOKEN, HF_HOME, HF_ENDPOINT and"
                    + " HF_HUB_OFFLINE are heeded, and the hub's cache is shared with other programs."
        },
        commandListHeading = "%nCommands%n",
        subcommands = {ModelsCommand.Pull.class, ModelsCommand.Show.class, ModelsCommand.PathOf.class},
        footerHeading = "%nExamples%n",
        footer = {
            "  greater models",
            "  greater models show gemma-3-270m",
            "  greater models pull " + Defaults.MODEL,
            "  greater models pull HuggingFaceTB/SmolLM2-135M-Instruct"
        })
final class ModelsCommand implements Command {
    @Option(
            names = "--train",
            paramLabel = "N",
            description = "Training examples that the memory is told for (default: " + Defaults.TRAIN + ").")
    int train = Defaults.TRAIN;

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public List<String> problems() {
        return trainProblems(train);
    }

    @Override
    public int run(Invocation invocation) {
        List<ListedModel> models = ListedModel.all(invocation.models(), train);
        if (invocation.json()) {
            AvailableMemory available = AvailableMemory.now();
            ObjectNode object = JsonOutput.object();
            Models.families().forEach(object.putArray("families")::add);
            ArrayNode list = object.putArray("models");
            models.forEach(model -> list.add(model.json()));
            object.put("memoryForExamples", train)
                    .put("availableMemoryBytes", available.bytes())
                    .put("availableMemoryLimitedBy", available.limitedBy());
            JsonOutput.print(invocation.terminal(), object);
        } else {
            new ModelsReport(invocation.terminal(), train).print(models);
        }
        return 0;
    }

    private static List<String> trainProblems(int train) {
        List<String> problems = new ArrayList<>();
        if (train < 1 || train > 1_000_000) {
            problems.add("--train: expected 1 to 1000000, found " + train);
        }
        return problems;
    }

    @CommandLine.Command(
            abbreviateSynopsis = true,
            sortOptions = false,
            name = "pull",
            header = "Fetch a model, or check the one on disk.",
            footerHeading = "%nExamples%n",
            footer = {
                "  greater models pull",
                "  greater models pull " + Defaults.MODEL + " --json",
                "  greater models pull organisation/name@revision",
                "  greater models pull organisation/name/file.gguf"
            })
    static final class Pull implements Command {
        @Parameters(
                arity = "0..1",
                paramLabel = "M",
                description =
                        "A name that `greater models` lists, or organisation/name[@revision] on the Hugging Face hub"
                                + " (default: " + Defaults.MODEL + ").")
        @Nullable
        String model;

        @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
        CommonOptions common = new CommonOptions();

        @Override
        public int run(Invocation invocation) {
            LocatedModel located;
            try {
                located = invocation.models().check(model == null ? Defaults.MODEL : model);
            } catch (Interruption.Requested | Models.InterruptedDownload e) {
                invocation.narration().clear();
                throw new Interrupted("interrupted; the next download goes on where a source can do that");
            }
            invocation.narration().clear();
            if (invocation.json()) {
                JsonOutput.print(
                        invocation.terminal(),
                        JsonOutput.object()
                                .put("name", located.name())
                                .put("path", located.path().toString())
                                .put("sha256", located.sha256()));
            } else {
                invocation.terminal().out().println(located.path());
            }
            return 0;
        }
    }

    @CommandLine.Command(
            abbreviateSynopsis = true,
            sortOptions = false,
            name = "show",
            header = "Tell all that is known of one model.",
            footerHeading = "%nExamples%n",
            footer = {"  greater models show", "  greater models show ./model.gguf --train 50"})
    static final class Show implements Command {
        @Parameters(
                arity = "0..1",
                paramLabel = "M",
                description =
                        "A name that `greater models` lists, or the path of a model (default: " + Defaults.MODEL + ").")
        @Nullable
        String model;

        @Option(
                names = "--train",
                paramLabel = "N",
                description = "Training examples that the memory is told for (default: " + Defaults.TRAIN + ").")
        int train = Defaults.TRAIN;

        @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
        CommonOptions common = new CommonOptions();

        @Override
        public List<String> problems() {
            return trainProblems(train);
        }

        @Override
        public int run(Invocation invocation) {
            ListedModel shown = ListedModel.named(invocation.models(), model == null ? Defaults.MODEL : model, train);
            if (invocation.json()) {
                JsonOutput.print(invocation.terminal(), shown.json());
            } else {
                new ModelsReport(invocation.terminal(), train).print(shown);
            }
            return 0;
        }
    }

    @CommandLine.Command(
            abbreviateSynopsis = true,
            sortOptions = false,
            name = "path",
            header = "Print where a model lies on this machine, without fetching it.",
            footerHeading = "%nExamples%n",
            footer = {"  greater models path", "  greater models path organisation/name"})
    static final class PathOf implements Command {
        @Parameters(
                arity = "0..1",
                paramLabel = "M",
                description = "A name that `greater models` lists (default: " + Defaults.MODEL + ").")
        @Nullable
        String model;

        @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
        CommonOptions common = new CommonOptions();

        @Override
        public int run(Invocation invocation) {
            String name = model == null ? Defaults.MODEL : model;
            Optional<Path> path = invocation.models().pathOf(name);
            if (path.isEmpty()) {
                throw new GreaterException(
                        ErrorCode.FILE_NOT_FOUND,
                        "model " + name + ": expected it on this machine, found no complete copy; fetch it with `"
                                + invocation.narration().command() + " models pull " + Text.shellWord(name) + "`");
            }
            if (invocation.json()) {
                JsonOutput.print(
                        invocation.terminal(),
                        JsonOutput.object()
                                .put("name", name)
                                .put("path", path.get().toString()));
            } else {
                invocation.terminal().out().println(path.get());
            }
            return 0;
        }
    }
}
