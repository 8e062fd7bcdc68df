package org.greater4j.task;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Readings that several answer formats share. */
final class Answers {
    private Answers() {}

    /** What stands before the closing quote, or on the first line if there is none. */
    static String quoted(String generated) {
        int end = generated.indexOf('"');
        String text = end < 0 ? generated : generated.substring(0, end);
        int line = text.strip().indexOf('\n');
        return line < 0 ? text.strip() : text.strip().substring(0, line).strip();
    }

    /** The label that the text is or starts with; failing that, the only one that it mentions as a word. */
    static Optional<String> oneOf(List<String> labels, String text) {
        String given = text.strip();
        @Nullable String first = null;
        @Nullable String only = null;
        int mentioned = 0;
        for (String label : labels) {
            String word = "(?<![\\p{L}\\p{N}])" + Pattern.quote(label) + "(?![\\p{L}\\p{N}])";
            Pattern pattern = Pattern.compile(word, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            if (pattern.matcher(given).lookingAt() && (first == null || label.length() > first.length())) {
                first = label;
            }
            if (pattern.matcher(given).find()) {
                only = label;
                mentioned++;
            }
        }
        if (first != null) {
            return Optional.of(first);
        }
        return mentioned == 1 ? Optional.ofNullable(only) : Optional.empty();
    }
}
