package org.greater4j.torch.tokenizer.jinja;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What Python makes of values: truth, equality, order, text. */
final class Values {
    private Values() {}

    static boolean truth(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        } else if (value instanceof String text) {
            return !text.isEmpty();
        } else if (value instanceof Long integer) {
            return integer != 0;
        } else if (value instanceof Double number) {
            return number != 0;
        } else if (value instanceof List<?> list) {
            return !list.isEmpty();
        } else if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return value != None.NONE && !(value instanceof Undefined);
    }

    /** What is written for a value. */
    static String text(Object value) {
        if (value instanceof String text) {
            Rendering.work(text.length());
            return text;
        } else if (value instanceof Undefined) {
            return "";
        }
        return represent(value);
    }

    /** Python's {@code repr}. */
    static String represent(Object value) {
        StringBuilder out = new StringBuilder();
        represent(value, out);
        Rendering.work(out.length());
        return out.toString();
    }

    private static void represent(Object value, StringBuilder out) {
        Rendering.requireLength(out.length());
        if (value instanceof String text) {
            quote(text, out);
        } else if (value instanceof Boolean flag) {
            out.append(flag ? "True" : "False");
        } else if (value instanceof Double number) {
            out.append(number(number));
        } else if (value instanceof List<?> list) {
            boolean tuple = value instanceof Tuple;
            out.append(tuple ? '(' : '[');
            String separator = "";
            for (Object element : list) {
                out.append(separator);
                represent(Objects.requireNonNull(element), out);
                separator = ", ";
            }
            out.append(tuple && list.size() == 1 ? "," : "").append(tuple ? ')' : ']');
        } else if (value instanceof Map<?, ?> map) {
            String separator = "";
            out.append('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator);
                represent(Objects.requireNonNull(entry.getKey()), out);
                out.append(": ");
                represent(Objects.requireNonNull(entry.getValue()), out);
                separator = ", ";
            }
            out.append('}');
        } else if (value instanceof Long || value instanceof None) {
            out.append(value);
        } else if (value instanceof Undefined) {
            out.append("Undefined");
        } else {
            out.append('<').append(typeName(value)).append('>');
        }
    }

    private static void quote(String text, StringBuilder out) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = "\n\r\t\\".indexOf(c);
            if (escape >= 0) {
                out.append('\\').append("nrt\\".charAt(escape));
            } else if (c == quote) {
                out.append('\\').append(c);
            } else if (!isPrintable(text.codePointAt(i))) {
                int code = text.codePointAt(i);
                out.append(String.format(code < 0x100 ? "\\x%02x" : code < 0x10000 ? "\\u%04x" : "\\U%08x", code));
                i += Character.charCount(code) - 1;
            } else {
                out.appendCodePoint(text.codePointAt(i));
                i += Character.charCount(text.codePointAt(i)) - 1;
            }
        }
        out.append(quote);
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    /** A float as Python writes it: the shortest digits that read back the same, with an exponent only for very large or small ones. */
    static String number(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        } else if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        } else if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent < -4 || exponent >= 16) {
            String digits = shortest.unscaledValue().abs().toString();
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            return (number < 0 ? "-" : "")
                    + digits.charAt(0)
                    + fraction
                    + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
        }
        String plain = shortest.toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    static String typeName(Object value) {
        if (value instanceof String) {
            return "a string";
        } else if (value instanceof Boolean) {
            return "a boolean";
        } else if (value instanceof Long) {
            return "an integer";
        } else if (value instanceof Double) {
            return "a float";
        } else if (value instanceof List) {
            return "a list";
        } else if (value instanceof Map) {
            return "a map";
        } else if (value instanceof Undefined undefined) {
            return undefined.what() + ", which is undefined";
        } else if (value instanceof Namespace) {
            return "a namespace";
        } else if (value instanceof Loop.State) {
            return "a loop";
        } else if (value instanceof Callable) {
            return "a function";
        }
        return "None";
    }

    /** The elements of a value that a loop goes over: of a list, the keys of a map, the characters of a string. */
    static List<Object> elements(Object value) {
        if (value instanceof List<?> list) {
            @SuppressWarnings("unchecked") // a template holds no null
            List<Object> elements = (List<Object>) list;
            Rendering.work(elements.size());
            return elements;
        } else if (value instanceof Map<?, ?> map) {
            Rendering.work(map.size());
            return new ArrayList<>(map.keySet());
        } else if (value instanceof String text) {
            Rendering.requireElements(text.length());
            Rendering.work(4L * text.length());
            List<Object> characters = new ArrayList<>();
            text.codePoints().forEach(c -> characters.add(Character.toString(c)));
            return characters;
        } else if (value instanceof Undefined) {
            return List.of();
        }
        throw JinjaException.failed("expected something to go over, found " + typeName(value));
    }

    /** A key of a map. */
    static Object key(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        } else if (value instanceof Map || value instanceof List) {
            throw JinjaException.failed("expected a string or a number as a key, found " + typeName(value));
        } else if (value instanceof String text) {
            Rendering.work(text.length()); // it is hashed and compared
        }
        return value;
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static double toDouble(Object number) {
        if (number instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return ((Number) number).doubleValue();
    }

    static boolean equal(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return order(left, right) == 0;
        } else if (left instanceof Undefined) {
            return right instanceof Undefined;
        } else if (left instanceof String first && right instanceof String second) {
            Rendering.work(Math.min(first.length(), second.length()));
            return first.equals(second);
        } else if (left instanceof Map<?, ?> first && right instanceof Map<?, ?> second) {
            Rendering.work(first.size());
            return first.size() == second.size()
                    && first.entrySet().stream().allMatch(entry -> {
                        Object other = second.get(key(Objects.requireNonNull(entry.getKey())));
                        return other != null && equal(Objects.requireNonNull(entry.getValue()), other);
                    });
        } else if (left instanceof List<?> first && right instanceof List<?> second) {
            Rendering.work(first.size());
            if (first.size() != second.size() || left instanceof Tuple != right instanceof Tuple) {
                return false;
            }
            for (int i = 0; i < first.size(); i++) {
                if (!equal(Objects.requireNonNull(first.get(i)), Objects.requireNonNull(second.get(i)))) {
                    return false;
                }
            }
            return true;
        }
        return left.equals(right);
    }

    /** Less than, equal to or greater than 0, as {@code left} is to {@code right}. */
    static int order(Object left, Object right) {
        if (left instanceof Long first && right instanceof Long second) {
            return Long.compare(first, second);
        } else if (isNumber(left) && isNumber(right)) {
            return Double.compare(toDouble(left) + 0.0, toDouble(right) + 0.0); // + 0.0: both zeros are one number
        } else if (left instanceof String first && right instanceof String second) {
            Rendering.work(Math.min(first.length(), second.length()));
            return first.compareTo(second);
        } else if (left instanceof List<?> first && right instanceof List<?> second) {
            Rendering.work(Math.min(first.size(), second.size()));
            for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
                int order = order(Objects.requireNonNull(first.get(i)), Objects.requireNonNull(second.get(i)));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(first.size(), second.size());
        }
        throw JinjaException.failed(
                "expected two values that can be compared, found " + typeName(left) + " and " + typeName(right));
    }

    static boolean contains(Object container, Object value) {
        if (container instanceof String text) {
            if (value instanceof String part) {
                return TextSearch.contains(text, part);
            }
            throw JinjaException.failed("expected a string to look for in a string, found " + typeName(value));
        } else if (container instanceof Map<?, ?> map) {
            return map.containsKey(key(value));
        }
        for (Object element : elements(container)) {
            if (equal(element, value)) {
                return true;
            }
        }
        return false;
    }

    static boolean compare(String operator, Object left, Object right) {
        return switch (operator) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "<" -> order(left, right) < 0;
            case "<=" -> order(left, right) <= 0;
            case ">" -> order(left, right) > 0;
            case ">=" -> order(left, right) >= 0;
            case "in" -> contains(right, left);
            case "not in" -> !contains(right, left);
            default -> throw new IllegalArgumentException(operator);
        };
    }
}
