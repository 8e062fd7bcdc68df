package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Python's operators on numbers, strings and lists. Integers have 64 bits here; more is an error, not a wrong number. */
final class Arithmetic {
    private Arithmetic() {}

    static Object add(Object left, Object right) {
        if (left instanceof String first && right instanceof String second) {
            return join(first, second);
        } else if (left instanceof List<?> first && right instanceof List<?> second) {
            if (left instanceof Tuple != right instanceof Tuple) {
                throw JinjaException.failed("can't add a list and a tuple");
            }
            Rendering.requireElements((long) first.size() + second.size());
            Rendering.work((long) first.size() + second.size());
            List<Object> joined = new ArrayList<>(first);
            joined.addAll(second);
            return Rendering.made(left instanceof Tuple ? new Tuple(joined) : joined);
        }
        return calculate("+", left, right, Math::addExact, Double::sum);
    }

    static String join(String first, String second) {
        Rendering.requireLength((long) first.length() + second.length());
        Rendering.work((long) first.length() + second.length());
        return Rendering.made(first + second);
    }

    static Object subtract(Object left, Object right) {
        return calculate("-", left, right, Math::subtractExact, (a, b) -> a - b);
    }

    static Object negate(Object value) {
        return value instanceof Double number ? (Object) (-number) : subtract(0L, value);
    }

    static Object multiply(Object left, Object right) {
        if (left instanceof Long count && (right instanceof String || right instanceof List)) {
            return repeat(right, count);
        } else if (right instanceof Long count && (left instanceof String || left instanceof List)) {
            return repeat(left, count);
        }
        return calculate("*", left, right, Math::multiplyExact, (a, b) -> a * b);
    }

    private static Object repeat(Object value, long count) {
        long times = Math.min(Math.max(0, count), Rendering.MOST_CHARACTERS + 1L);
        if (value instanceof String text) {
            Rendering.requireLength(text.length() * times);
            Rendering.work(text.length() * times);
            return Rendering.made(text.repeat(text.isEmpty() ? 0 : (int) times));
        }
        List<Object> elements = Values.elements(value);
        Rendering.requireElements(elements.size() * times);
        Rendering.work(elements.size() * times);
        List<Object> repeated = new ArrayList<>();
        for (long i = 0; i < times && !elements.isEmpty(); i++) {
            repeated.addAll(elements);
        }
        return Rendering.made(value instanceof Tuple ? new Tuple(repeated) : repeated);
    }

    static Object divide(Object left, Object right) {
        requireNotZero(right);
        return calculate("/", real(left), real(right), (a, b) -> a / b, (a, b) -> a / b);
    }

    static Object floorDivide(Object left, Object right) {
        requireNotZero(right);
        return calculate("//", left, right, Math::floorDiv, (a, b) -> Math.floor(a / b));
    }

    static Object remainder(Object left, Object right) {
        if (left instanceof String format) {
            return Rendering.made(StringFormat.percent(
                    format, right instanceof List && !(right instanceof Tuple) ? Tuple.of(right) : right));
        }
        requireNotZero(right);
        return calculate("%", left, right, Math::floorMod, (a, b) -> a - b * Math.floor(a / b));
    }

    static Object power(Object left, Object right) {
        if (left instanceof Long base && right instanceof Long exponent && exponent >= 0) {
            double estimate = Math.pow(base, exponent);
            if (Math.abs(estimate) >= 0x1p62) {
                throw JinjaException.failed(base + " ** " + exponent + " has more than 64 bits");
            }
            long result = 1;
            for (long i = 0; i < exponent && result != 0 && base != 1; i++) {
                result *= base;
                if (base == -1 && i > 1) {
                    return exponent % 2 == 0 ? 1L : -1L;
                }
            }
            return result;
        }
        return calculate("**", real(left), real(right), (a, b) -> 0, Math::pow);
    }

    private static Object real(Object value) {
        return Values.isNumber(value) ? (Object) Values.toDouble(value) : value;
    }

    private static void requireNotZero(Object divisor) {
        if (Values.isNumber(divisor) && Values.toDouble(divisor) == 0) {
            throw JinjaException.failed("division by zero");
        }
    }

    private static Object calculate(
            String operator, Object left, Object right, LongBinaryOperator integers, DoubleBinaryOperator floats) {
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            throw JinjaException.failed(
                    "can't calculate " + Values.typeName(left) + " " + operator + " " + Values.typeName(right));
        }
        if (left instanceof Double || right instanceof Double) {
            return floats.applyAsDouble(Values.toDouble(left), Values.toDouble(right));
        }
        try {
            return integers.applyAsLong(integer(left), integer(right));
        } catch (ArithmeticException e) {
            throw JinjaException.failed(left + " " + operator + " " + right + " has more than 64 bits");
        }
    }

    private static long integer(Object value) {
        return value instanceof Long integer ? integer : (long) Values.toDouble(value);
    }
}
