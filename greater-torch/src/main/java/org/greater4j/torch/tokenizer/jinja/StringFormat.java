package org.greater4j.torch.tokenizer.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code %} on strings and {@code str.format}, for strings, integers and decimals with width and precision. */
final class StringFormat {
    private static final Pattern CONVERSION =
            Pattern.compile("%(?:\\((\\w+)\\))?([-0+ #]*)(\\d{0,6})(?:\\.(\\d{1,3}))?([a-zA-Z%])");
    private static final Pattern SPECIFICATION =
            Pattern.compile("(?:(.)?([<>^]))?([+ ]?)(0?)(\\d{0,6})(,?)(?:\\.(\\d{1,3}))?([sdfxX]?)");

    private StringFormat() {}

    static String percent(String format, Object values) {
        List<Object> positional =
                values instanceof Tuple || values instanceof List ? Values.elements(values) : List.of(values);
        Rendering.work(format.length());
        StringBuilder out = new StringBuilder();
        Matcher conversion = CONVERSION.matcher(format);
        int used = 0;
        int at = 0;
        for (int percent = format.indexOf('%'); percent >= 0; percent = format.indexOf('%', at)) {
            out.append(format, at, percent);
            if (!conversion.region(percent, format.length()).lookingAt()) {
                throw JinjaException.failed("expected a conversion after % in the format '" + format + "'");
            }
            at = conversion.end();
            String kind = conversion.group(5);
            if (kind.equals("%")) {
                out.append('%');
                continue;
            }
            Object value;
            if (conversion.group(1) != null) {
                Object found = values instanceof Map<?, ?> map ? map.get(conversion.group(1)) : null;
                if (found == null) {
                    throw JinjaException.failed("expected a value of " + conversion.group(1) + ", found none");
                }
                value = found;
            } else if (used == positional.size()) {
                throw JinjaException.failed("expected more than " + used + " values for the format '" + format + "'");
            } else {
                value = positional.get(used++);
            }
            String flags = conversion.group(2);
            String text = convert(kind.charAt(0), value, conversion.group(4), flags.contains("+"), false);
            char fill = flags.contains("0") && !flags.contains("-") && Values.isNumber(value) ? '0' : ' ';
            out.append(pad(text, conversion.group(3), fill, flags.contains("-") ? '<' : '>'));
            Rendering.requireLength(out.length());
        }
        if (used < positional.size() && !(values instanceof Map)) {
            throw JinjaException.failed("expected " + used + " values for the format '" + format + "', found more");
        }
        return out.append(format, at, format.length()).toString();
    }

    /** {@code {}}, {@code {0}} and {@code {name}}, with what may stand after a colon. */
    static String braces(String format, List<Object> positional, Map<String, Object> named) {
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            boolean twice = i + 1 < format.length() && format.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && twice) {
                out.append(c);
                i++;
            } else if (c == '{') {
                int close = format.indexOf('}', i);
                if (close < 0) {
                    throw JinjaException.failed("expected '}' in the format '" + format + "'");
                }
                String field = format.substring(i + 1, close);
                int colon = field.indexOf(':');
                String name = colon < 0 ? field : field.substring(0, colon);
                Object value = name.isEmpty() || name.matches("\\d{1,6}")
                        ? Slices.element(positional, name.isEmpty() ? used++ : Long.parseLong(name))
                        : named.getOrDefault(name, new Undefined("'" + name + "'"));
                if (value instanceof Undefined undefined) {
                    throw undefined.error();
                }
                out.append(specified(value, colon < 0 ? "" : field.substring(colon + 1)));
                i = close;
            } else if (c == '}') {
                throw JinjaException.failed("expected '{' before '}' in the format '" + format + "'");
            } else {
                out.append(c);
            }
            Rendering.requireLength(out.length());
        }
        return out.toString();
    }

    private static String specified(Object value, String specification) {
        Matcher parts = SPECIFICATION.matcher(specification);
        if (!parts.matches()) {
            throw JinjaException.failed(
                    "expected width, precision and one of s, d, f, x, found '" + specification + "'");
        }
        boolean number = Values.isNumber(value) && !(value instanceof Boolean);
        String type = parts.group(8).isEmpty()
                ? number && parts.group(7) != null
                        ? "f"
                        : number && !parts.group(6).isEmpty() ? "d" : "s"
                : parts.group(8);
        String text = convert(
                type.charAt(0),
                value,
                parts.group(7),
                parts.group(3).equals("+"),
                !parts.group(6).isEmpty());
        char fill = parts.group(1) != null
                ? parts.group(1).charAt(0)
                : parts.group(4).isEmpty() ? ' ' : '0';
        char align = parts.group(2) != null ? parts.group(2).charAt(0) : number ? '>' : '<';
        return pad(text, parts.group(5), fill, align);
    }

    private static String convert(
            char kind, Object value, @org.jspecify.annotations.Nullable String precision, boolean sign, boolean group) {
        String text;
        switch (kind) {
            case 's' -> {
                String all = Values.text(value);
                int most = precision == null ? all.length() : Math.min(all.length(), Integer.parseInt(precision));
                return all.substring(0, most);
            }
            case 'r' -> {
                return Values.represent(value);
            }
            case 'd', 'i' -> text = Long.toString((long) number(kind, value));
            case 'f', 'F' -> {
                double number = number(kind, value);
                int digits = precision == null ? 6 : Integer.parseInt(precision);
                text = Double.isFinite(number)
                        ? new BigDecimal(number)
                                .setScale(digits, RoundingMode.HALF_EVEN)
                                .toPlainString()
                        : Values.number(number);
                text = number < 0 && !text.startsWith("-") ? "-" + text : text;
            }
            case 'x' -> text = Long.toString((long) number(kind, value), 16);
            case 'X' -> text = Long.toString((long) number(kind, value), 16).toUpperCase(Locale.ROOT);
            default -> throw JinjaException.failed("expected a conversion of strings or numbers, found " + kind);
        }
        String grouped = group ? text.replaceAll("(?<=\\d)(?=(\\d{3})+(?!\\d))(?<!\\.\\d{0,99})", ",") : text;
        return sign && !grouped.startsWith("-") ? "+" + grouped : grouped;
    }

    private static double number(char kind, Object value) {
        if (!Values.isNumber(value)) {
            throw JinjaException.failed("expected a number to write by " + kind + ", found " + Values.typeName(value));
        }
        return Values.toDouble(value);
    }

    private static String pad(String text, String width, char fill, char align) {
        return width.isEmpty() ? text : pad(text, Long.parseLong(width), Character.toString(fill), align);
    }

    /** Fills a text up to a width in characters; a sign stays in front of zeros. */
    static String pad(String text, long width, String fill, char align) {
        long missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        Rendering.requireLength(missing);
        Rendering.work(text.length() + missing);
        boolean signed = fill.equals("0") && align == '>' && (text.startsWith("-") || text.startsWith("+"));
        long left = switch (align) {
            case '<' -> 0;
            case '^' -> missing / 2;
            default -> missing;
        };
        String before = fill.repeat((int) left);
        String after = fill.repeat((int) (missing - left));
        return signed ? text.charAt(0) + before + text.substring(1) + after : before + text + after;
    }
}
