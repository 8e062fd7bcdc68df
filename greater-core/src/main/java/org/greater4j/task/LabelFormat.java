package org.greater4j.task;

import java.util.List;
import java.util.Optional;

/**
 * Answers out of a small set of words, such as Yes and No.
 *
 * @param labels at least two, in the order in which the extractor names them
 */
public record LabelFormat(List<String> labels) implements AnswerFormat {
    public LabelFormat {
        labels = List.copyOf(labels);
        if (labels.size() < 2 || labels.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("expected two or more labels, none of them empty, found " + labels);
        }
    }

    @Override
    public String name() {
        return "label";
    }

    @Override
    public String extractor() {
        return "\nThe final answer (" + String.join(" or ", labels) + ") is \"";
    }

    @Override
    public String expectation() {
        return "one of " + String.join(", ", labels);
    }

    @Override
    public String normalise(String answer) {
        String given = answer.strip();
        return labels.stream()
                .filter(label -> label.equalsIgnoreCase(given))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected an answer that is " + expectation() + ", found '" + answer + "'"));
    }

    @Override
    public Optional<String> parse(String generated) {
        return Answers.oneOf(labels, Answers.quoted(generated));
    }
}
