package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.NumberFormat;
import org.greater4j.task.Task;
import org.greater4j.tasks.generated.GeneratedTasks;
import org.greater4j.tasks.generated.TaskGenerator;

/** The tasks that have a name, and how to print one. */
public final class TaskCatalogue {
    private TaskCatalogue() {}

    /**
     * One task that has a name.
     *
     * @param name as {@link TaskRequest#name} takes it
     * @param description one line
     * @param answerFormat name of the answer format, such as {@code choice}
     * @param examples how many examples the published file holds; 0 if they are generated, as many as are asked for
     * @param difficulties what each difficulty means, from 1 on; empty if the task is not generated
     * @param inThePaper whether the paper reports it
     */
    public record Entry(
            String name,
            String description,
            String answerFormat,
            int examples,
            List<String> difficulties,
            boolean inThePaper) {
        public Entry {
            difficulties = List.copyOf(difficulties);
        }

        public boolean generated() {
            return examples == 0;
        }

        /** The number of examples, or {@code generated}. */
        public String size() {
            return generated() ? "generated" : Integer.toString(examples);
        }
    }

    /** All tasks that have a name: the generated ones, then BBH, each by name, then the others. */
    public static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (TaskGenerator generator : GeneratedTasks.all()) {
            entries.add(new Entry(
                    GeneratedTasks.PREFIX + generator.name(),
                    generator.description(),
                    generator.answerFormat(1).name(),
                    0,
                    generator.difficulties(),
                    false));
        }
        for (BbhTask task : BbhTask.all()) {
            entries.add(new Entry(
                    task.fullName(),
                    task.description(),
                    task.kind().label(),
                    task.publishedExamples(),
                    List.of(),
                    task.inThePaper()));
        }
        entries.add(new Entry(
                Gsm8k.NAME, Gsm8k.DESCRIPTION, new NumberFormat().name(), Gsm8k.PUBLISHED_EXAMPLES, List.of(), true));
        entries.add(new Entry(
                Folio.NAME, Folio.DESCRIPTION, Folio.FORMAT.name(), Folio.PUBLISHED_EXAMPLES, List.of(), true));
        return entries;
    }

    /** The names of all answer formats, those of the user's own last. */
    public static List<String> answerFormats() {
        return Extensions.answerFormats();
    }

    /** The entry of that exact name. */
    public static Optional<Entry> find(String name) {
        return entries().stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /**
     * A task as text for people: where it came from, its extractor, and its first examples.
     *
     * @param examples how many to print at most
     */
    public static String show(Task task, int examples) {
        StringBuilder text = new StringBuilder();
        text.append(task.name()).append(": ").append(task.examples().size()).append(" examples\n");
        text.append("  source     ").append(task.source()).append('\n');
        text.append("  answers    ")
                .append(task.answerFormat().name())
                .append(", ")
                .append(task.answerFormat().expectation())
                .append('\n');
        if (task.answerFormat() instanceof LabelFormat || task.answerFormat() instanceof ChoiceFormat) {
            text.append("  of them    ").append(counts(task)).append('\n');
        }
        text.append("  extractor  ").append(task.extractor().strip()).append('\n');
        for (Example example : task.examples()
                .subList(0, Math.min(Math.max(0, examples), task.examples().size()))) {
            text.append('\n').append(example.id()).append('\n');
            example.question()
                    .lines()
                    .forEach(line -> text.append("  ").append(line).append('\n'));
            text.append("  => ").append(example.answer()).append('\n');
        }
        return text.toString();
    }

    private static String counts(Task task) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Example example : task.examples()) {
            counts.merge(task.answerFormat().normalise(example.answer()), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
