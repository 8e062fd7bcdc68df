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
            (arguments, named) -> new Namespace(merge(arguments, named)),
            "dict",
            (arguments, named) -> merge(arguments, named),
            "raise_exception",
            Functions::raise);

    private Functions() {}

    private static Object raise(List<Object> arguments, Map<String, Object> named) {
        throw new JinjaException(JinjaException.Kind.RAISED, arguments.isEmpty() ? "" : Values.text(arguments.get(0)));
    }

    private static Map<String, Object> merge(List<Object> arguments, Map<String, Object> named) {
        Map<String, Object> merged = new LinkedHashMap<>();
        for (Object argument : arguments) {
            if (!(argument instanceof Map<?, ?> map)) {
                throw JinjaException.failed("expected a map, found " + Values.typeName(argument));
            }
            map.forEach((key, value) -> merged.put(Values.key(key), value));
        }
        merged.putAll(named);
        return merged;
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
