package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.greater4j.app.study.Study;
import org.greater4j.app.study.StudyCell;
import org.greater4j.app.study.StudyPlan;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "study",
        header = "Run a grid of tasks, methods, models and seeds, and make one table of it.",
        description = {
            "",
            "FILE is YAML with the keys tasks, methods, models, seeds and settings (options of `greater optimize` by their"
                    + " names). Each cell of the grid is an ordinary run. Whatever ended a study, the same command goes on with"
                    + " it; cells may be added to the file."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  greater study study.yaml",
            "  greater study study.yaml --check",
            "  greater study study.yaml --out runs/first-study --json"
        })
final class StudyCommand implements Command {
    private static final String COPY = "study.yaml";

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "What the study is, in YAML.")
    @Nullable
    String file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder of the study: new, empty, or that of the study to go on with (default: runs/NAME, by the"
                            + " file's name).")
    @Nullable
    String out;

    @Option(names = "--check", description = "Only read the file and its tasks, and tell the cells.")
    boolean check;

    @Mixin
    MemoryOption memory = new MemoryOption();

    @Option(names = "--accept-changes", description = "Go on with interrupted cells as `resume --accept-changes` does.")
    boolean acceptChanges;

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public List<String> problems() {
        return file == null ? List.of("FILE: expected a YAML file, found none") : List.of();
    }

    @Override
    public int run(Invocation invocation) {
        Path path = Arguments.file(file, "FILE").toPath();
        Path directory =
                out == null ? usual(path) : Arguments.file(out, "--out").toPath();
        StudyPlan plan = StudyFile.read(path, invocation.terminal().environment());
        if (check) {
            tell(invocation, plan, directory);
            return 0;
        }
        StudyFolder.claim(directory, COPY, read(path));
        return new StudyCompletion(invocation, plan, directory)
                .complete(
                        narrator -> {
                            Study study =
                                    new Study(invocation.models(memory.ceiling()), narrator, invocation.interruption());
                            return acceptChanges ? study.acceptingChanges() : study;
                        },
                        invocation.again());
    }

    private static void tell(Invocation invocation, StudyPlan plan, Path directory) {
        if (invocation.json()) {
            ObjectNode object = JsonOutput.object();
            object.put("name", plan.name());
            object.put("directory", directory.toAbsolutePath().normalize().toString());
            object.putArray("cells")
                    .addAll(plan.cells().stream()
                            .map(cell -> JsonOutput.object()
                                    .put("model", cell.model())
                                    .put("task", cell.taskName())
                                    .put("method", cell.method())
                                    .put("seed", cell.seed())
                                    .put(
                                            "directory",
                                            directory.resolve(cell.path()).toString()))
                            .toList());
            JsonOutput.print(invocation.terminal(), object);
            return;
        }
        invocation.terminal().out().println(StudyNarrator.grid(plan));
        for (StudyCell cell : plan.cells()) {
            invocation.terminal().out().println("  " + directory.resolve(cell.path()));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "FILE: expected a file that can be read, found none at " + file, e);
        }
    }

    private static Path usual(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return Path.of("runs").resolve(StudyCell.plain(dot > 0 ? name.substring(0, dot) : name));
    }
}
