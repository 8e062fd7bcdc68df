package org.greater4j.app.verify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.format.GgmlType;

/** Raw blocks of every quantisation type and the float32 values that they decode to. */
final class BlockFile {
    private static final double TOLERANCE = 1e-6;
    private static final String UNIT = "relative";

    private BlockFile() {}

    private record Blocks(String name, int typeId, int blockSize, int blockBytes, byte[] raw, float[] values) {}

    /** One check for each type. */
    static List<Check> verify(ExpectedFile file) {
        List<Blocks> types = new ArrayList<>();
        for (String name : file.root().names()) {
            types.add(read(file, name, file.root().at(name)));
        }
        file.check();
        return types.stream().map(BlockFile::verify).toList();
    }

    private static Blocks read(ExpectedFile file, String name, ExpectedValue value) {
        byte[] bytes = value.at("float32_le").bytes();
        file.require(
                bytes.length % Float.BYTES == 0,
                value.at("float32_le").key(),
                "a multiple of " + Float.BYTES + " bytes",
                Integer.toString(bytes.length));
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        byte[] raw = value.at("raw").bytes();
        file.require(raw.length > 0, value.at("raw").key(), "at least one block", "no bytes");
        return new Blocks(
                name,
                value.at("type_id").integer(),
                value.at("block_size").integer(),
                value.at("block_bytes").integer(),
                raw,
                values);
    }

    private static Check verify(Blocks expected) {
        GgmlType type;
        float[] values;
        try {
            type = GgmlType.of(expected.typeId());
            values = type.decode(expected.raw());
        } catch (GreaterException e) {
            // an unknown type, or a block that is cut short
            return Check.impossible(expected.name(), UNIT, TOLERANCE, String.valueOf(e.getMessage()));
        }
        List<String> problems = new ArrayList<>();
        if (!type.name().equals(expected.name())) {
            problems.add("type " + expected.typeId() + ": expected " + expected.name() + ", found " + type);
        }
        require(problems, "weights in a block", expected.blockSize(), type.blockSize());
        require(problems, "bytes of a block", expected.blockBytes(), type.blockBytes());
        require(problems, "weights", expected.values().length, values.length);
        if (!problems.isEmpty()) {
            return Check.impossible(expected.name(), UNIT, TOLERANCE, String.join("; ", problems));
        }
        LargestDeviation deviation = new LargestDeviation(expected.name(), UNIT, TOLERANCE);
        for (int i = 0; i < values.length; i++) {
            int at = i;
            float wanted = expected.values()[i];
            deviation.compare(values[i], wanted, Math.abs(wanted), () -> "weight " + at);
        }
        return deviation.check();
    }

    private static void require(List<String> problems, String what, int expected, int found) {
        if (expected != found) {
            problems.add(what + ": expected " + expected + ", found " + found);
        }
    }
}
