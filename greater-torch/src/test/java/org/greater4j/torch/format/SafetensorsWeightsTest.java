package org.greater4j.torch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.assertj.core.api.AbstractThrowableAssert;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsWeightsTest {
    @TempDir
    private Path folder;

    @Test
    void readsEveryDecodedTypeFromAnyPlace() {
        byte[] halves = shorts(0x3c00, 0xc000, 0x0001, 0x7bff); // 1, -2, the smallest, the largest
        byte[] brain = shorts(0x3f80, 0xc000, 0x4049);
        Path file = new SafetensorsWriter()
                .floats("plain", new long[] {2, 3}, 1, 2, 3, 4, 5, 6.5f)
                .tensor("half", "F16", halves, 4)
                .tensor("brain", "BF16", brain, 3, 1)
                .floats("number", new long[0], -7)
                .floats("nothing", new long[] {0, 5})
                .write(folder.resolve("one.safetensors"));
        try (SafetensorsWeights weights = SafetensorsWeights.open(file)) {
            assertThat(weights.names()).containsExactly("plain", "half", "brain", "number", "nothing");
            assertThat(weights.shape("plain")).containsExactly(2, 3);
            assertThat(weights.shape("number")).isEmpty();
            assertThat(read(weights, "plain", 2, 4)).containsExactly(3, 4, 5, 6.5f);
            assertThat(read(weights, "half", 0, 4)).containsExactly(1, -2, 0x1p-24f, 65504);
            assertThat(read(weights, "brain", 1, 2)).containsExactly(-2, 3.140625f);
            assertThat(read(weights, "number", 0, 1)).containsExactly(-7);
            assertThat(read(weights, "nothing", 0, 0)).isEmpty();
            assertThat(weights.type("brain")).isEqualTo(SafetensorsType.BF16);
            assertThat(weights.files()).containsExactly(file);
        }
    }

    @Test
    void readsATensorThatIsLongerThanWhatIsReadAtOnce() {
        float[] values = new float[300_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        new SafetensorsWriter()
                .floats("before", new long[] {1}, 9)
                .floats("long", new long[] {values.length}, values)
                .write(folder.resolve("model.safetensors"));
        try (SafetensorsWeights weights = SafetensorsWeights.open(folder)) {
            assertThat(read(weights, "long", 0, values.length)).containsExactly(values);
            assertThat(read(weights, "long", 200_000, 3)).containsExactly(200_000, 200_001, 200_002);
        }
    }

    @Test
    void readsBehindTheFirstTwoGibibytes() throws IOException {
        long elements = (1L << 29) + 5; // of float32, so that the last ones lie behind 2^31 bytes
        String header = "{" + SafetensorsWriter.entry("far", "F32", new long[] {elements}, 0, 4 * elements) + "}";
        Path file = SafetensorsWriter.write(
                folder.resolve("large.safetensors"), SafetensorsWriter.file(header, new byte[0]));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer last =
                    ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 1.25f);
            channel.write(last, 8 + header.length() + 4 * (elements - 1)); // the rest is a hole that takes no disk
        }
        try (SafetensorsWeights weights = SafetensorsWeights.open(file)) {
            assertThat(read(weights, "far", elements - 2, 2)).containsExactly(0, 1.25f);
        }
    }

    @ParameterizedTest
    @CsvSource({"qwen2,2", "gemma2,2", "llama,1"})
    void readsTheFoldersOfTheFamilies(String family, int files) {
        Path path = Golden.path("families/" + family);
        try (SafetensorsWeights weights = SafetensorsWeights.open(path)) {
            assertThat(weights.files()).hasSize(files);
            assertThat(weights.has("model.norm.weight")).isTrue();
            long[] shape = weights.shape("model.embed_tokens.weight");
            float[] all = read(weights, "model.embed_tokens.weight", 0, (int) (shape[0] * shape[1]));
            assertThat(all).isNotEqualTo(new float[all.length]);
        }
    }

    @Test
    void refusesWeightsThatAreNotFiniteNamingTheFirst() {
        Path file = new SafetensorsWriter()
                .floats("sound", new long[] {1}, 1)
                .floats("broken", new long[] {2, 2}, 1, 2, Float.NaN, Float.NEGATIVE_INFINITY)
                .tensor("half", "F16", shorts(0x7c00), 1)
                .write(folder.resolve("nan.safetensors"));
        try (SafetensorsWeights weights = SafetensorsWeights.open(file)) {
            assertThat(read(weights, "sound", 0, 1)).containsExactly(1);
            assertRefused(() -> read(weights, "broken", 1, 3), ErrorCode.INVALID_MODEL)
                    .hasMessageContainingAll("nan.safetensors", "tensor broken", "NaN at index 2");
            assertRefused(() -> read(weights, "half", 0, 1), ErrorCode.INVALID_MODEL)
                    .hasMessageContainingAll("tensor half", "Infinity at index 0");
        }
    }

    @Test
    void refusesATypeOnlyWhereItsWeightsAreWanted() {
        Path file = new SafetensorsWriter()
                .floats("weight", new long[] {1}, 1)
                .tensor("positions", "I64", new byte[16], 2)
                .write(folder.resolve("model.safetensors"));
        try (SafetensorsWeights weights = SafetensorsWeights.open(folder)) {
            assertThat(read(weights, "weight", 0, 1)).containsExactly(1);
            assertRefused(() -> weights.shape("positions"), ErrorCode.UNSUPPORTED_MODEL)
                    .hasMessageContainingAll(file.toString(), "tensor positions", "F32, F16, BF16", "I64");
        }
        Path unknown = new SafetensorsWriter()
                .tensor("odd", "Q3", new byte[16], 2)
                .write(folder.resolve("unknown.safetensors"));
        assertRefused(() -> SafetensorsWeights.open(unknown), ErrorCode.UNSUPPORTED_MODEL)
                .hasMessageContainingAll("unknown.safetensors", "tensor odd", "Q3");
    }

    @Test
    void refusesAHeaderThatIsNoneOrEndsBehindItsFile() {
        byte[] text = "{}".getBytes(StandardCharsets.UTF_8);
        for (long length : new long[] {3, 1L << 40, Long.MAX_VALUE, -1, 1, 0}) {
            refused(SafetensorsWriter.file(length, text, new byte[0]), "header that ends within");
        }
        refused(new byte[0], "at least 10 bytes, found 0");
        refused(SafetensorsWriter.file(" {}", new byte[0]), "begins with '{'");
        refused(SafetensorsWriter.file("{\"a\":", new byte[0]), "expected JSON");
        refused(SafetensorsWriter.file("{}{}", new byte[0]), "found more after it");
        refused(SafetensorsWriter.file("{]", new byte[0]), "expected JSON");
        refused(SafetensorsWriter.file("{\"a\":" + "[".repeat(100_000), new byte[0]), "expected JSON");
        refused(SafetensorsWriter.file(5, new byte[] {'{', '"', (byte) 0xff, '"', '}'}, new byte[0]), "UTF-8");
    }

    @Test
    void refusesEntriesThatAreNoTensors() {
        header("\"t\":3", 0, "tensor t: expected an object");
        header("\"t\":{\"shape\":[1],\"data_offsets\":[0,4]}", 4, "tensor t: expected a name in dtype");
        header("\"t\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}", 4, "tensor t", "shape, found none");
        header("\"t\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}", 4, "tensor t", "[-1]");
        header("\"t\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}", 4, "tensor t", "no 64-bit integer");
        header(
                "\"t\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}",
                4,
                "tensor t",
                "no 64-bit integer");
        header("\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}", 4, "tensor t", "[4, 0]");
        header("\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}", 4, "tensor t", "data_offsets");
        header("\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}", 4, "tensor t", "[-4, 0]");
        String twice = SafetensorsWriter.entry("t", "F32", new long[] {1}, 0, 4);
        header(twice + "," + twice, 4, "found t twice");
    }

    @Test
    void refusesShapesThatAreNotTheirBytes() {
        entry("F32", new long[] {2}, 0, 4, 4, "tensor t: expected 8 bytes for F32 of shape [2], found 4");
        entry("F32", new long[] {1L << 31, 1L << 31, 4}, 0, 4, 4, "tensor t: expected fewer elements than overflow");
        entry("F32", new long[] {Long.MAX_VALUE, 2}, 0, 4, 4, "overflow");
        entry("F4", new long[] {3}, 0, 1, 1, "tensor t");
        entry("F32", new long[] {2}, 0, 8, 4, "end within the file's 4 bytes of data, found 8");
        entry("F32", new long[] {1}, Long.MAX_VALUE - 4, Long.MAX_VALUE, 4, "end within");
    }

    @Test
    void refusesDataThatOverlapOrLeaveHoles() {
        String a = SafetensorsWriter.entry("a", "F32", new long[] {2}, 0, 8);
        header(a + "," + SafetensorsWriter.entry("b", "F32", new long[] {1}, 4, 8), 8, "b begins", "within tensor a");
        header(a + "," + SafetensorsWriter.entry("b", "F32", new long[] {2}, 0, 8), 8, "b begins", "within tensor a");
        header(a + "," + SafetensorsWriter.entry("b", "F32", new long[] {1}, 12, 16), 16, "bytes 8 to 12", "tensor b");
        header(a, 12, "expected the data to end with tensor a at byte 8, found 12");
        header(SafetensorsWriter.entry("b", "F32", new long[] {1}, 4, 8), 8, "bytes 0 to 4", "the start");
    }

    @Test
    void tellsAllThatIsWrongUpToSome() {
        String two = SafetensorsWriter.entry("first", "F32", new long[] {2}, 0, 4) + ","
                + SafetensorsWriter.entry("second", "F16", new long[] {5}, 4, 8);
        header(two, 8, "2 problems", "tensor first", "tensor second");
    }

    @Test
    void readsShardsByTheirIndex() {
        shard("model-1.safetensors", "a");
        shard("model-2.safetensors", "b", "extra");
        index("\"a\":\"model-1.safetensors\",\"b\":\"model-2.safetensors\"");
        try (SafetensorsWeights weights = SafetensorsWeights.open(folder)) {
            assertThat(weights.names()).containsExactlyInAnyOrder("a", "b", "extra");
            assertThat(read(weights, "b", 0, 1)).containsExactly(1);
            assertThat(weights.description()).isEqualTo(folder.toString());
            assertRefused(() -> weights.shape("c"), ErrorCode.INVALID_MODEL).hasMessageContaining("a tensor c");
        }
    }

    @Test
    void refusesShardsThatContradictTheirIndex() {
        shard("one.safetensors", "a", "both");
        shard("two.safetensors", "b", "both");
        index("\"a\":\"one.safetensors\",\"b\":\"three.safetensors\"");
        folderRefused("found no " + folder.resolve("three.safetensors"));
        index("\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"");
        folderRefused("tensor both: expected in one shard", "one.safetensors", "two.safetensors");
        shard("two.safetensors", "b");
        index("\"a\":\"one.safetensors\",\"b\":\"two.safetensors\",\"c\":\"two.safetensors\"");
        folderRefused("tensor c: expected in " + folder.resolve("two.safetensors"), "in no shard");
        index("\"a\":\"two.safetensors\",\"b\":\"two.safetensors\",\"both\":\"one.safetensors\"");
        folderRefused("tensor a: expected in " + folder.resolve("two.safetensors"), "found in", "one.safetensors");
        index("\"a\":\"../one.safetensors\"");
        folderRefused("tensor a", "'../one.safetensors'");
        index("\"a\":7");
        folderRefused("the name of a file beside the index for tensor a");
        index("\"a\":\"one.safetensors\",\"a\":\"one.safetensors\"");
        folderRefused("tensor a once");
        index("");
        folderRefused("expected tensors in weight_map, found none");
        SafetensorsWriter.write(folder.resolve("model.safetensors.index.json"), new byte[] {'['});
        folderRefused("model.safetensors.index.json");
    }

    @Test
    void saysWhatIsThereInsteadOfWeights() throws IOException {
        assertRefused(() -> SafetensorsWeights.open(folder), ErrorCode.FILE_NOT_FOUND)
                .hasMessageContaining("found neither");
        assertRefused(() -> SafetensorsWeights.open(folder.resolve("none.safetensors")), ErrorCode.FILE_NOT_FOUND)
                .hasMessageContaining("none.safetensors");
        Files.createFile(folder.resolve("pytorch_model.bin"));
        assertRefused(() -> SafetensorsWeights.open(folder), ErrorCode.UNSUPPORTED_MODEL)
                .hasMessageContaining("pytorch_model.bin");
    }

    @Test
    void saysWhenTheFileBecameShorter() throws IOException {
        Path file =
                new SafetensorsWriter().floats("t", new long[] {2}, 1, 2).write(folder.resolve("model.safetensors"));
        try (SafetensorsWeights weights = SafetensorsWeights.open(folder)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - 4);
            }
            assertRefused(() -> read(weights, "t", 0, 2), ErrorCode.INVALID_MODEL)
                    .hasMessageContaining("become shorter");
        }
    }

    private void shard(String name, String... tensors) {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (String tensor : tensors) {
            writer.floats(tensor, new long[] {1}, 1);
        }
        writer.write(folder.resolve(name));
    }

    private void index(String weightMap) {
        SafetensorsWriter.write(
                folder.resolve("model.safetensors.index.json"),
                ("{\"metadata\":{\"total_size\":8},\"weight_map\":{" + weightMap + "}}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void folderRefused(String... parts) {
        assertRefused(() -> SafetensorsWeights.open(folder), ErrorCode.INVALID_MODEL)
                .hasMessageContainingAll(parts);
    }

    private void entry(String type, long[] shape, long begin, long end, int data, String... parts) {
        header(SafetensorsWriter.entry("t", type, shape, begin, end), data, parts);
    }

    private void header(String entries, int data, String... parts) {
        refused(SafetensorsWriter.file("{" + entries + "}", new byte[data]), parts);
    }

    private void refused(byte[] file, String... parts) {
        Path path = SafetensorsWriter.write(folder.resolve("bad.safetensors"), file);
        assertRefused(() -> SafetensorsWeights.open(path), ErrorCode.INVALID_MODEL)
                .hasMessageContaining(path.toString())
                .hasMessageContainingAll(parts);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Runnable call, ErrorCode code) {
        return assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static float[] read(SafetensorsWeights weights, String name, long first, int count) {
        float[] values = new float[count];
        weights.read(name, first, values, count);
        return values;
    }

    private static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }
}
