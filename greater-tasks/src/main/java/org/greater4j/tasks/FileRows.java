package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.task.Example;

/**
 * What a file of examples holds.
 *
 * @param questionField the field that questions were read from
 * @param answerField the field that answers were read from
 * @param examples the sound rows in file order, named {@code FILE:LINE}; space around questions and answers is gone
 * @param problems one line for every other row, naming its line
 */
record FileRows(String questionField, String answerField, List<Example> examples, List<String> problems) {
    FileRows {
        examples = List.copyOf(examples);
        problems = List.copyOf(problems);
    }

    /** Collects rows and problems in file order. */
    static final class Collector {
        private final String file;
        private final List<Example> examples = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        Collector(String file) {
            this.file = file;
        }

        void row(long line, String questionField, String question, String answerField, String answer) {
            if (question.isBlank()) {
                problem(line, "expected a question in the field '" + questionField + "', found an empty one");
            }
            if (answer.isBlank()) {
                problem(line, "expected an answer in the field '" + answerField + "', found an empty one");
            }
            if (!question.isBlank() && !answer.isBlank()) {
                examples.add(new Example(file + ":" + line, question.strip(), answer.strip()));
            }
        }

        void problem(long line, String text) {
            problems.add(file + ":" + line + ": " + text);
        }

        FileRows rows(String questionField, String answerField) {
            return new FileRows(questionField, answerField, examples, problems);
        }
    }
}
