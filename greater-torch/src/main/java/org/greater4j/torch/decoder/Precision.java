package org.greater4j.torch.decoder;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** What matrix products and everything else are computed in. */
public enum Precision {
    /** Everything in float32. */
    FLOAT32("float32", ScalarType.Float, ScalarType.Float),
    /** Matrix products with weights in bfloat16; residual stream, norms, attention, softmax and loss in float32. */
    BFLOAT16("bfloat16", ScalarType.BFloat16, ScalarType.Float),
    /** Everything in float64: for finite differences in tests. */
    FLOAT64("float64", ScalarType.Double, ScalarType.Double);

    private final String label;
    private final ScalarType products;
    private final ScalarType stream;

    Precision(String label, ScalarType products, ScalarType stream) {
        this.label = label;
        this.products = products;
        this.stream = stream;
    }

    /** Spelling on the command line and in records. */
    public String label() {
        return label;
    }

    ScalarType products() {
        return products;
    }

    /** Type of the residual stream, of keys and values, and of logits. */
    public ScalarType stream() {
        return stream;
    }

    static int bytes(ScalarType type) {
        return switch (type) {
            case Double -> Double.BYTES;
            case Float -> Float.BYTES;
            case BFloat16 -> Short.BYTES;
            default -> throw new IllegalArgumentException("expected a type of this engine, found " + type);
        };
    }
}
