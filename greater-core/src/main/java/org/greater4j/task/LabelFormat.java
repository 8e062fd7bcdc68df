package org.greater4j.task;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Answers out of a small set of words, such as Yes and No.
 *
 * <p>A label counts if the reply starts with it or mentions no other one. A negated label ("not valid") is no answer, unless a synonym
 * says what it stands for; several labels are none.
 *
 * @param labels at least two, different in more than case, in the order in which the extractor names them
 * @param synonyms further words and phrases for labels, which are named by their values: {@code implausible} for {@code no}. Heeded in
 *     replies and in given answers alike
 */
public record LabelFormat(List<String> labels, Map<String, String> synonyms) implements AnswerFormat {
    public LabelFormat {
        labels = List.copyOf(labels);
        synonyms = Collections.unmodifiableMap(new TreeMap<>(synonyms));
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
        for (Map.Entry<String, String> synonym : synonyms.entrySet()) {
            boolean taken = labels.stream().anyMatch(synonym.getKey()::equalsIgnoreCase);
            if (!isLabel(synonym.getKey()) || taken || !labels.contains(synonym.getValue())) {
                throw new IllegalArgumentException(
                        "expected synonyms that are no labels themselves and stand for one of "
                                + String.join(", ", labels) + ", found '" + synonym.getKey() + "' for '"
                                + synonym.getValue()
                                + "'");
            }
        }
    }

    /** Labels without synonyms. */
    public LabelFormat(List<String> labels) {
        this(labels, Map.of());
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
                .or(() -> synonyms.entrySet().stream()
                        .filter(synonym -> synonym.getKey().equalsIgnoreCase(given))
                        .map(Map.Entry::getValue)
                        .findFirst())
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected an answer that is " + expectation() + ", found '" + answer + "'"));
    }

    @Override
    public Optional<String> parse(String generated) {
        Map<String, String> spellings = new HashMap<>(synonyms);
        labels.forEach(label -> spellings.put(label, label));
        // a label may look like markup: __label__good, <pos>
        String whole = Answers.quoted(generated);
        Optional<String> exact = spellings.keySet().stream()
                .filter(whole::equalsIgnoreCase)
                .map(spellings::get)
                .findFirst();
        return exact.isPresent() ? exact : Answers.oneOf(spellings, Answers.plain(generated));
    }

    @Override
    public List<String> options(Example example) {
        return labels;
    }

    // a label that no reply can give would make every answer wrong
    private static boolean isLabel(String text) {
        return !text.isBlank()
                && text.equals(text.strip())
                && text.indexOf('"') < 0
                && text.lines().count() == 1;
    }
}
