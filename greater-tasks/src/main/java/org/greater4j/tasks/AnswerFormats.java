package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    // the extractor names every label
    private static final int MOST_NAMED_LABELS = 50;
    // labels that are the first letters of words which a model writes out
    private static final List<Map<String, String>> WORDS_OF_LETTERS =
            List.of(Map.of("y", "yes", "n", "no"), Map.of("t", "true", "f", "false"));

    private AnswerFormats() {}

    /**
     * The format of some examples' answers. Labels and letters that the user does not give are those of the answers, in alphabetical order.
     * There is none if the answers are too few or too many different ones to be labels or letters, or would all be of one format but for
     * slips of the finger.
     *
     * @param examples not empty, no answer blank
     * @throws GreaterException ({@code INVALID_OPTION}) if the labels do not go with the kind
     */
    static FormatChoice choose(FileTask task, List<Example> examples, String file) {
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
            return FormatChoice.of(Extensions.answerFormat(task.answerFormat()));
        }
        FormatChoice choice = switch (kind.get()) {
            case NUMBER -> FormatChoice.of(new NumberFormat());
            case TEXT -> FormatChoice.of(new FreeTextFormat());
            case DATE -> dates(task, answers, file);
            case LIST -> FormatChoice.of(new ListFormat());
            case BRACKETS -> FormatChoice.of(new BracketFormat());
            case LABEL ->
                labels.isEmpty()
                        ? labelFormat(withoutSynonyms(task, answers), file)
                        : FormatChoice.of(given(AnswerKind.LABEL, labels));
            case CHOICE ->
                labels.isEmpty()
                        ? choiceFormat(letters(answers), file)
                        : FormatChoice.of(given(AnswerKind.CHOICE, labels));
            case AUTO ->
                labels.isEmpty()
                        ? new InferredFormat(task, examples, withoutSynonyms(task, answers), file).choose()
                        : FormatChoice.of(given(AnswerKind.LABEL, labels));
        };
        return heeding(task, choice, file);
    }

    /** With what a task file says besides: synonyms, which are for labels, and an order, which is for dates. */
    private static FormatChoice heeding(FileTask task, FormatChoice choice, String file) {
        AnswerFormat format = choice.format();
        if (format == null) {
            return choice;
        }
        if (task.dateOrder() != null && !(format instanceof DateFormat)) {
            return FormatChoice.none(file + ": expected a date-order with dates alone, found answers of the format "
                    + format.name() + "; leave it out, or name the answer-format");
        }
        return task.synonyms().isEmpty() ? choice : withSynonyms(format, task.synonyms(), file);
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

    private static FormatChoice withSynonyms(AnswerFormat format, Map<String, String> synonyms, String file) {
        if (!(format instanceof LabelFormat labels)) {
            return FormatChoice.none(
                    file + ": expected synonyms with labels alone, found answers of the format " + format.name());
        }
        Map<String, String> all = new HashMap<>(labels.synonyms());
        all.keySet().removeIf(word -> synonyms.keySet().stream().anyMatch(word::equalsIgnoreCase));
        all.putAll(synonyms);
        try {
            return FormatChoice.of(new LabelFormat(labels.labels(), all));
        } catch (IllegalArgumentException e) {
            return FormatChoice.none(file + ": synonyms: " + e.getMessage());
        }
    }

    /** Dates, in the order that the task file says or that the clear ones show. */
    static DateFormat dateFormat(FileTask task, List<String> answers) {
        return new DateFormat(task.dateOrder() == null ? DateFormat.orderOf(answers) : task.dateOrder());
    }

    private static FormatChoice dates(FileTask task, List<String> answers, String file) {
        DateFormat format = dateFormat(task, answers);
        boolean unclear = format.order() == DateFormat.Order.UNKNOWN
                && answers.stream()
                        .anyMatch(answer -> !fits(format, answer)
                                && fits(new DateFormat(DateFormat.Order.DAY_FIRST), answer)
                                && fits(new DateFormat(DateFormat.Order.MONTH_FIRST), answer));
        return new FormatChoice(
                format,
                unclear
                        ? List.of(
                                file + ": expected dates of one order, day-first or month-first, found none that shows"
                                        + " which, or some of either; say it by the key date-order of a task file")
                        : List.of());
    }

    static boolean fits(AnswerFormat format, String answer) {
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
                    : labels(labels.stream().map(String::strip).toList());
        } catch (IllegalArgumentException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "--labels for answers of the format " + kind.label() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Whether an answer is one letter, with or without parentheses. */
    static boolean isLetter(String answer) {
        return LETTER.matcher(answer).matches();
    }

    /** Whether answers are the letters of yes and no, or of true and false, rather than those of options. */
    static boolean areLettersOfWords(List<String> answers) {
        Set<String> different =
                answers.stream().map(answer -> answer.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        return WORDS_OF_LETTERS.stream().anyMatch(words -> words.keySet().equals(different));
    }

    private static String letter(String label) {
        Matcher matcher = LETTER.matcher(label.strip());
        return matcher.matches() ? matcher.group(1).toUpperCase(Locale.ROOT) : label;
    }

    static FormatChoice choiceFormat(List<String> letters, String file) {
        return letters.size() < 2
                ? FormatChoice.none(file + ": expected answers with two or more letters, such as A or (A), found "
                        + (letters.isEmpty() ? "none" : letters.get(0) + " alone")
                        + "; give all letters by --labels, or another --answer-format")
                : FormatChoice.of(new ChoiceFormat(letters));
    }

    static List<String> letters(List<String> answers) {
        return answers.stream()
                .filter(AnswerFormats::isLetter)
                .map(AnswerFormats::letter)
                .distinct()
                .sorted()
                .toList();
    }

    static FormatChoice labelFormat(List<String> answers, String file) {
        Map<String, Map<String, Integer>> spellings = spellings(answers);
        if (spellings.size() > MOST_NAMED_LABELS) {
            return FormatChoice.none(file + ": expected at most " + MOST_NAMED_LABELS + " different labels, found "
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
            return FormatChoice.of(labels(labels));
        } catch (IllegalArgumentException e) {
            return FormatChoice.none(file + ": the answers cannot be labels: " + e.getMessage()
                    + "; give all labels by --labels, or another --answer-format");
        }
    }

    private static LabelFormat labels(List<String> labels) {
        Map<String, String> synonyms = new HashMap<>();
        if (areLettersOfWords(labels)) {
            for (String label : labels) {
                WORDS_OF_LETTERS.forEach(words -> Optional.ofNullable(words.get(label.toLowerCase(Locale.ROOT)))
                        .ifPresent(word -> synonyms.put(word, label)));
            }
        }
        return new LabelFormat(labels, synonyms);
    }

    // answers that differ in case alone are one label, in the spelling that is most frequent
    static Map<String, Map<String, Integer>> spellings(List<String> answers) {
        Map<String, Map<String, Integer>> spellings = new TreeMap<>();
        for (String answer : answers) {
            spellings
                    .computeIfAbsent(answer.toLowerCase(Locale.ROOT), key -> new TreeMap<>())
                    .merge(answer, 1, Integer::sum);
        }
        return spellings;
    }
}
