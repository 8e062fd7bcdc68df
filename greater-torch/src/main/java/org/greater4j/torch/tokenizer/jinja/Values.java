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
            return text;
        } else if (value instanceof Undefined) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        represent(value, out);
        return out.toString();
    }

    /** Python's {@code repr}. */
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
            } else if (c < ' ' || c == 0x7f) {
                out.append(String.format("\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append(quote);
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
        } else if (value instanceof Callable) {
            return "a function";
        } else if (value instanceof Undefined undefined) {
            return undefined.what() + ", which is undefined";
        } else if (value instanceof Namespace) {
            return "a namespace";
        } else if (value instanceof Loop.State) {
            return "a loop";
        }
        return "None";
    }

    /** The elements of a value that a loop goes over: of a list, the keys of a map, the characters of a string. */
    static List<Object> elements(Object value) {
        if (value instanceof List<?> list) {
            @SuppressWarnings("unchecked") // a template holds no null
            List<Object> elements = (List<Object>) list;
            return elements;
        } else if (value instanceof Map<?, ?> map) {
            return new ArrayList<>(map.keySet());
        } else if (value instanceof String text) {
            Rendering.requireElements(text.length());
            List<Object> characters = new ArrayList<>();
            text.codePoints().forEach(c -> characters.add(Character.toString(c)));
            return characters;
        } else if (value instanceof Undefined) {
            return List.of();
        }
        throw JinjaException.failed("expected something to go over, found " + typeName(value));
    }

    /** A key of a map; other than strings they only occur in literals. */
    static String key(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        return text(value);
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
        } else if (left instanceof List<?> first && right instanceof List<?> second) {
            if (first.size() != second.size()) {
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
            return first.compareTo(second);
        } else if (left instanceof List<?> first && right instanceof List<?> second) {
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
                return text.contains(part);
            }
            throw JinjaException.failed("expected a string to look for in a string, found " + typeName(value));
        } else if (container instanceof Map<?, ?> map) {
            return value instanceof String && map.containsKey(value);
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
