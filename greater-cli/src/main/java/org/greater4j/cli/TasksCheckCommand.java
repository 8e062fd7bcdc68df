package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.app.SizeChoice;
import org.greater4j.error.ErrorCode;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.greater4j.tasks.TaskCatalogue;
import org.greater4j.tasks.TaskCheck;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "check",
        header = "Check a file of your own: every bad row with its line, and how the rest is read.",
        footerHeading = "%nExamples%n",
        footer = {
            "  greater tasks check reviews.csv",
            "  greater tasks check questions.jsonl --answer-format number",
            "  greater tasks check task.yaml --json"
        })
final class TasksCheckCommand implements Command {
    private static final int FEW_TEST_ROWS = 50;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; the same as --task.")
    @Nullable
    String file;

    @ArgGroup(validate = false, heading = "%nTask%n", order = 1)
    TaskOptions options = new TaskOptions();

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(options.problems());
        if ((file == null) == (options.task == null)) {
            problems.add("FILE: expected one file, found " + (file == null ? "none" : "two"));
        }
        return problems;
    }

    @Override
    public int run(Invocation invocation) {
        if (file != null) {
            options.task = file;
        }
        TaskCheck check = options.choice(invocation.terminal().environment()).check();
        Task task = check.task();
        if (invocation.json()) {
            ObjectNode object = JsonOutput.object();
            object.put("sound", task != null);
            object.put("rows", check.rows());
            object.put("badRows", check.badRows());
            check.problems().forEach(object.putArray("problems")::add);
            object.put("answerFormat", task == null ? null : task.answerFormat().name());
            object.put("extractor", task == null ? null : task.extractor());
            JsonOutput.print(invocation.terminal(), object);
        } else if (task == null) {
            check.problems().forEach(problem -> invocation.terminal().out().println(problem));
            invocation
                    .terminal()
                    .out()
                    .println("\n" + check.rows() + " rows, " + check.badRows() + " of them with problems");
        } else {
            invocation.terminal().out().print(TaskCatalogue.show(task, 1));
            invocation.terminal().out().println("\n" + check.rows() + " rows, all sound");
            SplitSizes sizes = new SizeChoice(null, null, null).fit(task);
            if (sizes.total() > check.rows()) {
                invocation
                        .terminal()
                        .out()
                        .println(
                                "too few rows: `optimize` needs at least one each to train on, to choose on and to test on");
            } else if (sizes.test() < FEW_TEST_ROWS) {
                invocation
                        .terminal()
                        .out()
                        .println("few rows: `optimize` would take " + sizes.train() + " to train on, " + sizes.dev()
                                + " to choose on and " + sizes.test() + " to test on; with fewer than "
                                + FEW_TEST_ROWS + " test questions only a large difference can be shown");
            }
        }
        return task == null ? ErrorCode.INVALID_TASK.blame().exitCode() : 0;
    }
}
