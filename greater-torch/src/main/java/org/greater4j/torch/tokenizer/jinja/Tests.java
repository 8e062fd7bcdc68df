package org.greater4j.torch.tokenizer.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can stand after {@code is}. */
final class Tests {
    /** A question about a value. */
    @FunctionalInterface
    interface Test {
        boolean holds(Object value, List<Object> arguments);
    }

    private static final Map<String, Test> ALL = Map.ofEntries(
            Map.entry("defined", (value, arguments) -> !(value instanceof Undefined)),
            Map.entry("undefined", (value, arguments) -> value instanceof Undefined),
            Map.entry("none", (value, arguments) -> value == None.NONE),
            Map.entry("boolean", (value, arguments) -> value instanceof Boolean),
            Map.entry("true", (value, arguments) -> Boolean.TRUE.equals(value)),
            Map.entry("false", (value, arguments) -> Boolean.FALSE.equals(value)),
            Map.entry("string", (value, arguments) -> value instanceof String),
            Map.entry("integer", (value, arguments) -> value instanceof Long),
            Map.entry("float", (value, arguments) -> value instanceof Double),
            Map.entry("number", (value, arguments) -> Values.isNumber(value)),
            Map.entry("mapping", (value, arguments) -> value instanceof Map),
            Map.entry("iterable", (value, arguments) -> isIterable(value) || value instanceof Undefined),
            Map.entry("sequence", (value, arguments) -> isIterable(value)),
            Map.entry("callable", (value, arguments) -> value instanceof Callable),
            Map.entry("odd", (value, arguments) -> isDivisible(value, 2L, 1)),
            Map.entry("even", (value, arguments) -> isDivisible(value, 2L, 0)),
            Map.entry("divisibleby", (value, arguments) -> isDivisible(value, first(arguments), 0)),
            Map.entry("in", (value, arguments) -> Values.contains(first(arguments), value)),
            Map.entry("sameas", (value, arguments) -> isSame(value, first(arguments))),
            Map.entry(
                    "upper",
                    (value, arguments) -> isUnchanged(value, Values.text(value).toUpperCase(Locale.ROOT))),
            Map.entry(
                    "lower",
                    (value, arguments) -> isUnchanged(value, Values.text(value).toLowerCase(Locale.ROOT))),
            Map.entry("filter", (value, arguments) -> value instanceof String name && Filters.named(name) != null),
            Map.entry("test", (value, arguments) -> value instanceof String name && named(name) != null),
            comparison("==", "=="),
            comparison("!=", "!="),
            comparison("<", "<"),
            comparison("<=", "<="),
            comparison(">", ">"),
            comparison(">=", ">="),
            comparison("eq", "=="),
            comparison("equalto", "=="),
            comparison("ne", "!="),
            comparison("lt", "<"),
            comparison("lessthan", "<"),
            comparison("le", "<="),
            comparison("gt", ">"),
            comparison("greaterthan", ">"),
            comparison("ge", ">="));

    private Tests() {}

    static @Nullable Test named(String name) {
        return ALL.get(name);
    }

    private static Map.Entry<String, Test> comparison(String name, String operator) {
        return Map.entry(name, (value, arguments) -> Values.compare(operator, value, first(arguments)));
    }

    private static Object first(List<Object> arguments) {
        if (arguments.isEmpty()) {
            throw JinjaException.failed("expected an argument of a test, found none");
        }
        return arguments.get(0);
    }

    // lists within lists may be equal in more ways than anybody can count
    private static boolean isSame(Object value, Object other) {
        boolean holdsOthers = value instanceof List || value instanceof Map;
        Rendering.work(value instanceof String text ? text.length() : 1);
        return holdsOthers ? value == other : value.equals(other);
    }

    private static boolean isIterable(Object value) {
        return value instanceof List || value instanceof Map || value instanceof String;
    }

    private static boolean isDivisible(Object value, Object by, long remainder) {
        return Values.equal(Arithmetic.remainder(value instanceof String ? None.NONE : value, by), remainder);
    }

    private static boolean isUnchanged(Object value, String changed) {
        String text = Values.text(value);
        return text.equals(changed)
                && text.codePoints().anyMatch(c -> Character.toUpperCase(c) != Character.toLowerCase(c));
    }
}
