package org.greater4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.app.Optimization;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "resume",
        header = "Go on with an interrupted run.",
        description = {
            "",
            "The finished run has the prompts, scores and draws of one that was never interrupted. A run that is finished"
                    + " already shows its result again. What the numbers hang on must be as before: another program, model"
                    + " file, task file or number of threads is told, and refused unless it is accepted."
        },
        footerHeading = "%nExamples%n",
        footer = {"  greater resume runs/20260131T120000Z-sentiment-1", "  greater resume runs/mine --json"})
final class ResumeCommand implements Command {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The run directory.")
    @Nullable
    String directory;

    @Option(
            names = "--accept-changes",
            description =
                    "Go on although the program, the model file, the task file or the number of threads is another"
                            + " than before; the run's events tell so.")
    boolean acceptChanges;

    @Mixin
    MemoryOption memory = new MemoryOption();

    @ArgGroup(validate = false, heading = "%nModels over the network%n", order = 7)
    RemoteOptions remote = new RemoteOptions();

    @ArgGroup(validate = false, heading = "%nProgress%n", order = 8)
    StreamOptions stream = new StreamOptions();

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(remote.problems());
        if (directory == null) {
            problems.add("DIR: expected a run directory, found none");
        }
        return problems;
    }

    @Override
    public int run(Invocation invocation) {
        Path path = Arguments.file(directory, "DIR").toPath();
        new RunCompletion(invocation, path, memory).complete(listener -> {
            Optimization optimization = new Optimization(
                            invocation.models(memory.ceiling()), listener, invocation.interruption())
                    .withLimits(remote::over);
            return (acceptChanges ? optimization.acceptingChanges() : optimization).resume(path);
        });
        return 0;
    }
}
