package org.greater4j.task;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers out of a small set of words, such as Yes and No.
 *
 * @param labels at least two, different in more than case, in the order in which the extractor names them
 */
public record LabelFormat(List<String> labels) implements AnswerFormat {
    public LabelFormat {
        labels = List.copyOf(labels);
        if (labels.size() < 2 || !labels.stream().allMatch(LabelFormat::isLabel)) {
            throw new IllegalArgumentException(
                    "expected two or more labels, each one line without double quotes or space around it, found "
                            + labels);
        }
        if (labels.stream()
                        .map(label -> label.toLowerCase(Locale.ROOT))
                        .distinct()
                        .count()
                < labels.size()) {
            throw new IllegalArgumentException("expected labels that differ in more than case, found " + labels);
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

    // a label that no reply can give would make every answer wrong
    private static boolean isLabel(String text) {
        return !text.isBlank()
                && text.equals(text.strip())
                && text.indexOf('"') < 0
                && text.lines().count() == 1;
    }
}
