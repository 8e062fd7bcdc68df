package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.task.Example;

/**
 * What a file of examples holds.
 *
 * @param questionField the field that questions were read from
 * @param answerField the field that answers were read from
 * @param examples the sound rows in file order, named by their {@linkplain Collector#place place}; space around questions and answers is
 *     gone
 * @param unasked the rows that lack nothing but a question: their answers show what answers look like all the same
 * @param problems one line for everything that is wrong with the other rows, each beginning with a place
 * @param read number of rows that were read, sound or not
 */
record FileRows(
        String questionField,
        String answerField,
        List<Example> examples,
        List<Example> unasked,
        List<String> problems,
        int read) {
    FileRows {
        examples = List.copyOf(examples);
        unasked = List.copyOf(unasked);
        problems = List.copyOf(problems);
    }

    /** Collects rows and problems in file order. */
    static final class Collector {
        private final String file;
        private final List<Example> examples = new ArrayList<>();
        private final List<Example> unasked = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final Map<Long, Integer> rowsOfLine = new HashMap<>();

        Collector(String file) {
            this.file = file;
        }

        /** Where the next row stands that begins on a line: {@code FILE:LINE}, and for later rows of the line {@code FILE:LINE#ROW}. */
        String place(long line) {
            int row = rowsOfLine.merge(line, 1, Integer::sum);
            return file + ":" + line + (row == 1 ? "" : "#" + row);
        }

        void row(String place, String questionField, String question, String answerField, String answer) {
            if (question.isBlank()) {
                problem(place, "expected a question in the field '" + questionField + "', found an empty one");
            }
            if (answer.isBlank()) {
                problem(place, "expected an answer in the field '" + answerField + "', found an empty one");
            }
            if (!answer.isBlank()) {
                (question.isBlank() ? unasked : examples).add(new Example(place, question.strip(), answer.strip()));
            }
        }

        void problem(String place, String text) {
            problems.add(place + ": " + text);
        }

        FileRows rows(String questionField, String answerField) {
            int read = rowsOfLine.values().stream().mapToInt(Integer::intValue).sum();
            return new FileRows(questionField, answerField, examples, unasked, problems, read);
        }
    }
}
