package org.greater4j.torch.format;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * The key–value pairs of a GGUF file.
 *
 * <p>A {@code required…} method throws a {@link GreaterException} ({@code INVALID_MODEL}) that names key and file if the key is missing;
 * the others return an empty value then. All of them throw it if the value is of another type. Integers of any width are one type here,
 * so are floats; an integer is taken where a float is asked for. Immutable, thread-safe.
 */
public final class GgufMetadata {
    private final Path file;
    /** Values: Long, Double, Boolean, String, List of String, long[], double[], boolean[] or (arrays of arrays) Object[]. */
    private final Map<String, Object> values;

    GgufMetadata(Path file, Map<String, Object> values) {
        this.file = file;
        this.values = values;
    }

    /** The file that the pairs are of. */
    public Path file() {
        return file;
    }

    /** All keys, in the file's order. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public Optional<String> string(String key) {
        return Optional.ofNullable(value(key, String.class, "a string"));
    }

    public String requiredString(String key) {
        return string(key).orElseThrow(() -> missing(key, "a string"));
    }

    public OptionalLong integer(String key) {
        Long value = value(key, Long.class, "an integer");
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    public long requiredInteger(String key) {
        return integer(key).orElseThrow(() -> missing(key, "an integer"));
    }

    /** An integer that must fit 31 bits and not be negative: a count, a length or a token id. */
    public int requiredInt(String key) {
        return count(key, requiredInteger(key));
    }

    /** As {@link #requiredInt}, with a value for a missing key. */
    public int intOr(String key, int absent) {
        OptionalLong value = integer(key);
        return value.isEmpty() ? absent : count(key, value.getAsLong());
    }

    public OptionalDouble number(String key) {
        if (values.get(key) instanceof Long integer) {
            return OptionalDouble.of(integer);
        }
        Double value = value(key, Double.class, "a number");
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    public double requiredNumber(String key) {
        return number(key).orElseThrow(() -> missing(key, "a number"));
    }

    public double numberOr(String key, double absent) {
        return number(key).orElse(absent);
    }

    public boolean flagOr(String key, boolean absent) {
        Boolean value = value(key, Boolean.class, "a boolean");
        return value == null ? absent : value;
    }

    /** The strings of an array; empty if the key is missing or the array is. */
    public List<String> strings(String key) {
        if (!(values.get(key) instanceof List<?> list)) {
            if (has(key) && !isEmptyArray(key)) {
                throw wrongType(key, "an array of strings");
            }
            return List.of();
        }
        @SuppressWarnings("unchecked") // the parser makes lists of strings alone
        List<String> strings = (List<String>) list;
        return strings;
    }

    public List<String> requiredStrings(String key) {
        if (!has(key)) {
            throw missing(key, "an array of strings");
        }
        return strings(key);
    }

    /** A copy of the integers of an array; empty if the key is missing or the array is. */
    public long[] integers(String key) {
        if (values.get(key) instanceof long[] integers) {
            return integers.clone();
        }
        if (has(key) && !isEmptyArray(key)) {
            throw wrongType(key, "an array of integers");
        }
        return new long[0];
    }

    /** A copy of the numbers of an array, integers taken as floats; empty if the key is missing or the array is. */
    public float[] floats(String key) {
        Object value = values.get(key);
        if (value instanceof double[] numbers) {
            float[] floats = new float[numbers.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) numbers[i];
            }
            return floats;
        }
        if (value instanceof long[] integers) {
            float[] floats = new float[integers.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = integers[i];
            }
            return floats;
        }
        if (has(key) && !isEmptyArray(key)) {
            throw wrongType(key, "an array of numbers");
        }
        return new float[0];
    }

    /** A copy of the booleans of an array; empty if the key is missing or the array is. */
    public boolean[] flags(String key) {
        if (values.get(key) instanceof boolean[] flags) {
            return flags.clone();
        }
        if (has(key) && !isEmptyArray(key)) {
            throw wrongType(key, "an array of booleans");
        }
        return new boolean[0];
    }

    /** Whether a value is an array at all: some keys hold one number or one for each layer. */
    public boolean isArray(String key) {
        Object value = values.get(key);
        return value instanceof List || (value != null && value.getClass().isArray());
    }

    private int count(String key, long value) {
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Model file: expected a count or id of at least 0 and below 2^31 in key " + key + " of " + file
                            + ", found " + value);
        }
        return (int) value;
    }

    private boolean isEmptyArray(String key) {
        Object value = values.get(key);
        return (value instanceof long[] integers && integers.length == 0)
                || (value instanceof double[] numbers && numbers.length == 0)
                || (value instanceof boolean[] flags && flags.length == 0)
                || (value instanceof List<?> list && list.isEmpty());
    }

    private <T> @Nullable T value(String key, Class<T> type, String expected) {
        Object value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            throw wrongType(key, expected);
        }
        return type.cast(value);
    }

    private GreaterException missing(String key, String expected) {
        return new GreaterException(
                ErrorCode.INVALID_MODEL,
                "Model file: expected " + expected + " in key " + key + " of " + file + ", found no such key");
    }

    private GreaterException wrongType(String key, String expected) {
        return new GreaterException(
                ErrorCode.INVALID_MODEL,
                "Model file: expected " + expected + " in key " + key + " of " + file + ", found "
                        + typeOf(values.get(key)));
    }

    private static String typeOf(@Nullable Object value) {
        if (value instanceof Long) {
            return "the integer " + value;
        } else if (value instanceof Double) {
            return "the number " + value;
        } else if (value instanceof Boolean) {
            return "the boolean " + value;
        } else if (value instanceof String) {
            return "a string";
        } else if (value instanceof List) {
            return "an array of strings";
        } else if (value instanceof long[]) {
            return "an array of integers";
        } else if (value instanceof double[]) {
            return "an array of numbers";
        } else if (value instanceof boolean[]) {
            return "an array of booleans";
        }
        return "an array of arrays";
    }
}
