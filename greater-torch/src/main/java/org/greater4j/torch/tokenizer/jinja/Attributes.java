package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code value.name} and {@code value[key]}: the only ways from one value to another. */
final class Attributes {
    private Attributes() {}

    /** {@code value.name}: a method first, then a key. */
    static Object attribute(Object value, String name) {
        Object found = own(value, name);
        if (found != null) {
            return found;
        }
        Object entry = value instanceof Map<?, ?> map ? map.get(name) : null;
        return entry != null ? entry : new Undefined("'" + name + "' of " + Values.typeName(value));
    }

    /** {@code value[key]}: a key first, then a method. */
    static Object item(Object value, Object key) {
        if (value instanceof Map<?, ?> map) {
            Object entry = map.get(Values.key(key));
            Callable method = entry == null && key instanceof String name ? mapMethod(map, name) : null;
            return entry != null ? entry : method != null ? method : new Undefined("key '" + Values.text(key) + "'");
        } else if (key instanceof Long index && (value instanceof List || value instanceof String)) {
            return Slices.element(Values.elements(value), index);
        } else if (key instanceof String name) {
            return attribute(value, name);
        } else if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        return new Undefined("'" + Values.text(key) + "' of " + Values.typeName(value));
    }

    private static @Nullable Object own(Object value, String name) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        } else if (value instanceof Namespace namespace) {
            return namespace.attributes().get(name);
        } else if (value instanceof Loop.State loop) {
            return loop.attribute(name);
        } else if (value instanceof String text) {
            return StringMethods.method(text, name);
        } else if (value instanceof Map<?, ?> map) {
            return mapMethod(map, name);
        } else if (value instanceof Tuple tuple && tuple.named(name) != null) {
            return tuple.named(name);
        } else if (value instanceof List<?>) {
            return listMethod(value, name);
        }
        return null;
    }

    private static @Nullable Callable mapMethod(Map<?, ?> map, String name) {
        return switch (name) {
            case "get" ->
                (arguments, named) -> {
                    Arguments.Evaluated all = new Arguments.Evaluated(arguments, named);
                    Object found = map.get(Values.key(all.get(0, "key", None.NONE)));
                    return found == null ? all.get(1, "default", None.NONE) : found;
                };
            case "copy" -> (arguments, named) -> new LinkedHashMap<Object, Object>(paid(map));
            case "items" -> (arguments, named) -> items(paid(map));
            case "keys" -> (arguments, named) -> new ArrayList<Object>(paid(map).keySet());
            case "values" ->
                (arguments, named) -> new ArrayList<Object>(paid(map).values());
            default -> null;
        };
    }

    private static Map<?, ?> paid(Map<?, ?> map) {
        Rendering.work(map.size());
        return map;
    }

    /** Pairs of key and value. */
    static List<Object> items(Map<?, ?> map) {
        List<Object> items = new ArrayList<>();
        map.forEach((key, value) -> items.add(Rendering.made(Tuple.of(key, value))));
        return items;
    }

    private static @Nullable Callable listMethod(Object list, String name) {
        return switch (name) {
            case "index" ->
                (arguments, named) -> {
                    Object wanted = new Arguments.Evaluated(arguments, named).required(0, "value");
                    List<Object> elements = Values.elements(list);
                    for (int i = 0; i < elements.size(); i++) {
                        if (Values.equal(elements.get(i), wanted)) {
                            return (long) i;
                        }
                    }
                    throw JinjaException.failed("expected " + Values.text(wanted) + " in a list, found none");
                };
            case "count" ->
                (arguments, named) -> {
                    Object wanted = new Arguments.Evaluated(arguments, named).required(0, "value");
                    return Values.elements(list).stream()
                            .filter(element -> Values.equal(element, wanted))
                            .count();
                };
            case "append", "insert", "extend", "pop", "remove", "clear", "sort", "reverse" ->
                (arguments, named) -> {
                    throw JinjaException.failed("lists can't be changed in a template (" + name + ")");
                };
            default -> null;
        };
    }
}
