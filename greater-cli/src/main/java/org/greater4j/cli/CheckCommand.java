package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.greater4j.app.Finding;
import org.greater4j.app.check.RunCheck;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "check",
        header = "Hold the record of a run against its own rules.",
        description = {
            "",
            "Are the files whole? Do steps, scores, choices and result agree with each other? Was the test part opened once?"
                    + " Does the model, asked again, find the same losses, and do the prompts' texts encode to their ids? Changes"
                    + " nothing. The exit code is 0 if all rules hold."
        },
        footerHeading = "%nExamples%n",
        footer = {"  greater check runs/mine", "  greater check runs/mine --no-model --json"})
final class CheckCommand implements Command {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The run directory, of a finished run or not.")
    @Nullable
    String directory;

    @Option(names = "--no-model", description = "Leave out what needs the model.")
    boolean noModel;

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public List<String> problems() {
        return directory == null ? List.of("DIR: expected a run directory, found none") : List.of();
    }

    @Override
    public int run(Invocation invocation) {
        Path run = Arguments.file(directory, "DIR").toPath();
        FindingsText text = new FindingsText(invocation.terminal());
        List<Finding> findings = new RunCheck(invocation.models(), invocation.interruption())
                .check(run, !noModel, invocation.json() ? finding -> {} : text::print);
        if (invocation.json()) {
            ObjectNode object = FindingsText.json(findings);
            object.put("directory", run.toAbsolutePath().normalize().toString());
            JsonOutput.print(invocation.terminal(), object);
        }
        return FindingsText.exitCode(findings);
    }
}
