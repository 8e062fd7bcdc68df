package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can stand after {@code |}. */
final class Filters {
    /** Makes one value out of another. */
    @FunctionalInterface
    interface Filter {
        Object apply(Object value, Arguments.Evaluated arguments);
    }

    private static final Map<String, Filter> ALL = new LinkedHashMap<>();

    static {
        ALL.put("trim", (value, arguments) -> {
            Object set = arguments.get(0, "chars", None.NONE);
            return StringMethods.strip(Values.text(value), set instanceof String text ? text : null, true, true);
        });
        ALL.put("upper", (value, arguments) -> Values.text(value).toUpperCase(Locale.ROOT));
        ALL.put("lower", (value, arguments) -> Values.text(value).toLowerCase(Locale.ROOT));
        ALL.put("capitalize", (value, arguments) -> StringMethods.capitalize(Values.text(value)));
        ALL.put("title", (value, arguments) -> method(Values.text(value), "title"));
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
        ALL.put("join", Filters::join);
        ALL.put("replace", (value, arguments) -> {
            Object count = arguments.get(2, "count", -1L);
            return StringMethods.replace(
                    Values.text(value),
                    Values.text(arguments.required(0, "old")),
                    Values.text(arguments.required(1, "new")),
                    count instanceof Long most ? most : -1);
        });
        ALL.put("default", Filters::orDefault);
        ALL.put("d", Filters::orDefault);
        ALL.put(
                "tojson",
                (value, arguments) -> Json.write(
                        value,
                        arguments.get(1, "indent", None.NONE) instanceof Long indent ? clampIndent(indent) : -1));
        ALL.put(
                "items",
                (value, arguments) -> value instanceof Map<?, ?> map ? Attributes.items(map) : Values.elements(value));
        ALL.put("dictsort", (value, arguments) -> {
            List<Object> items = value instanceof Map<?, ?> map ? Attributes.items(map) : List.of();
            items.sort(Filters::caseless);
            return items;
        });
        ALL.put("int", (value, arguments) -> integer(value, arguments.get(0, "default", 0L)));
        ALL.put("float", (value, arguments) -> number(value, arguments.get(0, "default", 0.0)));
        ALL.put("abs", (value, arguments) -> Values.order(value, 0L) < 0 ? Arithmetic.subtract(0L, value) : value);
        ALL.put("sum", (value, arguments) -> {
            Object sum = 0L;
            for (Object element : Values.elements(value)) {
                sum = Arithmetic.add(sum, element);
            }
            return sum;
        });
        ALL.put(
                "min",
                (value, arguments) -> Values.elements(value).isEmpty()
                        ? new Undefined("the least of nothing")
                        : Collections.min(Values.elements(value), Filters::caseless));
        ALL.put(
                "max",
                (value, arguments) -> Values.elements(value).isEmpty()
                        ? new Undefined("the greatest of nothing")
                        : Collections.max(Values.elements(value), Filters::caseless));
        ALL.put("sort", Filters::sort);
        ALL.put("unique", (value, arguments) -> {
            List<Object> unique = new ArrayList<>();
            for (Object element : Values.elements(value)) {
                if (unique.stream().noneMatch(seen -> caselessEqual(seen, element))) {
                    unique.add(element);
                }
            }
            return unique;
        });
        ALL.put("map", Filters::map);
        ALL.put("select", (value, arguments) -> choose(value, arguments, false, true));
        ALL.put("reject", (value, arguments) -> choose(value, arguments, false, false));
        ALL.put("selectattr", (value, arguments) -> choose(value, arguments, true, true));
        ALL.put("rejectattr", (value, arguments) -> choose(value, arguments, true, false));
        ALL.put("format", (value, arguments) -> StringFormat.percent(Values.text(value), arguments.positional()));
        ALL.put("indent", Filters::indent);
    }

    private Filters() {}

    static @Nullable Filter named(String name) {
        return ALL.get(name);
    }

    private static Object method(String text, String name) {
        Callable method = StringMethods.method(text, name);
        if (method == null) {
            throw new IllegalArgumentException(name);
        }
        return method.call(List.of(), Map.of());
    }

    private static int clampIndent(long indent) {
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
            return (long) text.codePointCount(0, text.length());
        }
        return (long) Values.elements(value).size();
    }

    private static Object reverse(Object value, Arguments.Evaluated arguments) {
        return Slices.slice(value instanceof Map<?, ?> ? Values.elements(value) : value, None.NONE, None.NONE, -1L);
    }

    private static Object join(Object value, Arguments.Evaluated arguments) {
        List<Object> parts = Values.elements(value);
        if (arguments.get(1, "attribute", None.NONE) instanceof String attribute) {
            parts = parts.stream().map(part -> path(part, attribute)).toList();
        }
        return StringMethods.join(Values.text(arguments.get(0, "d", "")), parts);
    }

    private static Object orDefault(Object value, Arguments.Evaluated arguments) {
        boolean falseToo = Values.truth(arguments.get(1, "boolean", false));
        boolean absent = value instanceof Undefined || (falseToo && !Values.truth(value));
        return absent ? arguments.get(0, "default_value", "") : value;
    }

    private static Object integer(Object value, Object absent) {
        try {
            if (value instanceof String text) {
                return text.strip().matches("[+-]?\\d+")
                        ? (Object) Long.valueOf(text.strip())
                        : (long) Double.parseDouble(text);
            }
            return Values.isNumber(value) ? (Object) (long) Values.toDouble(value) : absent;
        } catch (NumberFormatException e) {
            return absent;
        }
    }

    private static Object number(Object value, Object absent) {
        try {
            if (value instanceof String text) {
                return Double.valueOf(text);
            }
            return Values.isNumber(value) ? (Object) Values.toDouble(value) : absent;
        } catch (NumberFormatException e) {
            return absent;
        }
    }

    private static Object lowerCase(Object value) {
        return value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
    }

    private static int caseless(Object left, Object right) {
        if (left instanceof List<?> first && right instanceof List<?> second && !first.isEmpty() && !second.isEmpty()) {
            return caseless(
                    Values.elements(first).get(0), Values.elements(second).get(0));
        }
        return Values.order(lowerCase(left), lowerCase(right));
    }

    private static boolean caselessEqual(Object left, Object right) {
        return Values.equal(lowerCase(left), lowerCase(right));
    }

    private static Object sort(Object value, Arguments.Evaluated arguments) {
        boolean reverse = Values.truth(arguments.get(0, "reverse", false));
        boolean caseSensitive = Values.truth(arguments.get(1, "case_sensitive", false));
        Object attribute = arguments.get(2, "attribute", None.NONE);
        Comparator<Object> order = caseSensitive ? Values::order : Filters::caseless;
        Comparator<Object> byKey = (left, right) -> attribute instanceof String path
                ? order.compare(path(left, path), path(right, path))
                : order.compare(left, right);
        List<Object> sorted = new ArrayList<>(Values.elements(value));
        sorted.sort(reverse ? byKey.reversed() : byKey);
        return sorted;
    }

    /** The value at the end of names with dots between them. */
    private static Object path(Object value, String path) {
        Object found = value;
        for (String name : path.split("\\.")) {
            found = name.matches("\\d{1,9}")
                    ? Attributes.item(found, Long.valueOf(name))
                    : Attributes.item(found, name);
        }
        return found;
    }

    private static Object map(Object value, Arguments.Evaluated arguments) {
        List<Object> mapped = new ArrayList<>();
        if (arguments.named().get("attribute") instanceof String attribute) {
            Object absent = arguments.named().get("default");
            for (Object element : Values.elements(value)) {
                Object found = path(element, attribute);
                mapped.add(found instanceof Undefined && absent != null ? absent : found);
            }
            return mapped;
        }
        String name = Values.text(arguments.required(0, "filter"));
        Filter filter = named(name);
        if (filter == null) {
            throw JinjaException.failed("expected a known filter, found '" + name + "'");
        }
        Arguments.Evaluated rest = new Arguments.Evaluated(rest(arguments.positional(), 1), arguments.named());
        for (Object element : Values.elements(value)) {
            mapped.add(filter.apply(element, rest));
        }
        return mapped;
    }

    private static Object choose(Object value, Arguments.Evaluated arguments, boolean byAttribute, boolean wanted) {
        List<Object> positional = arguments.positional();
        int testAt = byAttribute ? 1 : 0;
        String attribute = byAttribute ? Values.text(arguments.required(0, "attribute")) : "";
        String name = positional.size() > testAt ? Values.text(positional.get(testAt)) : "";
        Tests.Test test = name.isEmpty() ? (element, none) -> Values.truth(element) : Tests.named(name);
        if (test == null) {
            throw JinjaException.failed("expected a known test, found '" + name + "'");
        }
        List<Object> chosen = new ArrayList<>();
        for (Object element : Values.elements(value)) {
            Object tested = byAttribute ? path(element, attribute) : element;
            if (test.holds(tested, rest(positional, testAt + 1)) == wanted) {
                chosen.add(element);
            }
        }
        return chosen;
    }

    private static List<Object> rest(List<Object> values, int from) {
        return from >= values.size() ? List.of() : values.subList(from, values.size());
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
        return out.toString();
    }
}
