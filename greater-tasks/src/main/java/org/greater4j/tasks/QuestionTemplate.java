package org.greater4j.tasks;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question with places for fields: {@code Review: {text} Is it kind?}. Two braces stand for one.
 *
 * @param text as the user wrote it
 */
record QuestionTemplate(String text) {
    private static final Pattern PART = Pattern.compile("\\{\\{|}}|\\{([^{}\\n]+)}");

    QuestionTemplate {
        text = text.strip();
        if (PART.matcher(text).results().allMatch(part -> part.group(1) == null)) {
            throw new IllegalArgumentException(
                    "expected a question with the place of a field, such as {text}, found '" + text + "'");
        }
    }

    /** The fields that it has places for, each once. */
    List<String> fields() {
        return PART.matcher(text)
                .results()
                .filter(part -> part.group(1) != null)
                .map(part -> part.group(1).strip())
                .distinct()
                .toList();
    }

    /** @param values one per field, in the order of {@link #fields} */
    String fill(List<String> values) {
        List<String> fields = fields();
        return PART.matcher(text).replaceAll(part -> Matcher.quoteReplacement(value(part, fields, values)));
    }

    private static String value(MatchResult part, List<String> fields, List<String> values) {
        return part.group(1) == null
                ? part.group().substring(1)
                : values.get(fields.indexOf(part.group(1).strip())).strip();
    }
}
