package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.greater4j.app.TaskChoice;
import org.greater4j.task.Example;
import org.greater4j.task.Task;
import org.greater4j.tasks.TaskCatalogue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "tasks",
        header = "List the tasks that are known by name, or show one.",
        synopsisSubcommandLabel = "[COMMAND]",
        description = {
            "",
            "A .csv, .tsv, .jsonl or .json file is a task as well, by its path, and so is a .yaml task file. Tasks of gen/ are"
                    + " made up by the program; the others are read from --data, or fetched. An asterisk marks those that the"
                    + " paper reports."
        },
        commandListHeading = "%nCommands%n",
        subcommands = {TasksCommand.Show.class, TasksCheckCommand.class},
        footerHeading = "%nExamples%n",
        footer = {
            "  greater tasks",
            "  greater tasks show gen/sentiment --examples 5",
            "  greater tasks check reviews.csv"
        })
final class TasksCommand implements Command {
    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public int run(Invocation invocation) {
        List<TaskCatalogue.Entry> entries = TaskCatalogue.entries();
        if (invocation.json()) {
            ObjectNode object = JsonOutput.object();
            ArrayNode tasks = object.putArray("tasks");
            for (TaskCatalogue.Entry entry : entries) {
                ObjectNode task = tasks.addObject();
                task.put("name", entry.name());
                task.put("description", entry.description());
                task.put("answerFormat", entry.answerFormat());
                task.put("generated", entry.generated());
                task.put("inThePaper", entry.inThePaper());
                task.put("examples", entry.generated() ? null : (Integer) entry.examples());
                entry.difficulties().forEach(task.putArray("difficulties")::add);
            }
            JsonOutput.print(invocation.terminal(), object);
            return 0;
        }
        Terminal terminal = invocation.terminal();
        print(
                terminal,
                "Made up by the program",
                entries.stream().filter(TaskCatalogue.Entry::generated).toList());
        terminal.out().println();
        print(
                terminal,
                "Published, from files (--data) or fetched",
                entries.stream().filter(entry -> !entry.generated()).toList());
        terminal.out().println();
        terminal.out().println("  * reported in the paper");
        return 0;
    }

    private static void print(Terminal terminal, String heading, List<TaskCatalogue.Entry> entries) {
        terminal.out().println(terminal.outStyle().bold(heading));
        int widest =
                entries.stream().mapToInt(entry -> marked(entry).length()).max().orElse(0);
        String form = "  %-" + widest + "s  %-8s  %s";
        int indent = 2 + widest + 2 + 8 + 2;
        for (TaskCatalogue.Entry entry : entries) {
            String name = marked(entry);
            String answers = entry.answerFormat();
            for (String line : Text.wrap(entry.description(), Math.max(20, terminal.width() - indent))) {
                terminal.out().println(String.format(Locale.ROOT, form, name, answers, line));
                name = "";
                answers = "";
            }
        }
    }

    private static String marked(TaskCatalogue.Entry entry) {
        return entry.name() + (entry.inThePaper() ? " *" : "");
    }

    @CommandLine.Command(
            abbreviateSynopsis = true,
            sortOptions = false,
            name = "show",
            header = "Show a task: where it comes from, what leads to its answers, and some examples.",
            footerHeading = "%nExamples%n",
            footer = {
                "  greater tasks show gen/navigate --difficulty 2 --examples 1",
                "  greater tasks show bbh/navigate --data ../bbh",
                "  greater tasks show reviews.csv --question-field text --answer-field label"
            })
    static final class Show implements Command {
        private static final int SHOWN = 3;

        @Parameters(arity = "0..1", paramLabel = "T", description = "The task; the same as --task.")
        @Nullable
        String task;

        @Option(names = "--examples", paramLabel = "N", description = "How many to show (default: " + SHOWN + ").")
        @Nullable
        Integer examples;

        @ArgGroup(validate = false, heading = "%nTask%n", order = 1)
        TaskOptions options = new TaskOptions();

        @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
        CommonOptions common = new CommonOptions();

        @Override
        public List<String> problems() {
            List<String> problems = new ArrayList<>(options.problems());
            if (task == null && options.task == null) {
                problems.add("T: expected a task, found none");
            }
            if (task != null && options.task != null) {
                problems.add("T: expected one task, found '" + task + "' and '" + options.task + "'");
            }
            if (examples != null && examples < 0) {
                problems.add("--examples: expected at least 0, found " + examples);
            }
            return problems;
        }

        @Override
        public int run(Invocation invocation) {
            if (task != null) {
                options.task = task;
            }
            TaskChoice choice = options.choice(invocation.terminal().environment());
            Task loaded = choice.load(invocation.terminal().environment());
            int shown = examples == null ? SHOWN : examples;
            if (!invocation.json()) {
                invocation.terminal().out().print(TaskCatalogue.show(loaded, shown));
                return 0;
            }
            ObjectNode object = JsonOutput.object();
            object.put("name", loaded.name());
            object.put("source", loaded.source());
            object.put("answerFormat", loaded.answerFormat().name());
            object.put("answers", loaded.answerFormat().expectation());
            object.put("extractor", loaded.extractor());
            object.put("size", loaded.examples().size());
            ArrayNode list = object.putArray("examples");
            for (Example example : loaded.examples()
                    .subList(0, Math.min(shown, loaded.examples().size()))) {
                list.addObject()
                        .put("id", example.id())
                        .put("question", example.question())
                        .put("answer", example.answer());
            }
            JsonOutput.print(invocation.terminal(), object);
            return 0;
        }
    }
}
