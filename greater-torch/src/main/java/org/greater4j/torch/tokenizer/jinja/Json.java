package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** JSON as Python's {@code json.dumps} writes it, other than ASCII left as it is. */
final class Json {
    private final StringBuilder out = new StringBuilder();
    private final int indent;
    private final String itemSeparator;
    private final String keySeparator;
    private final boolean ascii;
    private final boolean sorted;

    private Json(int indent, String itemSeparator, String keySeparator, boolean ascii, boolean sorted) {
        this.indent = indent;
        this.itemSeparator = itemSeparator;
        this.keySeparator = keySeparator;
        this.ascii = ascii;
        this.sorted = sorted;
    }

    /** The filter {@code tojson} as transformers has it. */
    static Object filter(Object value, Arguments.Evaluated arguments) {
        boolean ascii = Values.truth(arguments.get(0, "ensure_ascii", false));
        int indent = arguments.get(1, "indent", None.NONE) instanceof Long spaces ? Filters.clampIndent(spaces) : -1;
        Object separators = arguments.get(2, "separators", None.NONE);
        boolean sorted = Values.truth(arguments.get(3, "sort_keys", false));
        List<Object> given = separators == None.NONE ? List.of() : Values.elements(separators);
        if (separators != None.NONE && given.size() != 2) {
            throw JinjaException.failed("expected two separators of JSON, found " + given.size());
        }
        Json json = new Json(
                indent,
                given.isEmpty() ? (indent < 0 ? ", " : ",") : Values.text(given.get(0)),
                given.isEmpty() ? ": " : Values.text(given.get(1)),
                ascii,
                sorted);
        json.value(value, 0);
        Rendering.work(json.out.length());
        return json.out.toString();
    }

    private void value(Object value, int level) {
        Rendering.requireLength(out.length());
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Boolean || value instanceof Long) {
            out.append(value);
        } else if (value instanceof Double number) {
            out.append(Values.number(number));
        } else if (value == None.NONE) {
            out.append("null");
        } else if (value instanceof List<?> list) {
            out.append('[');
            String separator = "";
            for (Object element : list) {
                out.append(separator);
                newLine(level + 1);
                value(Objects.requireNonNull(element), level + 1);
                separator = itemSeparator;
            }
            end(list.isEmpty(), level, ']');
        } else if (value instanceof Map<?, ?> map) {
            out.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : sorted ? sorted(map) : map.entrySet()) {
                out.append(separator);
                newLine(level + 1);
                string(key(Objects.requireNonNull(entry.getKey())));
                out.append(keySeparator);
                value(Objects.requireNonNull(entry.getValue()), level + 1);
                separator = itemSeparator;
            }
            end(map.isEmpty(), level, '}');
        } else {
            throw JinjaException.failed("expected something that JSON has, found " + Values.typeName(value));
        }
    }

    private static List<Map.Entry<?, ?>> sorted(Map<?, ?> map) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        entries.sort((left, right) -> Values.order(
                Objects.requireNonNull((Object) left.getKey()), Objects.requireNonNull((Object) right.getKey())));
        return entries;
    }

    /** A key; JSON has strings only, so others are written as one. */
    private static String key(Object key) {
        if (key instanceof Boolean) {
            return key.toString();
        } else if (key == None.NONE) {
            return "null";
        } else if (key instanceof String || Values.isNumber(key)) {
            return Values.text(key);
        }
        throw JinjaException.failed("expected a key that JSON has, found " + Values.typeName(key));
    }

    private void end(boolean empty, int level, char bracket) {
        if (!empty) {
            newLine(level);
        }
        out.append(bracket);
    }

    private void newLine(int level) {
        if (indent >= 0) {
            Rendering.requireLength(out.length() + (long) indent * level);
            out.append('\n').append(" ".repeat(indent * level));
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = "\"\\\n\r\t\b\f".indexOf(c);
            if (escape >= 0) {
                out.append('\\').append("\"\\nrtbf".charAt(escape));
            } else if (c < ' ' || (ascii && c > '~')) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
