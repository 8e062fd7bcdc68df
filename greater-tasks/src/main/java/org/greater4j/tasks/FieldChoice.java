package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a file hold the question and the answer: those that the user names, or else the first of the usual names that is there.
 */
record FieldChoice(@Nullable String question, @Nullable String answer) {
    static final List<String> QUESTION_NAMES = List.of("question", "input", "text");
    static final List<String> ANSWER_NAMES = List.of("answer", "target", "label");

    Optional<String> questionIn(List<String> fields) {
        return find(question, QUESTION_NAMES, fields);
    }

    Optional<String> answerIn(List<String> fields) {
        return find(answer, ANSWER_NAMES, fields);
    }

    /** What is wrong with fields that lack the question or the answer; empty if both are there. */
    List<String> missingIn(List<String> fields) {
        String there = fields.isEmpty() ? "none" : String.join(", ", fields);
        List<String> problems = new ArrayList<>();
        if (questionIn(fields).isEmpty()) {
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
