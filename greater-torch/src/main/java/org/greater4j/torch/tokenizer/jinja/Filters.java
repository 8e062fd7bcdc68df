package org.greater4j.torch.tokenizer.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can stand after {@code |}. */
final class Filters {
    /** Makes one value out of another. */
    @FunctionalInterface
    interface Filter {
        Object apply(Object value, Arguments.Evaluated arguments);
    }

    /** Patterns and conversions look at a character several times. */
    private static final long WORK_OF_A_DIGIT = 16;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");
    /** What a word begins after, for titles. */
    private static final Pattern BEFORE_WORD = Pattern.compile("([-\\s({\\[<]+)");

    private static final Map<String, Filter> ALL = new LinkedHashMap<>();

    static {
        ALL.put("trim", (value, arguments) -> {
            Object set = arguments.get(0, "chars", None.NONE);
            return StringMethods.strip(Values.text(value), set instanceof String text ? text : null, true, true);
        });
        ALL.put("upper", (value, arguments) -> Values.text(value).toUpperCase(Locale.ROOT));
        ALL.put("lower", (value, arguments) -> Values.text(value).toLowerCase(Locale.ROOT));
        ALL.put("capitalize", (value, arguments) -> StringMethods.capitalize(Values.text(value)));
        ALL.put("title", (value, arguments) -> title(Values.text(value)));
        ALL.put("string", (value, arguments) -> Values.text(value));
        ALL.put("safe", (value, arguments) -> Values.text(value));
        ALL.put("escape", (value, arguments) -> escape(Values.text(value)));
        ALL.put("e", (value, arguments) -> escape(Values.text(value)));
        ALL.put("length", (value, arguments) -> length(value));
        ALL.put("count", (value, arguments) -> length(value));
        ALL.put("first", (value, arguments) -> Slices.element(Values.elements(value), 0));
        ALL.put("last", (value, arguments) -> Slices.element(Values.elements(value), -1));
        ALL.put("list", (value, arguments) -> new ArrayList<>(Values.elements(value)));
        ALL.put("reverse", Filters::reverse);
        ALL.put("replace", (value, arguments) -> {
            Object count = arguments.get(2, "count", -1L);
            return TextSearch.replace(
                    Values.text(value),
                    Values.text(arguments.required(0, "old")),
                    Values.text(arguments.required(1, "new")),
                    count instanceof Long most ? most : -1);
        });
        ALL.put("default", Filters::orDefault);
        ALL.put("d", Filters::orDefault);
        ALL.put("tojson", Json::filter);
        ALL.put(
                "items",
                (value, arguments) -> value instanceof Map<?, ?> map ? Attributes.items(map) : Values.elements(value));
        ALL.put(
                "int",
                (value, arguments) -> integer(value, arguments.get(0, "default", 0L), arguments.get(1, "base", 10L)));
        ALL.put("float", (value, arguments) -> number(value, arguments.get(0, "default", 0.0)));
        ALL.put("abs", (value, arguments) -> Values.order(value, 0L) < 0 ? Arithmetic.subtract(0L, value) : value);
        ALL.put("format", (value, arguments) -> format(Values.text(value), arguments));
        ALL.put("indent", Filters::indent);
        ALL.put("attr", (value, arguments) -> attribute(value, Values.text(arguments.required(0, "name"))));
        ALL.put("round", Filters::round);
        ALL.put("center", (value, arguments) -> {
            Object width = arguments.get(0, "width", 80L);
            return StringMethods.center(Values.text(value), width instanceof Long columns ? columns : 80, " ");
        });
        ALL.put("truncate", Filters::truncate);
        ALL.put(
                "wordcount",
                (value, arguments) -> WORD.matcher(Values.text(value)).results().count());
        ListFilters.addTo(ALL);
    }

    private Filters() {}

    static @Nullable Filter named(String name) {
        return ALL.get(name);
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (Matcher gap = BEFORE_WORD.matcher(text); gap.find(); at = gap.end()) {
            out.append(StringMethods.capitalize(text.substring(at, gap.start())))
                    .append(gap.group());
        }
        return out.append(StringMethods.capitalize(text.substring(at))).toString();
    }

    private static Object format(String format, Arguments.Evaluated arguments) {
        if (!arguments.named().isEmpty() && !arguments.positional().isEmpty()) {
            throw JinjaException.failed("expected arguments of format by position or by name, found both");
        }
        return StringFormat.percent(
                format, arguments.named().isEmpty() ? new Tuple(arguments.positional()) : arguments.named());
    }

    /** An attribute by name; a key of a map is none. */
    private static Object attribute(Object value, String name) {
        return value instanceof Map ? new Undefined("'" + name + "' of a map") : Attributes.attribute(value, name);
    }

    private static Object round(Object value, Arguments.Evaluated arguments) {
        String method = Values.text(arguments.get(1, "method", "common"));
        if (!(arguments.get(0, "precision", 0L) instanceof Long precision) || Math.abs(precision) > 300) {
            throw JinjaException.failed("expected a number of digits to round to");
        }
        RoundingMode mode = switch (method) {
            case "common" -> RoundingMode.HALF_EVEN;
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw JinjaException.failed("expected common, ceil or floor, found " + method);
        };
        if (!Values.isNumber(value)) {
            throw JinjaException.failed("expected a number to round, found " + Values.typeName(value));
        }
        double number = Values.toDouble(value);
        if (!Double.isFinite(number)) {
            return value;
        }
        double rounded =
                new BigDecimal(number).setScale(precision.intValue(), mode).doubleValue();
        return value instanceof Double || !method.equals("common") ? (Object) rounded : (long) rounded;
    }

    private static Object truncate(Object value, Arguments.Evaluated arguments) {
        String text = Values.text(value);
        Object length = arguments.get(0, "length", 255L);
        boolean inWords = Values.truth(arguments.get(1, "killwords", false));
        String end = Values.text(arguments.get(2, "end", "..."));
        Object leeway = arguments.get(3, "leeway", 5L);
        int most = length instanceof Long count ? (int) Math.min(count, Integer.MAX_VALUE / 2) : 255;
        int extra = leeway instanceof Long count && count >= 0 ? (int) Math.min(count, Integer.MAX_VALUE / 2) : 5;
        if (most < end.length()) {
            throw JinjaException.failed("expected a length of at least " + end.length() + ", found " + most);
        }
        if (text.length() <= most + extra) {
            return text;
        }
        String part = text.substring(0, most - end.length());
        int space = part.lastIndexOf(' ');
        return (inWords || space < 0 ? part : part.substring(0, space)) + end;
    }

    static int clampIndent(long indent) {
        return (int) Math.max(0, Math.min(64, indent));
    }

    private static String escape(String text) {
        Rendering.requireLength(text.length() * 6L);
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    private static Object length(Object value) {
        if (value instanceof String text) {
            Rendering.work(text.length());
            return (long) text.codePointCount(0, text.length());
        }
        return (long) Values.elements(value).size();
    }

    private static Object reverse(Object value, Arguments.Evaluated arguments) {
        return Slices.slice(value instanceof Map<?, ?> ? Values.elements(value) : value, None.NONE, None.NONE, -1L);
    }

    private static Object orDefault(Object value, Arguments.Evaluated arguments) {
        boolean falseToo = Values.truth(arguments.get(1, "boolean", false));
        boolean absent = value instanceof Undefined || (falseToo && !Values.truth(value));
        return absent ? arguments.get(0, "default_value", "") : value;
    }

    private static Object integer(Object value, Object absent, Object base) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        try {
            if (value instanceof String text) {
                Rendering.work(WORK_OF_A_DIGIT * text.length());
                String digits = text.strip().replaceAll("(?<=[\\da-zA-Z])_(?=[\\da-zA-Z])", "");
                int radix = base instanceof Long given && given >= 2 && given <= 36 ? given.intValue() : 10;
                if (radix != 10) {
                    digits = digits.replaceFirst("^([+-]?)0[xXoObB]", "$1");
                }
                if (digits.matches("[+-]?[\\da-zA-Z]+") && !(radix == 10 && !digits.matches("[+-]?\\d+"))) {
                    return Long.valueOf(digits, radix);
                }
                double number = Double.parseDouble(digits);
                return Double.isFinite(number) ? (Object) (long) number : absent;
            }
            return Values.isNumber(value) ? (Object) (long) Values.toDouble(value) : absent;
        } catch (NumberFormatException e) {
            return absent;
        }
    }

    private static Object number(Object value, Object absent) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        try {
            if (value instanceof String text) {
                Rendering.work(WORK_OF_A_DIGIT * text.length());
                return switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
                    case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                    case "nan", "+nan", "-nan" -> Double.NaN;
                    default -> Double.valueOf(text);
                };
            }
            return Values.isNumber(value) ? (Object) Values.toDouble(value) : absent;
        } catch (NumberFormatException e) {
            return absent;
        }
    }

    private static Object indent(Object value, Arguments.Evaluated arguments) {
        Object width = arguments.get(0, "width", 4L);
        String margin = width instanceof Long spaces ? " ".repeat(clampIndent(spaces)) : Values.text(width);
        boolean first = Values.truth(arguments.get(1, "first", false));
        boolean blank = Values.truth(arguments.get(2, "blank", false));
        String[] lines = Values.text(value).split("\n", -1);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            Rendering.requireLength((long) out.length() + margin.length() + lines[i].length());
            boolean indented = i == 0 ? first : blank || !lines[i].isEmpty();
            out.append(i == 0 ? "" : "\n").append(indented ? margin : "").append(lines[i]);
        }
        Rendering.work(out.length());
        return out.toString();
    }
}
