package org.greater4j.cli;

import org.greater4j.app.Version;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The command itself, which only names the others. */
@CommandLine.Command(
        name = "greater",
        sortOptions = false,
        versionProvider = GreaterCommand.Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        header = "Improves the prompt of a language model by gradients over its reasoning (GReaTer).",
        description = {
            "",
            "Without any option, `@|bold greater optimize|@` fetches a small model, makes up a task, and shows on held-out"
                    + " examples what a better prompt is worth."
        },
        optionListHeading = "%nOptions%n",
        commandListHeading = "%nCommands%n",
        footer = {
            "",
            "Exit codes: 0 done, 1 defect, 2 usage or bad input, 3 unsupported, 4 memory, disk or a budget, 5 something"
                    + " outside, 130 interrupted."
        },
        subcommands = {
            OptimizeCommand.class,
            ResumeCommand.class,
            EvaluateCommand.class,
            StudyCommand.class,
            CompareCommand.class,
            TransferCommand.class,
            UiCommand.class,
            ReportCommand.class,
            ModelsCommand.class,
            TasksCommand.class,
            VerifyCommand.class,
            CheckCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            BeginCommand.class
        })
final class GreaterCommand implements Command {
    @CommandLine.Mixin
    CommonOptions common = new CommonOptions();

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    boolean version;

    @Override
    public int run(Invocation invocation) {
        throw new GreaterException(
                ErrorCode.INVALID_OPTION,
                "expected a command, found none; `" + invocation.narration().command() + " --help` lists them");
    }

    static final class Versions implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "greater " + Version.current() + " (Java " + System.getProperty("java.version") + ", "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")"
            };
        }
    }
}
