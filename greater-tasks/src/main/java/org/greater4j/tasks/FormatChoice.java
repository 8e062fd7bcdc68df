package org.greater4j.tasks;

import java.util.List;
import org.greater4j.task.AnswerFormat;
import org.jspecify.annotations.Nullable;

/**
 * The format of a file's answers, or why they have none.
 *
 * @param format null if none could be chosen
 * @param problems one line each, naming a row or the file; none without a reason, and there may be some although there is a format
 */
record FormatChoice(@Nullable AnswerFormat format, List<String> problems) {
    FormatChoice {
        problems = List.copyOf(problems);
        if (format == null && problems.isEmpty()) {
            throw new IllegalArgumentException("format of answers: expected one, or a problem, found neither");
        }
    }

    static FormatChoice of(AnswerFormat format) {
        return new FormatChoice(format, List.of());
    }

    static FormatChoice none(List<String> problems) {
        return new FormatChoice(null, problems);
    }

    static FormatChoice none(String problem) {
        return none(List.of(problem));
    }
}
