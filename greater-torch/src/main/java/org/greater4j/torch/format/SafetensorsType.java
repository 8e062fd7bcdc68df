package org.greater4j.torch.format;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the numbers of a tensor are stored in a safetensors file. All types of the format are known by their size, so that any file can be
 * checked; weights are read of F32, F16 and BF16 only.
 */
public enum SafetensorsType {
    F32(32, PlainTypes::f32),
    F16(16, PlainTypes::f16),
    BF16(16, PlainTypes::bf16),
    F64(64),
    F8_E5M2(8),
    F8_E4M3(8),
    F8_E8M0(8),
    F6_E2M3(6),
    F6_E3M2(6),
    F4(4),
    C64(64),
    I64(64),
    I32(32),
    I16(16),
    I8(8),
    U64(64),
    U32(32),
    U16(16),
    U8(8),
    BOOL(8);

    private final int bits;

    @SuppressWarnings("ImmutableEnumChecker") // references to static methods
    private final @Nullable BlockDecoder decoder;

    SafetensorsType(int bits) {
        this(bits, null);
    }

    SafetensorsType(int bits, @Nullable BlockDecoder decoder) {
        this.bits = bits;
        this.decoder = decoder;
    }

    static Optional<SafetensorsType> find(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Names of the types that weights are read of. */
    static String decoded() {
        return Arrays.stream(values())
                .filter(SafetensorsType::isDecoded)
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }

    /** Bits of one number. */
    public int bits() {
        return bits;
    }

    /** Whether weights of this type can be read. */
    public boolean isDecoded() {
        return decoder != null;
    }

    /** Decodes numbers of a type that {@link #isDecoded}. */
    void decode(byte[] source, float[] target, int to, int count) {
        if (decoder == null) {
            throw new IllegalStateException(this + " is not decoded");
        }
        decoder.decode(source, 0, target, to, count);
    }
}
