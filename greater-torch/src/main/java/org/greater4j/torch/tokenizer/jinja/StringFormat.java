package org.greater4j.torch.tokenizer.jinja;

import java.util.List;

/** Python's {@code %} on strings, for the conversions without a width. */
final class StringFormat {
    private StringFormat() {}

    static String percent(String format, List<Object> values) {
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            char conversion = ++i < format.length() ? format.charAt(i) : ' ';
            if (conversion == '%') {
                out.append('%');
            } else if (used == values.size()) {
                throw JinjaException.failed("expected more than " + used + " values for the format '" + format + "'");
            } else if (conversion == 's') {
                out.append(Values.text(values.get(used++)));
            } else if ((conversion == 'd' || conversion == 'i') && Values.isNumber(values.get(used))) {
                out.append((long) Values.toDouble(values.get(used++)));
            } else {
                throw JinjaException.failed(
                        "expected %s, %d or %% in the format '" + format + "', found %" + conversion);
            }
            Rendering.requireLength(out.length());
        }
        return out.toString();
    }
}
