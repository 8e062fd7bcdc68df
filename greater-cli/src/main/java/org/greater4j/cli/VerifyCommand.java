package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.greater4j.app.Models;
import org.greater4j.app.verify.Verification;
import org.greater4j.app.verify.VerificationReport;
import org.greater4j.error.ErrorCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "verify",
        header = "Hold the engine against expected values that were computed elsewhere.",
        description = {
            "",
            "Prints the largest deviation of each kind of value. The exit code is 0 if all are within tolerance, else 1."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  greater verify ../shared/golden",
            "  greater verify ../shared/golden/steps_navigate.json --data ../shared/data"
        })
final class VerifyCommand implements Command {
    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description = "A file of expected values (blocks, a model's, or whole steps), or a folder of them.")
    @Nullable
    String path;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the published task files (default: the variable GREATER_DATA, else a folder data beside"
                            + " PATH or above it).")
    @Nullable
    String data;

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu or cuda (default: auto).")
    String device = "auto";

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public List<String> problems() {
        return path == null ? List.of("PATH: expected a file or folder of expected values, found none") : List.of();
    }

    @Override
    public int run(Invocation invocation) {
        Path expected = Arguments.file(path, "PATH").toPath();
        Models.useDevice(device);
        Path questions = data == null
                ? Verification.usualData()
                : Arguments.file(data, "--data").toPath();
        VerificationReport report =
                Verification.verify(expected, invocation.models(), questions, invocation.interruption());
        invocation.narration().clear();
        Terminal terminal = invocation.terminal();
        if (invocation.json()) {
            ObjectNode object = JsonOutput.object();
            object.put("path", report.path().toString());
            object.put("layout", report.layout());
            object.put("ok", report.ok());
            object.set("checks", JsonOutput.of(report.checks()));
            JsonOutput.print(terminal, object);
        } else {
            report.lines().forEach(terminal.out()::println);
        }
        return report.ok() ? 0 : ErrorCode.EXPECTATION_NOT_MET.blame().exitCode();
    }
}
