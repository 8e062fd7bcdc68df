package org.greater4j.torch.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers out of little-endian bytes. */
final class LittleEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static short int16(byte[] source, int at) {
        return (short) SHORT.get(source, at);
    }

    static int int32(byte[] source, int at) {
        return (int) INT.get(source, at);
    }

    /** An IEEE 754 binary16 number; the JDK has this only from version 20 on. */
    static float float16(byte[] source, int at) {
        return float16(int16(source, at));
    }

    static float float16(short half) {
        int exponent = half & 0x7c00;
        int mantissa = half & 0x03ff;
        if (exponent == 0) {
            // Subnormals by way of an integer: a native library may have told the processor to take subnormal floats
            // for zero.
            float magnitude = mantissa * 0x1p-24f;
            return half < 0 ? -magnitude : magnitude;
        }
        int sign = (half & 0x8000) << 16;
        int bits = exponent == 0x7c00 ? 0x7f800000 : (exponent << 13) + (112 << 23);
        return Float.intBitsToFloat(sign | bits | (mantissa << 13));
    }
}
