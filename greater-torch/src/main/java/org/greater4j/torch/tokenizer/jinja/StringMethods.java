package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The methods of Python's strings that don't make a format or bytes out of them. */
final class StringMethods {
    private StringMethods() {}

    /** A method by its name; every call of it, however often it was looked up, counts as work on the text. */
    static @Nullable Callable method(String text, String name) {
        Callable method = unpaid(text, name);
        return method == null
                ? null
                : (arguments, named) -> {
                    Rendering.work(text.length());
                    return method.call(arguments, named);
                };
    }

    private static @Nullable Callable unpaid(String text, String name) {
        return switch (name) {
            case "strip", "lstrip", "rstrip" ->
                (arguments, named) ->
                        strip(text, characters(arguments), !name.equals("rstrip"), !name.equals("lstrip"));
            case "split", "rsplit" ->
                (arguments, named) -> {
                    Arguments.Evaluated all = new Arguments.Evaluated(arguments, named);
                    Object separator = all.get(0, "sep", None.NONE);
                    long most = all.get(1, "maxsplit", -1L) instanceof Long count ? count : -1;
                    return split(text, separator, most < 0 ? Long.MAX_VALUE : most, name.equals("rsplit"));
                };
            case "splitlines" ->
                (arguments, named) -> {
                    boolean keepEnds =
                            Values.truth(new Arguments.Evaluated(arguments, named).get(0, "keepends", false));
                    return lines(text, keepEnds);
                };
            case "startswith" ->
                (arguments, named) -> {
                    String part = window(text, arguments);
                    return options(arguments).stream().anyMatch(option -> part.startsWith(paid(option)));
                };
            case "endswith" ->
                (arguments, named) -> {
                    String part = window(text, arguments);
                    return options(arguments).stream().anyMatch(option -> part.endsWith(paid(option)));
                };
            case "replace" ->
                (arguments, named) -> {
                    Object count = new Arguments.Evaluated(arguments, named).get(2, "count", -1L);
                    return TextSearch.replace(
                            text,
                            first(arguments),
                            string(argument(arguments, 1)),
                            count instanceof Long most ? most : -1);
                };
            case "upper" -> (arguments, named) -> text.toUpperCase(Locale.ROOT);
            case "lower" -> (arguments, named) -> text.toLowerCase(Locale.ROOT);
            case "title" -> (arguments, named) -> title(text);
            case "capitalize" -> (arguments, named) -> capitalize(text);
            case "find" -> (arguments, named) -> find(text, arguments, false);
            case "rfind" -> (arguments, named) -> find(text, arguments, true);
            case "index", "rindex" ->
                (arguments, named) -> {
                    long index = find(text, arguments, name.equals("rindex"));
                    if (index < 0) {
                        throw JinjaException.failed("expected '" + first(arguments) + "' in a string, found none");
                    }
                    return index;
                };
            case "count" -> (arguments, named) -> TextSearch.count(window(text, arguments), first(arguments));
            case "format" -> (arguments, named) -> StringFormat.braces(text, arguments, named);
            case "zfill" -> (arguments, named) -> StringFormat.pad(text, width(arguments), "0", '>');
            case "ljust" -> (arguments, named) -> StringFormat.pad(text, width(arguments), fill(arguments), '<');
            case "rjust" ->
                (arguments, named) -> {
                    String fill = fill(arguments);
                    Rendering.requireLength(width(arguments));
                    Rendering.work(width(arguments));
                    long missing = width(arguments) - text.codePointCount(0, text.length());
                    return fill.repeat((int) Math.max(0, missing)) + text;
                };
            case "center" -> (arguments, named) -> center(text, width(arguments), fill(arguments));
            case "swapcase" -> (arguments, named) -> swapCase(text);
            case "casefold" ->
                (arguments, named) -> text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
            case "isnumeric" -> (arguments, named) -> all(text, StringMethods::isNumber);
            case "isdecimal" -> (arguments, named) -> all(text, Character::isDigit);
            case "isascii" -> (arguments, named) -> text.chars().allMatch(c -> c < 0x80);
            case "istitle" ->
                (arguments, named) -> text.codePoints().anyMatch(Character::isLetter) && text.equals(title(text));
            case "expandtabs" -> (arguments, named) -> expandTabs(text, arguments.isEmpty() ? 8 : width(arguments));
            case "join" -> (arguments, named) -> join(text, Values.elements(argument(arguments, 0)));
            case "removeprefix" ->
                (arguments, named) -> text.startsWith(first(arguments))
                        ? text.substring(first(arguments).length())
                        : text;
            case "removesuffix" ->
                (arguments, named) -> text.endsWith(first(arguments))
                        ? text.substring(0, text.length() - first(arguments).length())
                        : text;
            case "partition" ->
                (arguments, named) ->
                        partition(text, first(arguments), TextSearch.indexOf(text, first(arguments)), true);
            case "rpartition" ->
                (arguments, named) ->
                        partition(text, first(arguments), TextSearch.lastIndexOf(text, first(arguments)), false);
            case "isdigit" -> (arguments, named) -> all(text, Character::isDigit);
            case "isalpha" -> (arguments, named) -> all(text, Character::isLetter);
            case "isalnum" -> (arguments, named) -> all(text, Character::isLetterOrDigit);
            case "isspace" -> (arguments, named) -> all(text, StringMethods::isSpace);
            case "isupper" -> (arguments, named) -> isCase(text, Character::isUpperCase, Character::isLowerCase);
            case "islower" -> (arguments, named) -> isCase(text, Character::isLowerCase, Character::isUpperCase);
            default -> null;
        };
    }

    private static Object argument(List<Object> arguments, int position) {
        if (position >= arguments.size()) {
            throw JinjaException.failed(
                    "expected " + (position + 1) + " arguments of a string's method, found " + arguments.size());
        }
        return arguments.get(position);
    }

    // comparing takes as long as it is
    private static String paid(Object value) {
        String text = string(value);
        Rendering.work(text.length());
        return text;
    }

    private static String string(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw JinjaException.failed("expected a string, found " + Values.typeName(value));
    }

    private static long width(List<Object> arguments) {
        if (argument(arguments, 0) instanceof Long width) {
            return width;
        }
        throw JinjaException.failed("expected a width, found " + Values.typeName(arguments.get(0)));
    }

    private static String fill(List<Object> arguments) {
        String fill = arguments.size() > 1 ? string(arguments.get(1)) : " ";
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw JinjaException.failed("expected one character to fill up with, found '" + fill + "'");
        }
        return fill;
    }

    /** The part of a text that the second and third argument, counts of characters, cut out. */
    private static String window(String text, List<Object> arguments) {
        if (arguments.size() < 2) {
            return text;
        }
        Object to = arguments.size() > 2 ? arguments.get(2) : None.NONE;
        return Values.text(Slices.slice(text, arguments.get(1), to, None.NONE));
    }

    /** Place of the first argument in a text, in characters, or −1; further arguments say where to look. */
    private static long find(String text, List<Object> arguments, boolean last) {
        String part = window(text, arguments);
        int index = last ? TextSearch.lastIndexOf(part, first(arguments)) : TextSearch.indexOf(part, first(arguments));
        if (index < 0) {
            return -1;
        }
        long length = text.codePointCount(0, text.length());
        long from = arguments.size() > 1 && arguments.get(1) instanceof Long start ? start : 0;
        long skipped = from < 0 ? Math.max(0, from + length) : from;
        return skipped > length ? -1 : skipped + part.codePointCount(0, index);
    }

    private static List<Object> lines(String text, boolean keepEnds) {
        List<Object> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if ("\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029".indexOf(text.charAt(i)) < 0) {
                continue;
            }
            int end = text.startsWith("\r\n", i) ? i + 2 : i + 1;
            Rendering.requireElements(lines.size() + 2L);
            lines.add(text.substring(from, keepEnds ? end : i));
            from = end;
            i = end - 1;
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    /** Where one side takes one character more, it is the left one for odd widths of odd gaps, as in Python. */
    static String center(String text, long width, String fill) {
        long missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        Rendering.requireLength(missing);
        Rendering.work(missing);
        int left = (int) (missing / 2 + (missing & width & 1));
        return fill.repeat(left) + text + fill.repeat((int) missing - left);
    }

    private static String swapCase(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            String one = Character.toString(c);
            out.append(Character.isUpperCase(c) ? one.toLowerCase(Locale.ROOT) : one.toUpperCase(Locale.ROOT));
        });
        return out.toString();
    }

    private static boolean isNumber(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static String expandTabs(String text, long size) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                int spaces = size <= 0 ? 0 : (int) (Math.min(size, 1000) - column % Math.min(size, 1000));
                Rendering.requireLength(out.length() + (long) spaces);
                out.append(" ".repeat(spaces));
                column += spaces;
            } else {
                out.append(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
        }
        Rendering.work(out.length());
        return out.toString();
    }

    private static String first(List<Object> arguments) {
        return string(argument(arguments, 0));
    }

    private static List<Object> options(List<Object> arguments) {
        Object argument = argument(arguments, 0);
        return argument instanceof List<?> ? Values.elements(argument) : List.of(argument);
    }

    private static @Nullable String characters(List<Object> arguments) {
        return arguments.isEmpty() || arguments.get(0) == None.NONE ? null : first(arguments);
    }

    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    /** Takes characters of a set, white space if there is none, from the ends. */
    static String strip(String text, @Nullable String set, boolean left, boolean right) {
        BitSet members = new BitSet();
        if (set != null) {
            Rendering.work(set.length());
            set.codePoints().forEach(members::set);
        }
        IntPredicate goes = set == null ? StringMethods::isSpace : members::get;
        int from = 0;
        int to = text.length();
        while (left && from < to && goes.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && to > from && goes.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    private static List<Object> split(String text, Object separator, long most, boolean fromRight) {
        if (separator == None.NONE) {
            return TextSearch.words(text, most, fromRight);
        }
        String by = string(separator);
        if (by.isEmpty()) {
            throw JinjaException.failed("can't split by an empty string");
        }
        return TextSearch.split(text, by, most, fromRight);
    }

    static String join(String separator, List<Object> parts) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            String part = Values.text(parts.get(i));
            Rendering.requireLength((long) out.length() + separator.length() + part.length());
            Rendering.work((long) separator.length() + part.length());
            out.append(i == 0 ? "" : separator).append(part);
        }
        return out.toString();
    }

    private static List<Object> partition(String text, String by, int at, boolean left) {
        if (at < 0) {
            return left ? Tuple.of(text, "", "") : Tuple.of("", "", text);
        }
        return Tuple.of(text.substring(0, at), by, text.substring(at + by.length()));
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int end = text.offsetByCodePoints(0, 1);
        return text.substring(0, end).toUpperCase(Locale.ROOT)
                + text.substring(end).toLowerCase(Locale.ROOT);
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        for (int c : text.codePoints().toArray()) {
            boolean letter = Character.isLetter(c);
            out.appendCodePoint(!letter ? c : inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = letter;
        }
        return out.toString();
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    private static boolean isCase(String text, IntPredicate wanted, IntPredicate other) {
        return text.codePoints().anyMatch(wanted) && text.codePoints().noneMatch(other);
    }
}
