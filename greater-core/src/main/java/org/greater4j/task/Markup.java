package org.greater4j.task;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes away what models put around their answers and what is no part of them: Markdown, LaTeX and tags. */
final class Markup {
    private static final Pattern COMMAND = Pattern.compile(
            "\\\\(?:boxed|fbox|text|textbf|textit|mathrm|mathbf|mathit|mathsf|operatorname)\\s*\\{([^{}]*)\\}");
    // cut off by the answer's end or by the limit of tokens
    private static final Pattern OPEN_COMMAND =
            Pattern.compile("\\\\(?:boxed|fbox|text|textbf|textit|mathrm|mathbf|mathit|mathsf|operatorname)\\s*\\{");
    private static final Pattern THIN_SPACE = Pattern.compile("\\\\[,!;: ]");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([$%#&_{}])");
    private static final Pattern MATH = Pattern.compile("\\\\[()\\[\\]]");
    private static final Pattern TAG = Pattern.compile("</?[A-Za-z][A-Za-z0-9_-]*>");
    // between two digits or letters it is a power or a name, and no emphasis
    private static final Pattern EMPHASIS =
            Pattern.compile("(?<![\\p{L}\\p{N}])(?:\\*\\*|__)|(?:\\*\\*|__)(?![\\p{L}\\p{N}])|`+");

    private Markup() {}

    /** The text without markup; what it says stays word for word. */
    static String plain(String text) {
        String plain = TAG.matcher(text).replaceAll(" ");
        plain = plain.replace("{,}", ",");
        plain = THIN_SPACE.matcher(plain).replaceAll("");
        plain = MATH.matcher(plain).replaceAll(" ");
        for (Matcher command = COMMAND.matcher(plain); command.find(); command = COMMAND.matcher(plain)) {
            plain = command.replaceAll("$1");
        }
        plain = OPEN_COMMAND.matcher(plain).replaceAll("");
        plain = ESCAPED.matcher(plain).replaceAll("$1");
        return EMPHASIS.matcher(plain).replaceAll("").strip();
    }
}
