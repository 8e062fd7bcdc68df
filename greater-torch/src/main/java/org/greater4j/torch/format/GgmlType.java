package org.greater4j.torch.format;

import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/** How the weights of a tensor are stored in a GGUF file, and how they become float32. */
public enum GgmlType {
    F32(0, 1, 4, PlainTypes::f32),
    F16(1, 1, 2, PlainTypes::f16),
    Q4_0(2, 32, 18, SmallBlocks::q4of0),
    Q4_1(3, 32, 20, SmallBlocks::q4of1),
    Q5_0(6, 32, 22, SmallBlocks::q5of0),
    Q5_1(7, 32, 24, SmallBlocks::q5of1),
    Q8_0(8, 32, 34, SmallBlocks::q8of0),
    Q2_K(10, 256, 84, SuperBlocks::q2k),
    Q3_K(11, 256, 110, SuperBlocks::q3k),
    Q4_K(12, 256, 144, SuperBlocks::q4k),
    Q5_K(13, 256, 176, SuperBlocks::q5k),
    Q6_K(14, 256, 210, SuperBlocks::q6k),
    IQ4_NL(20, 32, 18, SmallBlocks::iq4nl),
    IQ4_XS(23, 256, 136, SuperBlocks::iq4xs),
    BF16(30, 1, 2, PlainTypes::bf16),
    TQ1_0(34, 256, 54, TernaryBlocks::tq1),
    TQ2_0(35, 256, 66, TernaryBlocks::tq2);

    /** Types of the format that are known by name only. */
    private static final Map<Integer, String> NOT_DECODED = Map.ofEntries(
            Map.entry(9, "Q8_1"),
            Map.entry(15, "Q8_K"),
            Map.entry(16, "IQ2_XXS"),
            Map.entry(17, "IQ2_XS"),
            Map.entry(18, "IQ3_XXS"),
            Map.entry(19, "IQ1_S"),
            Map.entry(21, "IQ3_S"),
            Map.entry(22, "IQ2_S"),
            Map.entry(24, "I8"),
            Map.entry(25, "I16"),
            Map.entry(26, "I32"),
            Map.entry(27, "I64"),
            Map.entry(28, "F64"),
            Map.entry(29, "IQ1_M"),
            Map.entry(39, "MXFP4"));

    private final int id;
    private final int blockSize;
    private final int blockBytes;

    @SuppressWarnings("ImmutableEnumChecker") // references to static methods
    private final BlockDecoder decoder;

    GgmlType(int id, int blockSize, int blockBytes, BlockDecoder decoder) {
        this.id = id;
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
        this.decoder = decoder;
    }

    /**
     * The type with this number in the file format.
     *
     * @throws GreaterException ({@code UNSUPPORTED_MODEL}) if there is none, or none that can be decoded
     */
    public static GgmlType of(int id) {
        GgmlType type = find(id);
        if (type == null) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL, "Tensor type: expected " + supported() + ", found " + describe(id));
        }
        return type;
    }

    static @Nullable GgmlType find(int id) {
        for (GgmlType type : values()) {
            if (type.id == id) {
                return type;
            }
        }
        return null;
    }

    /** Number and name of a type, be it known or not. */
    static String describe(int id) {
        GgmlType type = find(id);
        String name = type == null ? NOT_DECODED.get(id) : type.name();
        return "type " + Integer.toUnsignedString(id) + " (" + (name == null ? "unknown" : name) + ")";
    }

    static String supported() {
        StringBuilder names = new StringBuilder("one of");
        for (GgmlType type : values()) {
            names.append(names.length() == 6 ? " " : ", ").append(type.name());
        }
        return names.toString();
    }

    /** Number in the file format. */
    public int id() {
        return id;
    }

    /** Weights in a block. */
    public int blockSize() {
        return blockSize;
    }

    /** Bytes of a block. */
    public int blockBytes() {
        return blockBytes;
    }

    /**
     * Decodes whole blocks.
     *
     * @param raw little-endian bytes; a multiple of {@link #blockBytes()}
     * @return {@code raw.length / blockBytes * blockSize} values
     * @throws GreaterException ({@code INVALID_MODEL}) if a block is cut short
     */
    public float[] decode(byte[] raw) {
        if (raw.length % blockBytes != 0) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Blocks of " + name() + ": expected a multiple of " + blockBytes + " bytes, found " + raw.length);
        }
        int blocks = raw.length / blockBytes;
        float[] values = new float[Math.multiplyExact(blocks, blockSize)];
        decoder.decode(raw, 0, values, 0, blocks);
        return values;
    }

    void decode(byte[] source, int at, float[] target, int to, int blocks) {
        decoder.decode(source, at, target, to, blocks);
    }
}
