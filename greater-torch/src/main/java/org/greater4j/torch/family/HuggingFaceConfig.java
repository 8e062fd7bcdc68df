package org.greater4j.torch.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.decoder.Activation;

/**
 * The keys of a {@code config.json}, or of an object in it, with every problem that was met while they were read.
 *
 * <p>Reading goes on after a problem, with neutral values, so that {@link #check} can tell all of them at once. A key with {@code null}
 * counts as absent, but where {@link #numberOrNone} and {@link #countOrNone} say otherwise.
 */
final class HuggingFaceConfig {
    private final String place;
    private final String prefix;
    private final JsonNode node;
    private final List<String> invalid;
    private final List<String> unsupported;
    private final FileBounds bounds;

    /** @param place names the file in messages */
    HuggingFaceConfig(String place, JsonNode node, FileBounds bounds) {
        this(place, "", node, new ArrayList<>(), new ArrayList<>(), bounds);
    }

    private HuggingFaceConfig(
            String place,
            String prefix,
            JsonNode node,
            List<String> invalid,
            List<String> unsupported,
            FileBounds bounds) {
        this.place = place;
        this.prefix = prefix;
        this.node = node;
        this.invalid = invalid;
        this.unsupported = unsupported;
        this.bounds = bounds;
    }

    /** An object in this one; empty if there is none. Its problems are this one's. */
    HuggingFaceConfig object(String key) {
        return new HuggingFaceConfig(place, prefix + key + ".", node.path(key), invalid, unsupported, bounds);
    }

    FileBounds bounds() {
        return bounds;
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** A count that must be there. */
    int count(String key) {
        if (!has(key)) {
            invalid.add("expected a positive integer in " + prefix + key + ", found no such key");
            return 1;
        }
        return count(key, 1);
    }

    /** A positive integer. */
    int count(String key, int absent) {
        JsonNode value = node.path(key);
        if (!has(key)) {
            return absent;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            invalid.add("expected a positive integer in " + prefix + key + ", found " + found(value));
            return Math.max(1, absent);
        }
        return value.intValue();
    }

    /** The number of blocks, which must be there; 1 if the file can't have so many. */
    int blocks(String key) {
        return upTo(bounds.blocks(), "tensors", key, count(key));
    }

    /** The size of a matrix in some direction, which must be there if 0 stands for its absence; 1 if the file has no such matrix. */
    int size(String key, int absent) {
        int value = absent > 0 ? count(key, absent) : count(key);
        // what stands for an absent key was never read from a file
        return has(key) ? upTo(bounds.size(), "elements of the largest tensor", key, value) : value;
    }

    private int upTo(int most, String what, String key, int value) {
        if (value > most) {
            invalid.add("expected at most " + most + ", the number of " + what + ", in " + prefix + key + ", found "
                    + value);
            return 1;
        }
        return value;
    }

    /** A positive integer; 0 for {@code null}, which switches off what it counts. */
    int countOrNone(String key, int absent) {
        return node.path(key).isNull() ? 0 : count(key, absent);
    }

    /** A number that must be there. */
    double number(String key) {
        if (!has(key)) {
            invalid.add("expected a number in " + prefix + key + ", found no such key");
        }
        return number(key, 1);
    }

    double number(String key, double absent) {
        JsonNode value = node.path(key);
        if (!has(key)) {
            return absent;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            invalid.add("expected a finite number in " + prefix + key + ", found " + found(value));
            return absent;
        }
        return value.doubleValue();
    }

    /** A number above zero. */
    double positive(String key, double absent) {
        double value = number(key, absent);
        if (!(value > 0)) {
            invalid.add("expected a number above 0 in " + prefix + key + ", found " + value);
            return 1;
        }
        return value;
    }

    /** A number above zero; 0 for {@code null}, which switches off what it measures. */
    double numberOrNone(String key, double absent) {
        return node.path(key).isNull() || (!has(key) && absent == 0) ? 0 : positive(key, absent);
    }

    boolean flag(String key, boolean absent) {
        JsonNode value = node.path(key);
        if (has(key) && !value.isBoolean()) {
            invalid.add("expected true or false in " + prefix + key + ", found " + found(value));
        }
        return value.asBoolean(absent);
    }

    String text(String key, String absent) {
        JsonNode value = node.path(key);
        if (has(key) && !value.isTextual()) {
            invalid.add("expected a text in " + prefix + key + ", found " + found(value));
        }
        return value.isTextual() ? value.textValue() : absent;
    }

    /** A list of so many numbers above zero, which must be there. */
    List<Double> numbers(String key, int size) {
        JsonNode list = node.path(key);
        List<Double> numbers = new ArrayList<>();
        list.forEach(value -> numbers.add(value.doubleValue()));
        if (!list.isArray() || numbers.size() != size || numbers.stream().anyMatch(number -> !(number > 0))) {
            invalid.add("expected a list of " + size + " numbers above 0 in " + prefix + key + ", found "
                    + (list.isArray() ? numbers.size() + " values" : found(list)));
            return IntStream.range(0, size).mapToObj(at -> 1.0).toList();
        }
        return numbers;
    }

    /** Which blocks a list of 0 and 1 marks. */
    boolean[] marks(String key, int layers, IntPredicate absent) {
        return marks(
                key,
                layers,
                absent,
                value -> value.isIntegralNumber() && value.intValue() == 1,
                value -> value.isIntegralNumber() && value.intValue() == 0);
    }

    /** Which blocks have a window, as {@code layer_types} tells. */
    boolean[] windowed(int layers, IntPredicate absent) {
        return marks(
                "layer_types",
                layers,
                absent,
                value -> value.asText().equals("sliding_attention"),
                value -> value.asText().equals("full_attention"));
    }

    private interface Reading {
        boolean matches(JsonNode value);
    }

    private boolean[] marks(String key, int layers, IntPredicate absent, Reading yes, Reading no) {
        boolean[] marks = new boolean[layers];
        JsonNode list = node.path(key);
        if (has(key) && (!list.isArray() || list.size() != layers)) {
            invalid.add("expected a list of " + layers + " values, one a block, in " + prefix + key + ", found "
                    + (list.isArray() ? list.size() + " values" : found(list)));
            return marks;
        }
        for (int layer = 0; layer < layers; layer++) {
            JsonNode value = list.path(layer);
            marks[layer] = has(key) ? yes.matches(value) : absent.test(layer);
            if (has(key) && !yes.matches(value) && !no.matches(value)) {
                unsupported("kinds of blocks that this version knows in " + prefix + key, found(value));
            }
        }
        return marks;
    }

    Activation activation(String key, String absent) {
        String name = text(key, absent);
        return switch (name) {
            case "silu", "swish" -> Activation.SILU;
            case "gelu_pytorch_tanh", "gelu_new" -> Activation.GELU_TANH;
            default -> {
                unsupported("silu or gelu_pytorch_tanh in " + prefix + key, "'" + name + "'");
                yield Activation.SILU;
            }
        };
    }

    /** Notes something that this version can't do. */
    void unsupported(String expected, String found) {
        unsupported.add("expected " + expected + ", found " + found);
    }

    /** Notes something that is wrong. */
    void invalid(String expected, String found) {
        invalid.add("expected " + expected + ", found " + found);
    }

    /** Notes a problem unless the features that a key switches on are off. */
    void requireOff(String key, String reason) {
        JsonNode value = node.path(key);
        if (has(key) && !(value.isBoolean() && !value.booleanValue())) {
            unsupported("no " + prefix + key + " (" + reason + ")", found(value));
        }
    }

    /** Throws if there was any problem, naming all. */
    void check() {
        if (!invalid.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_MODEL, place, invalid);
        }
        if (!unsupported.isEmpty()) {
            throw GreaterException.ofAll(
                    ErrorCode.UNSUPPORTED_MODEL,
                    place,
                    unsupported.stream()
                            .distinct()
                            .map(problem -> problem + "; use another model")
                            .toList());
        }
    }

    private static String found(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "nothing";
        }
        if (value.isContainerNode()) {
            return value.isArray() ? "a list" : "an object";
        }
        String text = value.asText();
        return "'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
    }
}
