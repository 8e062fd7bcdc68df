package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a file hold the question and the answer: those that the user names, or else the first of the usual names that is there.
 * With a template, the question is made of all fields that it has places for.
 */
record FieldChoice(
        @Nullable String question,
        @Nullable String answer,
        @Nullable QuestionTemplate template) {
    static final List<String> QUESTION_NAMES = List.of("question", "input", "text");
    static final List<String> ANSWER_NAMES = List.of("answer", "target", "label");

    /** The fields that the question is made of, as the file spells them; empty if any is missing. */
    List<String> questionIn(List<String> fields) {
        if (template == null) {
            return find(question, QUESTION_NAMES, fields).stream().toList();
        }
        List<Optional<String>> found = template.fields().stream()
                .map(name -> find(name, List.of(), fields))
                .toList();
        return found.stream().allMatch(Optional::isPresent)
                ? found.stream().map(Optional::orElseThrow).toList()
                : List.of();
    }

    Optional<String> answerIn(List<String> fields) {
        return find(answer, ANSWER_NAMES, fields);
    }

    /**
     * The question of a row.
     *
     * @param values of the fields of {@link #questionIn}, in their order
     */
    String compose(List<String> values) {
        return template == null ? values.get(0) : template.fill(values);
    }

    /** What is wrong with fields that lack the question or the answer; empty if both are there. */
    List<String> missingIn(List<String> fields) {
        String there = fields.isEmpty() ? "none" : String.join(", ", fields);
        List<String> problems = new ArrayList<>();
        if (template != null) {
            for (String name : template.fields()) {
                if (find(name, List.of(), fields).isEmpty()) {
                    problems.add(
                            "expected a field '" + name + "', which the question has a place for, found the fields "
                                    + there + "; mend the question of the task file");
                }
            }
        } else if (questionIn(fields).isEmpty()) {
            problems.add(missing("question", question, QUESTION_NAMES, there));
        }
        if (answerIn(fields).isEmpty()) {
            problems.add(missing("answer", answer, ANSWER_NAMES, there));
        }
        return problems;
    }

    private static String missing(String role, @Nullable String wanted, List<String> usual, String there) {
        String expected = wanted == null ? "one of " + String.join(", ", usual) : "'" + wanted + "'";
        return "expected a field for the " + role + ", " + expected + ", found the fields " + there + "; name it by --"
                + role + "-field";
    }

    // a name that is there letter for letter goes before one that differs in case
    private static Optional<String> find(@Nullable String wanted, List<String> usual, List<String> fields) {
        for (String name : wanted == null ? usual : List.of(wanted)) {
            if (fields.contains(name)) {
                return Optional.of(name);
            }
            Optional<String> found =
                    fields.stream().filter(name::equalsIgnoreCase).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
