package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.BracketFormat;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.DateFormat;
import org.greater4j.task.Example;
import org.greater4j.task.FreeTextFormat;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.ListFormat;
import org.greater4j.task.NumberFormat;

/** Chooses the answer format of a file by what the user says and what the answers look like. */
final class AnswerFormats {
    private static final Pattern LETTER = Pattern.compile("\\(?([A-Za-z])\\)?");
    private static final int MOST_LABELS = 12;
    // the extractor names every label
    private static final int MOST_NAMED_LABELS = 50;
    private static final int LONGEST_LABEL = 40;

    private AnswerFormats() {}

    /**
     * The format of some examples' answers. Labels and letters that the user does not give are those of the answers, in alphabetical order.
     *
     * @param examples not empty, no answer blank
     * @throws GreaterException ({@code INVALID_OPTION}) if the labels do not go with the kind; ({@code INVALID_TASK}) if the answers are
     *     too few or too many different ones to be labels or letters, or would be labels but for slips of the finger
     */
    static AnswerFormat choose(FileTask task, List<Example> examples, String file) {
        List<String> answers = examples.stream().map(Example::answer).toList();
        List<String> labels = task.labels();
        Optional<AnswerKind> kind = AnswerKind.find(task.answerFormat());
        boolean takesLabels = kind.isPresent()
                && List.of(AnswerKind.AUTO, AnswerKind.LABEL, AnswerKind.CHOICE).contains(kind.get());
        if (!labels.isEmpty() && !takesLabels) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "task " + file + ": expected no --labels with --answer-format " + task.answerFormat() + ", found "
                            + String.join(", ", labels) + "; leave one of the two out");
        }
        if (kind.isEmpty()) {
            return Extensions.answerFormat(task.answerFormat());
        }
        AnswerFormat format = switch (kind.get()) {
            case NUMBER -> new NumberFormat();
            case TEXT -> new FreeTextFormat();
            case DATE -> new DateFormat(DateFormat.Order.UNKNOWN);
            case LIST -> new ListFormat();
            case BRACKETS -> new BracketFormat();
            case LABEL ->
                labels.isEmpty()
                        ? labelFormat(spellings(withoutSynonyms(task, answers)), file)
                        : given(AnswerKind.LABEL, labels);
            case CHOICE -> labels.isEmpty() ? choiceFormat(letters(answers), file) : given(AnswerKind.CHOICE, labels);
            case AUTO ->
                labels.isEmpty()
                        ? infer(withoutSynonyms(task, answers), examples, file)
                        : given(AnswerKind.LABEL, labels);
        };
        return task.synonyms().isEmpty() ? format : withSynonyms(format, task.synonyms(), file);
    }

    private static List<String> withoutSynonyms(FileTask task, List<String> answers) {
        return answers.stream()
                .map(answer -> task.synonyms().entrySet().stream()
                        .filter(synonym -> synonym.getKey().equalsIgnoreCase(answer))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(answer))
                .toList();
    }

    private static AnswerFormat withSynonyms(AnswerFormat format, Map<String, String> synonyms, String file) {
        if (!(format instanceof LabelFormat labels)) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "task " + file + ": expected synonyms with labels alone, found answers of the format "
                            + format.name());
        }
        try {
            return new LabelFormat(labels.labels(), synonyms);
        } catch (IllegalArgumentException e) {
            throw new GreaterException(ErrorCode.INVALID_TASK, "task " + file + ": synonyms: " + e.getMessage(), e);
        }
    }

    private static AnswerFormat infer(List<String> answers, List<Example> examples, String file) {
        List<String> letters = letters(answers);
        if (letters.size() > 1
                && answers.stream().allMatch(answer -> LETTER.matcher(answer).matches())) {
            return choiceFormat(letters, file);
        }
        NumberFormat number = new NumberFormat();
        if (answers.stream().allMatch(answer -> fits(number, answer))) {
            return number;
        }
        Map<String, Map<String, Integer>> spellings = spellings(answers);
        boolean brief = spellings.keySet().stream()
                .allMatch(label -> label.length() <= LONGEST_LABEL
                        && label.indexOf('"') < 0
                        && label.lines().count() == 1);
        Map<String, Integer> repeated = new LinkedHashMap<>();
        spellings.forEach((label, counts) -> {
            int count = counts.values().stream().mapToInt(Integer::intValue).sum();
            if (count > 1) {
                repeated.put(label, count);
            }
        });
        if (!brief || repeated.size() < 2 || repeated.size() > MOST_LABELS) {
            return new FreeTextFormat();
        }
        if (repeated.size() == spellings.size()) {
            return labelFormat(spellings, file);
        }
        List<String> slips = slips(repeated, answers, examples);
        if (slips.size() < spellings.size() - repeated.size()) {
            return new FreeTextFormat();
        }
        throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "task " + file, slips);
    }

    /** The answers that occur once and look like a mistyped one of those that occur more often. */
    private static List<String> slips(Map<String, Integer> repeated, List<String> answers, List<Example> examples) {
        List<String> slips = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            String answer = answers.get(i);
            String lower = answer.toLowerCase(Locale.ROOT);
            if (repeated.containsKey(lower)) {
                continue;
            }
            String id = examples.get(i).id();
            repeated.entrySet().stream()
                    .filter(label -> NearMatches.distance(lower, label.getKey()) <= Math.max(1, lower.length() / 4))
                    .findFirst()
                    .ifPresent(label -> slips.add(id + ": expected one of the labels "
                            + String.join(", ", repeated.keySet()) + ", found '" + answer + "' once, beside '"
                            + label.getKey() + "' " + label.getValue()
                            + " times; mend it, or say what is meant by --labels or --answer-format"));
        }
        return slips;
    }

    private static boolean fits(AnswerFormat format, String answer) {
        try {
            return !format.normalise(answer).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static AnswerFormat given(AnswerKind kind, List<String> labels) {
        try {
            return kind == AnswerKind.CHOICE
                    ? new ChoiceFormat(
                            labels.stream().map(AnswerFormats::letter).toList())
                    : new LabelFormat(labels.stream().map(String::strip).toList());
        } catch (IllegalArgumentException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "--labels for answers of the format " + kind.label() + ": " + e.getMessage(),
                    e);
        }
    }

    private static String letter(String label) {
        Matcher matcher = LETTER.matcher(label.strip());
        return matcher.matches() ? matcher.group(1).toUpperCase(Locale.ROOT) : label;
    }

    private static AnswerFormat choiceFormat(List<String> letters, String file) {
        if (letters.size() < 2) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "task " + file + ": expected answers with two or more letters, such as A or (A), found "
                            + (letters.isEmpty() ? "none" : letters.get(0) + " alone")
                            + "; give all letters by --labels, or another --answer-format");
        }
        return new ChoiceFormat(letters);
    }

    private static List<String> letters(List<String> answers) {
        return answers.stream()
                .filter(answer -> LETTER.matcher(answer).matches())
                .map(AnswerFormats::letter)
                .distinct()
                .sorted()
                .toList();
    }

    private static AnswerFormat labelFormat(Map<String, Map<String, Integer>> spellings, String file) {
        if (spellings.size() > MOST_NAMED_LABELS) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "task " + file + ": expected at most " + MOST_NAMED_LABELS + " different labels, found "
                            + spellings.size() + " different answers; use another --answer-format");
        }
        List<String> labels = new ArrayList<>();
        for (Map<String, Integer> counts : spellings.values()) {
            counts.entrySet().stream()
                    .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .ifPresent(usual -> labels.add(usual.getKey()));
        }
        labels.sort(Comparator.naturalOrder());
        try {
            return new LabelFormat(labels);
        } catch (IllegalArgumentException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "task " + file + ": the answers cannot be labels: " + e.getMessage()
                            + "; give all labels by --labels, or another --answer-format",
                    e);
        }
    }

    // answers that differ in case alone are one label, in the spelling that is most frequent
    private static Map<String, Map<String, Integer>> spellings(List<String> answers) {
        Map<String, Map<String, Integer>> spellings = new TreeMap<>();
        for (String answer : answers) {
            spellings
                    .computeIfAbsent(answer.toLowerCase(Locale.ROOT), key -> new TreeMap<>())
                    .merge(answer, 1, Integer::sum);
        }
        return spellings;
    }
}
