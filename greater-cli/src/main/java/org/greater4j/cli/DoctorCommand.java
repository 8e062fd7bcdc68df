package org.greater4j.cli;

import java.util.List;
import org.greater4j.app.Defaults;
import org.greater4j.app.Finding;
import org.greater4j.app.doctor.Doctor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "doctor",
        header = "Look whether this machine can do the work, and say what to do if not.",
        description = {
            "",
            "Looks at Java, the native libraries, threads, processor, memory, disk and the model's file, and holds the engine"
                    + " against values of PyTorch that come with the program. Fetches nothing. The exit code is 0 if"
                    + " nothing failed, else that of the first failure."
        },
        footerHeading = "%nExamples%n",
        footer = {"  greater doctor", "  greater doctor --model ./my-model.gguf --json"})
final class DoctorCommand implements Command {
    @Option(
            names = "--model",
            paramLabel = "M",
            description = "The model to look for (default: " + Defaults.MODEL + ").")
    @Nullable
    String model;

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public int run(Invocation invocation) {
        FindingsText text = new FindingsText(invocation.terminal());
        List<Finding> findings = new Doctor(
                        invocation.models(), invocation.terminal().environment(), invocation.interruption())
                .examine(model == null ? Defaults.MODEL : model, invocation.json() ? finding -> {} : text::print);
        if (invocation.json()) {
            JsonOutput.print(invocation.terminal(), FindingsText.json(findings));
        }
        return FindingsText.exitCode(findings);
    }
}
