package org.greater4j.run;

import org.greater4j.task.Task;

/**
 * Which task a run was about.
 *
 * @param name as given on the command line, such as {@code bbh/navigate}
 * @param source where the examples came from: a file with its sha256, or a generator with its seed
 * @param answerFormat short name of the answers' form, such as {@code choice}
 * @param extractor text put after the reasoning
 */
public record TaskIdentity(String name, String source, String answerFormat, String extractor) {
    public static TaskIdentity of(Task task) {
        return new TaskIdentity(task.name(), task.source(), task.answerFormat().name(), task.extractor());
    }

    /** The name for headings and lists: a task that is named by the whole path of its file is shown by the file's own name. */
    public String label() {
        return label(name);
    }

    /** The same of a name by itself. */
    public static String label(String name) {
        boolean absolute = name.startsWith("/") || name.matches("[A-Za-z]:[\\\\/].*");
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return absolute && !last.isEmpty() ? last : name;
    }
}
