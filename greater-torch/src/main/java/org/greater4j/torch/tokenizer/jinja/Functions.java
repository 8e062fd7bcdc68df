package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions that every template has. */
final class Functions {
    static final Map<String, Callable> ALL = Map.of(
            "range",
            Functions::range,
            "namespace",
            Functions::namespace,
            "dict",
            Functions::merge,
            "joiner",
            Functions::joiner,
            "cycler",
            Functions::cycler,
            "raise_exception",
            Functions::raise);

    private Functions() {}

    private static Object raise(List<Object> arguments, Map<String, Object> named) {
        throw new JinjaException(JinjaException.Kind.RAISED, arguments.isEmpty() ? "" : Values.text(arguments.get(0)));
    }

    private static Object namespace(List<Object> arguments, Map<String, Object> named) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        merge(arguments, named).forEach((name, value) -> attributes.put(Values.text(name), value));
        return new Namespace(attributes);
    }

    /** A map out of maps, or out of lists of pairs. */
    private static Map<Object, Object> merge(List<Object> arguments, Map<String, Object> named) {
        Map<Object, Object> merged = new LinkedHashMap<>();
        for (Object argument : arguments) {
            if (argument instanceof Map<?, ?> map) {
                map.forEach((key, value) -> merged.put(Values.key(key), value));
                continue;
            }
            for (Object pair : Values.elements(argument)) {
                List<Object> both = Values.elements(pair);
                if (both.size() != 2) {
                    throw JinjaException.failed("expected pairs of key and value, found " + both.size() + " values");
                }
                merged.put(Values.key(both.get(0)), both.get(1));
            }
        }
        merged.putAll(named);
        return merged;
    }

    /** Gives nothing when it is called first, and the separator from then on. */
    private static Object joiner(List<Object> arguments, Map<String, Object> named) {
        Object separator = new Arguments.Evaluated(arguments, named).get(0, "sep", ", ");
        boolean[] used = {false};
        return (Callable) (none, nothing) -> {
            Object text = used[0] ? separator : "";
            used[0] = true;
            return text;
        };
    }

    /** Gives its values in turn by {@code next()}. */
    private static Object cycler(List<Object> arguments, Map<String, Object> named) {
        if (arguments.isEmpty()) {
            throw JinjaException.failed("expected values to cycle through, found none");
        }
        int[] at = {0};
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("current", arguments.get(0));
        attributes.put("next", (Callable) (none, nothing) -> {
            Object value = arguments.get(at[0]);
            at[0] = (at[0] + 1) % arguments.size();
            attributes.put("current", arguments.get(at[0]));
            return value;
        });
        attributes.put("reset", (Callable) (none, nothing) -> {
            at[0] = 0;
            attributes.put("current", arguments.get(0));
            return None.NONE;
        });
        return new Namespace(attributes);
    }

    private static Object range(List<Object> arguments, Map<String, Object> named) {
        if (arguments.isEmpty() || arguments.size() > 3) {
            throw JinjaException.failed("expected 1 to 3 arguments of range, found " + arguments.size());
        }
        long from = arguments.size() == 1 ? 0 : integer(arguments.get(0));
        long to = integer(arguments.get(arguments.size() == 1 ? 0 : 1));
        long step = arguments.size() == 3 ? integer(arguments.get(2)) : 1;
        if (step == 0) {
            throw JinjaException.failed("range can't have the step 0");
        }
        List<Object> numbers = new ArrayList<>();
        Rendering.work(Math.max(0, (to - from) / step));
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            Rendering.requireElements(numbers.size() + 1L);
            numbers.add(i);
        }
        return numbers;
    }

    private static long integer(Object value) {
        if (value instanceof Long integer && Math.abs(integer) <= Integer.MAX_VALUE) {
            return integer;
        }
        throw JinjaException.failed("expected an integer below 2^31, found " + Values.text(value));
    }
}
