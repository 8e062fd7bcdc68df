package org.greater4j.torch.tokenizer.jinja;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** JSON as Python's {@code json.dumps} writes it, other than ASCII left as it is. */
final class Json {
    private final StringBuilder out = new StringBuilder();
    private final int indent;

    private Json(int indent) {
        this.indent = indent;
    }

    /** @param indent spaces a level, or −1 for one line */
    static String write(Object value, int indent) {
        Json json = new Json(indent);
        json.value(value, 0);
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
                separator = indent < 0 ? ", " : ",";
            }
            end(list.isEmpty(), level, ']');
        } else if (value instanceof Map<?, ?> map) {
            out.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator);
                newLine(level + 1);
                string(Values.text(Objects.requireNonNull(entry.getKey())));
                out.append(": ");
                value(Objects.requireNonNull(entry.getValue()), level + 1);
                separator = indent < 0 ? ", " : ",";
            }
            end(map.isEmpty(), level, '}');
        } else {
            throw JinjaException.failed("expected something that JSON has, found " + Values.typeName(value));
        }
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
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
