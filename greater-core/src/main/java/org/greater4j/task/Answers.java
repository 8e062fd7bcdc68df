package org.greater4j.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Readings that several answer formats share. */
final class Answers {
    private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[\\p{L}\\p{N}]");
    // what stands between the options of an echoed list: "Yes or No", "(A), (B)", "Yes/No"
    private static final Pattern LIST_SEPARATOR =
            Pattern.compile("[()\\s]*(?:,|/|\\||\\bor\\b|\\band\\b|, (?:or|and)\\b)[()\\s]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NEGATION = Pattern.compile(
            "(?:\\b(?:not|never|cannot|neither|nor|hardly)|n['\u2019]t)"
                    + "(?:\\s+(?:a|an|the|be|very|really|quite|entirely|fully|necessarily|(?:deductively|logically)))*\\s+$",
            Pattern.CASE_INSENSITIVE);
    // "there is no way to know" does not say no
    private static final Pattern ENDS_OR_PAUSES = Pattern.compile("\\s*(?:$|[^\\p{L}\\p{N}\\s].*)", Pattern.DOTALL);

    // nor do "no idea" and "no answer"
    private static final Pattern REFUSAL = Pattern.compile(
            "\\s+(?:answer|idea|clue|way|information|response|option|opinion|comment)s?(?![\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE);

    // "urgent, or can it wait until": the token limit may have cut the other one off; "42 or so" is one answer
    private static final Pattern ALTERNATIVE = Pattern.compile(
            "[)\\s]*,?\\s*(?:or\\b(?!\\s+so\\b)|(?:and|nor|versus|vs\\.?)\\s*$)", Pattern.CASE_INSENSITIVE);

    // the t of "don't" is no word
    private static final String WORD_BEGINS = "(?<![\\p{L}\\p{N}]|[\\p{L}\\p{N}]['\u2019])";

    private Answers() {}

    /** One place where a text names a possible answer: {@code text.substring(start, end)}. */
    record Mention(String label, int start, int end) {}

    static boolean hasLetterOrDigit(String text) {
        return LETTER_OR_DIGIT.matcher(text).find();
    }

    /** {@link #quoted} without Markdown, LaTeX and tags. */
    static String plain(String generated) {
        return Markup.plain(quoted(generated));
    }

    /** What stands before the closing quote, or on the first line if there is none. */
    static String quoted(String generated) {
        int end = generated.indexOf('"');
        String text = (end < 0 ? generated : generated.substring(0, end)).strip();
        return text.lines().findFirst().orElse("").strip();
    }

    /**
     * The label that the text is or starts with; failing that, the only one that it mentions as a word.
     *
     * @param labels by their spellings, several of which may stand for one label
     */
    static Optional<String> oneOf(Map<String, String> labels, String text) {
        // longest first, so that "not plausible" is never read as "plausible"
        List<String> spellings = labels.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        Pattern any = Pattern.compile(
                spellings.stream()
                        .map(spelling -> "(" + Pattern.quote(spelling) + ")")
                        .collect(Collectors.joining("|", WORD_BEGINS + "(?:", ")(?![\\p{L}\\p{N}])")),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        List<Mention> mentions = new ArrayList<>();
        Matcher matcher = any.matcher(text);
        while (matcher.find()) {
            for (int i = 0; i < spellings.size(); i++) {
                if (matcher.group(i + 1) != null && !isDeterminer(text, matcher.start(), matcher.end())) {
                    String label = Objects.requireNonNull(labels.get(spellings.get(i)));
                    mentions.add(new Mention(label, matcher.start(), matcher.end()));
                }
            }
        }
        return decide(mentions, text);
    }

    private static boolean isDeterminer(String text, int start, int end) {
        String behind = text.substring(end);
        return text.substring(start, end).equalsIgnoreCase("no")
                && (REFUSAL.matcher(behind).lookingAt()
                        || (hasLetterOrDigit(text.substring(0, start))
                                && !ENDS_OR_PAUSES.matcher(behind).matches()));
    }

    /**
     * The answer that a text gives by its mentions, in the text's order: the one it starts with, unless it starts by listing several;
     * failing that, the only one mentioned. A mention that is negated ("not valid") states no answer, but still makes others unsure; so
     * does an alternative that begins behind the only one ("it is valid or"), which the token limit may have cut off.
     */
    static Optional<String> decide(List<Mention> mentions, String text) {
        if (mentions.isEmpty()) {
            return Optional.empty();
        }
        Mention first = mentions.get(0);
        if (!hasLetterOrDigit(text.substring(0, first.start()))) {
            boolean listing = mentions.size() > 1
                    && !mentions.get(1).label().equals(first.label())
                    && LIST_SEPARATOR
                            .matcher(text.substring(first.end(), mentions.get(1).start()))
                            .matches();
            return listing ? Optional.empty() : Optional.of(first.label());
        }
        boolean unsure = ALTERNATIVE.matcher(text.substring(first.end())).lookingAt()
                || mentions.stream()
                        .anyMatch(mention -> !mention.label().equals(first.label())
                                || NEGATION.matcher(text.substring(0, mention.start()))
                                        .find());
        return unsure ? Optional.empty() : Optional.of(first.label());
    }
}
