package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Filters that sort, choose from, or put together the elements of a list. */
final class ListFilters {
    private ListFilters() {}

    static void addTo(Map<String, Filters.Filter> all) {
        all.put("sort", ListFilters::sort);
        all.put("dictsort", ListFilters::dictsort);
        all.put("unique", (value, arguments) -> {
            List<Object> unique = new ArrayList<>();
            for (Object element : Values.elements(value)) {
                Rendering.work(unique.size());
                if (unique.stream().noneMatch(seen -> Values.equal(lowerCase(seen), lowerCase(element)))) {
                    unique.add(element);
                }
            }
            return unique;
        });
        all.put("min", (value, arguments) -> extreme(value, -1));
        all.put("max", (value, arguments) -> extreme(value, 1));
        all.put("sum", ListFilters::sum);
        all.put("map", ListFilters::map);
        all.put("select", (value, arguments) -> choose(value, arguments, false, true));
        all.put("reject", (value, arguments) -> choose(value, arguments, false, false));
        all.put("selectattr", (value, arguments) -> choose(value, arguments, true, true));
        all.put("rejectattr", (value, arguments) -> choose(value, arguments, true, false));
        all.put("groupby", ListFilters::groupBy);
        all.put("batch", ListFilters::batch);
        all.put("slice", ListFilters::slice);
        all.put("join", ListFilters::join);
    }

    private static Object lowerCase(Object value) {
        if (value instanceof String text) {
            Rendering.work(text.length());
            return text.toLowerCase(Locale.ROOT);
        }
        return value;
    }

    private static int caseless(Object left, Object right) {
        return Values.order(lowerCase(left), lowerCase(right));
    }

    private static Object sort(Object value, Arguments.Evaluated arguments) {
        boolean reverse = Values.truth(arguments.get(0, "reverse", false));
        boolean caseSensitive = Values.truth(arguments.get(1, "case_sensitive", false));
        Object attribute = arguments.get(2, "attribute", None.NONE);
        Comparator<Object> order = caseSensitive ? Values::order : ListFilters::caseless;
        Comparator<Object> byKey = attribute == None.NONE
                ? order
                : (left, right) -> order.compare(path(left, attribute), path(right, attribute));
        List<Object> sorted = new ArrayList<>(Values.elements(value));
        sorted.sort(reverse ? byKey.reversed() : byKey);
        return sorted;
    }

    private static Object dictsort(Object value, Arguments.Evaluated arguments) {
        boolean caseSensitive = Values.truth(arguments.get(0, "case_sensitive", false));
        int by = arguments.get(1, "by", "key").equals("value") ? 1 : 0;
        boolean reverse = Values.truth(arguments.get(2, "reverse", false));
        if (!(value instanceof Map<?, ?> map)) {
            throw JinjaException.failed("expected a map to sort, found " + Values.typeName(value));
        }
        Comparator<Object> order = caseSensitive ? Values::order : ListFilters::caseless;
        Comparator<Object> byPart = (left, right) -> order.compare(
                Values.elements(left).get(by), Values.elements(right).get(by));
        List<Object> items = Attributes.items(map);
        items.sort(reverse ? byPart.reversed() : byPart);
        return items;
    }

    private static Object extreme(Object value, int sign) {
        Object best = new Undefined("the first element of nothing");
        for (Object element : Values.elements(value)) {
            if (best instanceof Undefined || sign * caseless(element, best) > 0) {
                best = element;
            }
        }
        return best;
    }

    private static Object sum(Object value, Arguments.Evaluated arguments) {
        Object attribute = arguments.get(0, "attribute", None.NONE);
        Object sum = arguments.get(1, "start", 0L);
        for (Object element : Values.elements(value)) {
            sum = Arithmetic.add(sum, attribute == None.NONE ? element : path(element, attribute));
        }
        return sum;
    }

    /** The value at the end of names with dots between them, or at an index. */
    private static Object path(Object value, Object path) {
        if (!(path instanceof String names)) {
            return Attributes.item(value, path);
        }
        Rendering.work(names.length());
        Object found = value;
        for (String name : names.split("\\.")) {
            found = name.matches("\\d{1,9}")
                    ? Attributes.item(found, Long.valueOf(name))
                    : Attributes.item(found, name);
        }
        return found;
    }

    private static Object map(Object value, Arguments.Evaluated arguments) {
        List<Object> mapped = new ArrayList<>();
        Object attribute = arguments.named().get("attribute");
        if (attribute != null) {
            Object absent = arguments.named().get("default");
            for (Object element : Values.elements(value)) {
                Object found = path(element, attribute);
                mapped.add(found instanceof Undefined && absent != null ? absent : found);
            }
            return mapped;
        }
        String name = Values.text(arguments.required(0, "filter"));
        Filters.Filter filter = Filters.named(name);
        if (filter == null) {
            throw JinjaException.failed("expected a known filter, found '" + name + "'");
        }
        Arguments.Evaluated rest = new Arguments.Evaluated(rest(arguments.positional(), 1), arguments.named());
        for (Object element : Values.elements(value)) {
            mapped.add(Rendering.made(filter.apply(element, rest)));
        }
        return mapped;
    }

    private static Object choose(Object value, Arguments.Evaluated arguments, boolean byAttribute, boolean wanted) {
        List<Object> positional = arguments.positional();
        int testAt = byAttribute ? 1 : 0;
        Object attribute = byAttribute ? arguments.required(0, "attribute") : None.NONE;
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

    /** Pairs of a value and the elements that have it, in the order of the values. */
    private static Object groupBy(Object value, Arguments.Evaluated arguments) {
        Object attribute = arguments.required(0, "attribute");
        Object absent = arguments.get(1, "default", None.NONE);
        boolean caseSensitive = Values.truth(arguments.get(2, "case_sensitive", false));
        List<Object> keys = new ArrayList<>();
        List<List<Object>> members = new ArrayList<>();
        for (Object element : Values.elements(value)) {
            Object found = path(element, attribute);
            Object key = found instanceof Undefined && absent != None.NONE ? absent : found;
            int at = 0;
            Rendering.work(64L * keys.size());
            while (at < keys.size() && order(keys.get(at), key, caseSensitive) < 0) {
                at++;
            }
            if (at == keys.size() || order(keys.get(at), key, caseSensitive) != 0) {
                keys.add(at, key);
                members.add(at, new ArrayList<>());
            }
            members.get(at).add(element);
        }
        List<Object> groups = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            groups.add(Tuple.named(List.of("grouper", "list"), keys.get(i), Rendering.made(members.get(i))));
        }
        return groups;
    }

    private static int order(Object left, Object right, boolean caseSensitive) {
        return caseSensitive ? Values.order(left, right) : caseless(left, right);
    }

    private static Object batch(Object value, Arguments.Evaluated arguments) {
        long size = whole(arguments.required(0, "linecount"));
        Object filler = arguments.get(1, "fill_with", None.NONE);
        List<Object> batches = new ArrayList<>();
        List<Object> elements = Values.elements(value);
        for (int from = 0; from < elements.size(); from += (int) size) {
            int to = (int) Math.min(elements.size(), from + size);
            List<Object> batch = new ArrayList<>(elements.subList(from, to));
            Rendering.requireElements(filler == None.NONE ? 0 : size);
            Rendering.work(filler == None.NONE ? 0 : size);
            while (filler != None.NONE && batch.size() < size) {
                batch.add(filler);
            }
            batches.add(Rendering.made(batch));
        }
        return batches;
    }

    private static Object slice(Object value, Arguments.Evaluated arguments) {
        long slices = whole(arguments.required(0, "slices"));
        Object filler = arguments.get(1, "fill_with", None.NONE);
        Rendering.requireElements(slices);
        Rendering.work(slices);
        List<Object> elements = Values.elements(value);
        int each = (int) (elements.size() / slices);
        int longer = (int) (elements.size() % slices);
        List<Object> result = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < slices; i++) {
            int to = from + each + (i < longer ? 1 : 0);
            List<Object> part = new ArrayList<>(elements.subList(from, to));
            if (filler != None.NONE && i >= longer) {
                part.add(filler);
            }
            result.add(Rendering.made(part));
            from = to;
        }
        return result;
    }

    private static long whole(Object value) {
        if (value instanceof Long size && size > 0 && size <= Integer.MAX_VALUE) {
            return size;
        }
        throw JinjaException.failed("expected a positive integer, found " + Values.text(value));
    }

    private static Object join(Object value, Arguments.Evaluated arguments) {
        List<Object> parts = Values.elements(value);
        Object attribute = arguments.get(1, "attribute", None.NONE);
        if (attribute != None.NONE) {
            parts = parts.stream().map(part -> path(part, attribute)).toList();
        }
        return StringMethods.join(Values.text(arguments.get(0, "d", "")), parts);
    }
}
