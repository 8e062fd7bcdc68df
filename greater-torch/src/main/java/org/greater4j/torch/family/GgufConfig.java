package org.greater4j.torch.family;

import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.format.GgufFile;
import org.greater4j.torch.format.GgufMetadata;

/** A GGUF file's metadata about its decoder: the keys that begin with its architecture's name. */
final class GgufConfig {
    private final GgufFile file;
    private final String architecture;
    private final FileBounds bounds;

    GgufConfig(GgufFile file, String architecture, FileBounds bounds) {
        this.file = file;
        this.architecture = architecture;
        this.bounds = bounds;
    }

    FileBounds bounds() {
        return bounds;
    }

    String architecture() {
        return architecture;
    }

    GgufFile file() {
        return file;
    }

    boolean hasTensor(String name) {
        return file.findTensor(name).isPresent();
    }

    /** An integer above zero that must be there. */
    int count(String key) {
        int value = metadata().requiredInt(key(key));
        if (value < 1) {
            throw invalid("a positive integer in " + key(key), Integer.toString(value));
        }
        return value;
    }

    /** The number of blocks. */
    int blocks(String key) {
        return countUpTo(bounds.blocks(), "tensors", key);
    }

    /** The size of a matrix in some direction. */
    int size(String key) {
        return countUpTo(bounds.size(), "elements of the largest tensor", key);
    }

    private int countUpTo(int most, String what, String key) {
        int value = count(key);
        if (value > most) {
            throw invalid("at most " + most + ", the number of " + what + ", in " + key(key), Integer.toString(value));
        }
        return value;
    }

    int intOr(String key, int absent) {
        return metadata().intOr(key(key), absent);
    }

    double number(String key) {
        return metadata().requiredNumber(key(key));
    }

    double numberOr(String key, double absent) {
        return metadata().numberOr(key(key), absent);
    }

    String textOr(String key, String absent) {
        return metadata().string(key(key)).orElse(absent);
    }

    /** Which blocks have a window: as a list tells, or all but every so manieth. */
    boolean[] pattern(String key, int layers, int absent) {
        if (metadata().isArray(key(key))) {
            boolean[] flags = metadata().flags(key(key));
            if (flags.length != layers) {
                throw invalid(layers + " values in " + key(key), flags.length + " values");
            }
            return flags;
        }
        int interval = Math.max(1, intOr(key, absent));
        boolean[] flags = new boolean[layers];
        for (int layer = 0; layer < layers; layer++) {
            flags[layer] = (layer + 1) % interval != 0;
        }
        return flags;
    }

    /** Refuses a feature that this version can't do. */
    void requireAbsent(String key, String feature) {
        if (metadata().has(key(key))) {
            throw unsupported("no key " + key(key), feature);
        }
    }

    GreaterException unsupported(String expected, String found) {
        return new GreaterException(
                ErrorCode.UNSUPPORTED_MODEL,
                "model " + file.path() + ": expected " + expected + ", found " + found
                        + ", which this version does not read; use another model (greater models)");
    }

    GreaterException invalid(String expected, String found) {
        return new GreaterException(
                ErrorCode.INVALID_MODEL,
                "model " + file.path() + ": expected " + expected + ", found " + found
                        + "; the file's metadata is damaged or of another architecture");
    }

    private GgufMetadata metadata() {
        return file.metadata();
    }

    private String key(String key) {
        return architecture + "." + key;
    }
}
