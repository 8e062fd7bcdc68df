package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.Example;
import org.greater4j.task.FreeTextFormat;
import org.greater4j.task.NumberFormat;

/**
 * Reads the answer format off a file's answers.
 *
 * <p>Text is what any answers are, so that one slip of the finger would turn numbers or labels into text without a word, and with it how
 * replies are read. What looks like such a slip is therefore a problem of its row.
 *
 * @param answers of the examples, in order, with labels for their synonyms
 * @param file its name, for messages
 */
record InferredFormat(FileTask task, List<Example> examples, List<String> answers, String file) {
    private static final int MOST_LABELS = 12;
    private static final int LONGEST_LABEL = 40;
    /** Share of the answers that must be numbers, or dates, for the others to be slips. */
    private static final double MOST = 0.9;

    InferredFormat {
        examples = List.copyOf(examples);
        answers = List.copyOf(answers);
    }

    FormatChoice choose() {
        if (AnswerFormats.areLettersOfWords(answers)) {
            return AnswerFormats.labelFormat(answers, file);
        }
        List<String> letters = AnswerFormats.letters(answers);
        if (letters.size() > 1 && answers.stream().allMatch(AnswerFormats::isLetter)) {
            return AnswerFormats.choiceFormat(letters, file);
        }
        List<AnswerFormat> regular = List.of(new NumberFormat(), AnswerFormats.dateFormat(task, answers));
        Optional<FormatChoice> all = regular.stream()
                .filter(format -> answers.stream().allMatch(answer -> AnswerFormats.fits(format, answer)))
                .map(FormatChoice::of)
                .findFirst();
        if (all.isPresent()) {
            return all.get();
        }
        Map<String, Integer> counts = counts();
        Map<String, Integer> repeated = new LinkedHashMap<>(counts);
        repeated.values().removeIf(count -> count == 1);
        boolean labels = counts.keySet().stream().allMatch(InferredFormat::isBrief)
                && repeated.size() > 1
                && repeated.size() <= MOST_LABELS;
        if (labels && repeated.size() == counts.size()) {
            return AnswerFormats.labelFormat(answers, file);
        }
        List<String> slips = regular.stream()
                .map(this::exceptions)
                .filter(exceptions -> !exceptions.isEmpty())
                .findFirst()
                .orElseGet(() -> labels ? slips(repeated, counts.size()) : List.of());
        return slips.isEmpty() ? FormatChoice.of(new FreeTextFormat()) : FormatChoice.none(slips);
    }

    /** How often every answer stands there, in lower case. */
    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        AnswerFormats.spellings(answers)
                .forEach((label, spellings) -> counts.put(
                        label,
                        spellings.values().stream().mapToInt(Integer::intValue).sum()));
        return counts;
    }

    private static boolean isBrief(String label) {
        return label.length() <= LONGEST_LABEL
                && label.indexOf('"') < 0
                && label.lines().count() == 1;
    }

    /** The answers that a format does not fit, if it fits most. */
    private List<String> exceptions(AnswerFormat format) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < answers.size(); row++) {
            if (!AnswerFormats.fits(format, answers.get(row))) {
                rows.add(row);
            }
        }
        int fitting = answers.size() - rows.size();
        if (fitting < MOST * answers.size()) {
            return List.of();
        }
        return rows.stream()
                .map(row -> examples.get(row).id() + ": expected an answer that is " + format.expectation() + ", as "
                        + fitting + " of " + answers.size() + " are, found '"
                        + examples.get(row).answer()
                        + "'; mend it, or say by --answer-format text that any answers are meant")
                .toList();
    }

    /** The answers that occur once, if each looks like a mistyped one of those that occur more often. */
    private List<String> slips(Map<String, Integer> repeated, int different) {
        List<String> slips = new ArrayList<>();
        for (int row = 0; row < answers.size(); row++) {
            String answer = answers.get(row);
            String lower = answer.toLowerCase(Locale.ROOT);
            if (repeated.containsKey(lower)) {
                continue;
            }
            String id = examples.get(row).id();
            repeated.entrySet().stream()
                    .filter(label -> NearMatches.distance(lower, label.getKey()) <= Math.max(1, lower.length() / 4))
                    .findFirst()
                    .ifPresent(label -> slips.add(id + ": expected one of the labels "
                            + String.join(", ", repeated.keySet()) + ", found '" + answer + "' once, beside '"
                            + label.getKey() + "' " + label.getValue()
                            + " times; mend it, or say what is meant by --labels or --answer-format"));
        }
        return slips.size() < different - repeated.size() ? List.of() : slips;
    }
}
