package org.greater4j.torch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;

final class GgmlTypeTest {
    @Test
    void decodesEveryTypeAsTheReferenceDoes() throws IOException {
        JsonNode golden;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/golden/gguf_blocks.json"))) {
            golden = new ObjectMapper().readTree(in);
        }
        Set<GgmlType> seen = EnumSet.noneOf(GgmlType.class);
        for (Map.Entry<String, JsonNode> entry : golden.properties()) {
            JsonNode expected = entry.getValue();
            GgmlType type = GgmlType.of(expected.get("type_id").asInt());
            seen.add(type);
            assertThat(type.name()).isEqualTo(entry.getKey());
            assertThat(type.blockSize()).isEqualTo(expected.get("block_size").asInt());
            assertThat(type.blockBytes()).isEqualTo(expected.get("block_bytes").asInt());

            ByteBuffer reference =
                    ByteBuffer.wrap(expected.get("float32_le").binaryValue()).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = type.decode(expected.get("raw").binaryValue());
            assertThat(values).hasSize(reference.capacity() / 4);
            for (int i = 0; i < values.length; i++) {
                float value = reference.getFloat(4 * i);
                assertThat(Math.abs(values[i] - value))
                        .as("weight %d of %s: expected %g, found %g", i, type, value, values[i])
                        .isLessThanOrEqualTo(1e-6f * Math.abs(value));
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(GgmlType.values());
    }

    @Test
    void decodesHalfPrecisionAtItsLimits() {
        assertThat(LittleEndian.float16((short) 0x0000)).isEqualTo(0f);
        assertThat(LittleEndian.float16((short) 0x8000)).isEqualTo(-0f);
        assertThat(LittleEndian.float16((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(LittleEndian.float16((short) 0x83ff)).isEqualTo(-0x1.ff8p-15f);
        assertThat(LittleEndian.float16((short) 0x0400)).isEqualTo(0x1p-14f);
        assertThat(LittleEndian.float16((short) 0x3c00)).isEqualTo(1f);
        assertThat(LittleEndian.float16((short) 0xfbff)).isEqualTo(-65504f);
        assertThat(LittleEndian.float16((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(LittleEndian.float16((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(LittleEndian.float16((short) 0x7e00)).isNaN();
    }

    @Test
    void namesTypesThatItDoesNotDecode() {
        assertThatThrownBy(() -> GgmlType.of(16))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL))
                .hasMessageContaining("type 16 (IQ2_XXS)")
                .hasMessageContaining("one of F32, F16");
        assertThatThrownBy(() -> GgmlType.of(4711)).hasMessageContaining("type 4711 (unknown)");
    }

    @Test
    void refusesABlockThatIsCutShort() {
        assertThatThrownBy(() -> GgmlType.Q4_0.decode(new byte[19]))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("multiple of 18 bytes, found 19");
    }
}
