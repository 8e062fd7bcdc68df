package org.greater4j.torch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GgufFileTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("model.gguf");
    }

    private static GgufWriter sound() {
        return new GgufWriter()
                .string("general.architecture", "llama")
                .integer("llama.block_count", 2)
                .integer("below.zero", -3)
                .number("llama.rope.freq_base", 10000f)
                .flag("a.flag", true)
                .strings("tokens", List.of("", "a", "▁ü🙂"))
                .integers("types", 1, -2, 3)
                .numbers("scores", 0.5f, -1f)
                .f32("norm.weight", new long[] {3}, 1f, 2f, 3f)
                .q8of0("matrix.weight", new long[] {2, 64}, ramp(128));
    }

    private static float[] ramp(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i - 63;
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void readsMetadataAndTensors(int version) {
        try (GgufFile file = GgufFile.open(sound().version(version).write(file()))) {
            GgufMetadata metadata = file.metadata();
            assertThat(file.version()).isEqualTo(version);
            assertThat(metadata.requiredString("general.architecture")).isEqualTo("llama");
            assertThat(metadata.requiredInt("llama.block_count")).isEqualTo(2);
            assertThat(metadata.requiredInteger("below.zero")).isEqualTo(-3);
            assertThat(metadata.requiredNumber("llama.rope.freq_base")).isEqualTo(10000);
            assertThat(metadata.requiredNumber("llama.block_count")).isEqualTo(2);
            assertThat(metadata.flagOr("a.flag", false)).isTrue();
            assertThat(metadata.flagOr("no.flag", true)).isTrue();
            assertThat(metadata.strings("tokens")).containsExactly("", "a", "▁ü🙂");
            assertThat(metadata.integers("types")).containsExactly(1, -2, 3);
            assertThat(metadata.floats("scores")).containsExactly(0.5f, -1f);
            assertThat(metadata.isArray("types")).isTrue();
            assertThat(metadata.isArray("a.flag")).isFalse();
            assertThat(metadata.integer("none")).isEmpty();

            assertThat(file.readAll(file.tensor("norm.weight"))).containsExactly(1f, 2f, 3f);
            GgufTensor matrix = file.tensor("matrix.weight");
            assertThat(matrix.shape()).containsExactly(2, 64);
            assertThat(matrix.elements()).isEqualTo(128);
            assertThat(file.parameters()).isEqualTo(131);
            float[] secondRow = new float[66];
            file.read(matrix, 64, secondRow, 1, 64);
            assertThat(Arrays.copyOfRange(secondRow, 1, 65)).containsExactly(Arrays.copyOfRange(ramp(128), 64, 128));
            assertThat(secondRow[0]).isZero();
            assertThat(secondRow[65]).isZero();
        }
    }

    @Test
    void honoursTheAlignmentOfTheFile() {
        GgufWriter writer =
                new GgufWriter().alignment(256).f32("a", new long[] {1}, 5f).f32("b", new long[] {2}, 6f, 7f);
        try (GgufFile file = GgufFile.open(writer.write(file()))) {
            assertThat(file.tensor("a").offset() % 256).isZero();
            assertThat(file.readAll(file.tensor("b"))).containsExactly(6f, 7f);
        }
    }

    /** Larger than one chunk of the reader, and than one mapping could be; a sparse file takes no space. */
    @Test
    void readsFarBeyondTwoGibibytes() throws IOException {
        long rows = 80_000;
        int rowLength = 32 * 1024;
        Path path = new GgufWriter()
                .tensor("huge", new long[] {rows, rowLength}, GgmlType.Q8_0.id(), new byte[0])
                .write(file());
        long bytes = rows * rowLength / 32 * 34;
        byte[] block = new byte[34];
        block[1] = 0x3c; // 1.0 as float16
        for (int i = 0; i < 32; i++) {
            block[2 + i] = (byte) (i - 16);
        }
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            long data = sparse.length();
            sparse.setLength(data + bytes);
            sparse.seek(data + bytes - 34);
            sparse.write(block);
        }
        try (GgufFile file = GgufFile.open(path)) {
            float[] lastRows = new float[16 * rowLength];
            GgufTensor tensor = file.tensor("huge");
            assertThat(tensor.offset() + tensor.byteSize()).isEqualTo(Files.size(path));
            file.read(tensor, tensor.elements() - lastRows.length, lastRows, 0, lastRows.length);
            assertThat(lastRows[lastRows.length - 32]).isEqualTo(-16f);
            assertThat(lastRows[lastRows.length - 1]).isEqualTo(15f);
            assertThat(lastRows[lastRows.length - 33]).isZero();
        }
    }

    @Test
    void namesKeyAndFileOfAWrongOrMissingValue() {
        try (GgufFile file = GgufFile.open(sound().write(file()))) {
            GgufMetadata metadata = file.metadata();
            assertThatThrownBy(() -> metadata.requiredInt("llama.context_length"))
                    .hasMessageContaining("expected an integer in key llama.context_length of " + file());
            assertThatThrownBy(() -> metadata.string("llama.block_count"))
                    .hasMessageContaining("expected a string in key llama.block_count")
                    .hasMessageContaining("found the integer 2");
            assertThatThrownBy(() -> metadata.strings("types")).hasMessageContaining("found an array of integers");
            assertThatThrownBy(() -> metadata.integers("tokens")).hasMessageContaining("found an array of strings");
            assertThatThrownBy(() -> metadata.requiredInt("below.zero")).hasMessageContaining("found -3");
            assertThatThrownBy(() -> file.tensor("nothing")).hasMessageContaining("expected a tensor nothing");
        }
    }

    /** Whatever byte a file is cut at, opening it says so and never reads on. */
    @Test
    void refusesEveryCutFile() throws IOException {
        byte[] whole = sound().bytes();
        for (int length = 0; length < whole.length - 32; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            GreaterException e = catchThrowableOfType(GreaterException.class, () -> open().close());
            assertThat(e).as("cut at %d", length).isNotNull();
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL);
            assertThat(e).hasMessageContaining("found " + length + " bytes").hasMessageContaining("fetch it again");
        }
    }

    /** A damaged byte gives a sound file or an error for the user, never another exception. */
    @Test
    void survivesDamagedBytes() throws IOException {
        byte[] whole = sound().bytes();
        long seed = 4711;
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 1 + round % 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file(), damaged);
            try (GgufFile file = open()) {
                for (GgufTensor tensor : file.tensors()) {
                    assertThat(file.readAll(tensor)).hasSize((int) tensor.elements());
                }
            } catch (GreaterException e) {
                refused++;
                assertThat(e.code())
                        .as("seed %d, round %d: %s", seed, round, e.getMessage())
                        .isIn(ErrorCode.INVALID_MODEL, ErrorCode.UNSUPPORTED_MODEL);
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    @Test
    void refusesHostileCountsWithoutMakingRoomForThem() throws IOException {
        byte[] arrayOfStrings = {8, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, 127};
        assertRefused(new GgufWriter().raw("k", 9, arrayOfStrings), ErrorCode.INVALID_MODEL, "array of key k");
        byte[] longString = {-1, -1, -1, 127, 0, 0, 0, 0};
        assertRefused(new GgufWriter().raw("k", 8, longString), ErrorCode.INVALID_MODEL, "key k");
        byte[] nested = new byte[12 * 6];
        for (int i = 0; i < 6; i++) {
            nested[12 * i] = 9;
            nested[12 * i + 4] = 1;
        }
        assertRefused(new GgufWriter().raw("k", 9, nested), ErrorCode.INVALID_MODEL, "arrays at most 4 deep");
        byte[] manyTensors = sound().bytes();
        manyTensors[15] = 127;
        Files.write(file(), manyTensors);
        assertThatThrownBy(this::open).hasMessageContaining("tensors at byte");
    }

    @Test
    void refusesWhatIsNoSoundGguf() throws IOException {
        Files.writeString(file(), "{\"this is\": \"no model at all\"}");
        assertThatThrownBy(this::open).hasMessageContaining("begins with the bytes 47 47 55 46, found 7b 22 74 68");
        assertThatThrownBy(() -> GgufFile.open(folder.resolve("absent.gguf")))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
                .hasMessageContaining("absent.gguf");
        assertThatThrownBy(() -> GgufFile.open(folder)).hasMessageContaining("found the folder");
        assertRefused(sound().version(1), ErrorCode.UNSUPPORTED_MODEL, "expected GGUF version 2 or 3, found 1");
        assertRefused(sound().version(3 << 24), ErrorCode.UNSUPPORTED_MODEL, "big-endian");
        assertRefused(sound().string("tokens", "again"), ErrorCode.INVALID_MODEL, "found tokens twice");
        assertRefused(sound().raw("k", 13), ErrorCode.INVALID_MODEL, "value type from 0 to 12 in key k, found 13");
        assertRefused(sound().raw("k", 7, (byte) 2), ErrorCode.INVALID_MODEL, "expected 0 or 1 in key k");
        assertRefused(sound().integer("general.alignment", 24), ErrorCode.INVALID_MODEL, "power of two", "found 24");
        assertRefused(sound().f32("norm.weight", new long[] {1}, 1f), ErrorCode.INVALID_MODEL, "norm.weight", "twice");
    }

    @Test
    void reportsAllUnsoundTensorsAtOnce() throws IOException {
        assertRefused(
                sound().tensor("odd", new long[] {1, 48}, GgmlType.Q8_0.id(), new byte[51])
                        .tensor("empty", new long[] {0, 32}, GgmlType.F32.id(), new byte[0])
                        .tensor("vast", new long[] {1L << 40, 1L << 40}, GgmlType.F32.id(), new byte[0]),
                ErrorCode.INVALID_MODEL,
                "3 problems",
                "tensor odd has rows of 48 elements, expected a multiple of the 32",
                "tensor empty",
                "tensor vast");
        assertRefused(
                sound().tensor("strange", new long[] {256}, 22, new byte[82]),
                ErrorCode.UNSUPPORTED_MODEL,
                "tensor strange has type 22 (IQ2_S)",
                "expected one of F32");
        assertRefused(
                sound().tensor("long", new long[] {1 << 20}, GgmlType.F32.id(), new byte[32]),
                ErrorCode.INVALID_MODEL,
                "expected at least 419",
                "fetch it again");
    }

    @Test
    void refusesTensorsThatShareBytes() throws IOException {
        byte[] whole = new GgufWriter()
                .f32("first", new long[] {16}, new float[16])
                .f32("second", new long[] {4}, 1, 2, 3, 4)
                .bytes();
        int entry = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("second");
        whole[entry + 6 + 4 + 8 + 4] = 32; // the second one's place: 32 instead of 64
        Files.write(file(), whole);
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL))
                .hasMessageContainingAll("tensor second begins at byte", "within tensor first");
    }

    @Test
    void refusesWeightsThatAreNotFinite() {
        byte[] scaleIsInfinite = new byte[34];
        scaleIsInfinite[1] = 0x7c;
        scaleIsInfinite[5] = 1;
        GgufWriter writer = sound().tensor("broken", new long[] {32}, GgmlType.Q8_0.id(), scaleIsInfinite)
                .f32("nan", new long[] {3}, 0, 0, Float.NaN);
        try (GgufFile file = GgufFile.open(writer.write(file()))) {
            assertThatThrownBy(() -> file.readAll(file.tensor("broken")))
                    .isInstanceOfSatisfying(
                            GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL))
                    .hasMessageContainingAll(file().toString(), "tensor broken", "NaN at index 0");
            assertThatThrownBy(() -> file.readAll(file.tensor("nan")))
                    .hasMessageContainingAll("tensor nan", "NaN at index 2");
        }
    }

    private GgufFile open() {
        return GgufFile.open(file());
    }

    private void assertRefused(GgufWriter writer, ErrorCode code, String... parts) {
        writer.write(file());
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(file().toString())
                .hasMessageContainingAll(parts);
    }
}
