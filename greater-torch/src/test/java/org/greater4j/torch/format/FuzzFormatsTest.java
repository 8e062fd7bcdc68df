package org.greater4j.torch.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.greater4j.fuzz.Fuzz;
import org.greater4j.torch.Golden;
import org.greater4j.torch.family.GgufModel;
import org.greater4j.torch.family.HuggingFaceModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers of weights over damaged files: those that tests write, and the headers of the families' files with zeros for weights. */
final class FuzzFormatsTest {
    private static final int MOST_READ = 4096;

    @TempDir
    private Path folder;

    /** A header, and how many bytes of zeros follow it. */
    private record Sound(byte[] header, long data) {}

    @Test
    void safetensors() {
        byte[] floats = new SafetensorsWriter()
                .floats("embed.weight", new long[] {2, 3}, 1, 2, 3, 4, 5, 6)
                .tensor("half.weight", "F16", new byte[8], 2, 2)
                .tensor("brain.weight", "BF16", new byte[6], 3)
                .bytes();
        byte[] positions = new SafetensorsWriter()
                .tensor("positions", "I64", new byte[16], 2)
                .bytes();
        check("safetensors", List.of(header(floats), header(positions)));
    }

    @Test
    void safetensorsOfTheFamilies() throws IOException {
        List<Sound> sound = new ArrayList<>();
        for (String family : List.of("llama", "qwen3", "phi3", "gemma2")) {
            try (SafetensorsWeights weights = SafetensorsWeights.open(Golden.path("families/" + family))) {
                Path file = weights.files().get(0);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                    GgufInput.readFully(channel, file, 0, length);
                    ByteBuffer header = ByteBuffer.allocate(8 + (int) length.getLong(0));
                    GgufInput.readFully(channel, file, 0, header);
                    sound.add(new Sound(header.array(), channel.size() - header.capacity()));
                }
            }
        }
        check("safetensors of families", sound);
    }

    private static Sound header(byte[] file) {
        int length =
                8 + (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        return new Sound(Arrays.copyOf(file, length), file.length - length);
    }

    private void check(String name, List<Sound> sound) {
        Path path = folder.resolve("model.safetensors");
        Fuzz.Outcome outcome = Fuzz.run(name, 1, random -> {
            Sound one = sound.get(random.nextInt(sound.size()));
            write(path, repaired(Fuzz.damage(one.header(), random), random), one.data());
            try (SafetensorsWeights weights = SafetensorsWeights.open(path)) {
                for (String tensor : weights.names()) {
                    long elements = Arrays.stream(weights.shape(tensor)).reduce(1, (a, b) -> a * b);
                    int count = (int) Math.min(MOST_READ, elements);
                    weights.read(tensor, elements - count, new float[count], count);
                }
            }
        });
        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.sound()).isPositive();
    }

    /** Most damage changes the header's length; half of the time the number in front follows, so that the JSON itself is reached. */
    private static byte[] repaired(byte[] header, Random random) {
        if (header.length > 8 && random.nextBoolean()) {
            ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header.length - 8);
        }
        return header;
    }

    @Test
    void indexOfShards() {
        new SafetensorsWriter().floats("a", new long[] {1}, 1).write(folder.resolve("one.safetensors"));
        new SafetensorsWriter().floats("b", new long[] {1}, 2).write(folder.resolve("two.safetensors"));
        byte[] index = ("{\"metadata\": {\"total_size\": 8}, \"weight_map\": {\"a\": \"one.safetensors\","
                        + " \"b\": \"two.safetensors\"}}")
                .getBytes(StandardCharsets.UTF_8);
        Fuzz.Outcome outcome = Fuzz.run("index of shards", 1, random -> {
            write(folder.resolve("model.safetensors.index.json"), Fuzz.damage(index, random), 0);
            try (SafetensorsWeights weights = SafetensorsWeights.open(folder)) {
                assertThat(weights.names()).isNotEmpty();
            }
        });
        assertThat(outcome.refused()).isPositive();
    }

    @Test
    void gguf() {
        float[] ramp = new float[256];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i - 100;
        }
        byte[] sound = new GgufWriter()
                .string("general.architecture", "llama")
                .integer("llama.block_count", 2)
                .number("llama.rope.freq_base", 10000f)
                .flag("tokenizer.ggml.add_bos_token", true)
                .strings("tokenizer.ggml.tokens", List.of("<s>", "a", "▁ü🙂"))
                .integers("tokenizer.ggml.token_type", 3, 1, 1)
                .numbers("tokenizer.ggml.scores", 0.5f, -1f, 2f)
                .f32("norm.weight", new long[] {3}, 1f, 2f, 3f)
                .q8of0("matrix.weight", new long[] {4, 64}, ramp)
                .tensor("k.weight", new long[] {1, 256}, GgmlType.Q4_K.id(), new byte[144])
                .bytes();
        Path path = folder.resolve("model.gguf");
        Fuzz.Outcome outcome = Fuzz.run("gguf", 1, random -> {
            write(path, Fuzz.damage(sound, random), random.nextInt(4) == 0 ? 1L << 22 : 0);
            try (GgufFile file = GgufFile.open(path)) {
                for (GgufTensor tensor : file.tensors()) {
                    int block = tensor.type().blockSize();
                    int count = (int) Math.min(tensor.elements() / block, MOST_READ / block) * block;
                    file.read(tensor, tensor.elements() - count, new float[count], 0, count);
                }
            }
        });
        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.sound()).isPositive();
    }

    /** The shape of a decoder as metadata tell it, over tensors that are sound. */
    @Test
    void shapesInGguf() {
        List<byte[]> sound = new ArrayList<>();
        for (String family : List.of("llama", "gemma2", "gemma3", "phi3", "qwen3", "smollm3")) {
            sound.add(new GgufWriter()
                    .string("general.architecture", family)
                    .integer(family + ".context_length", 256)
                    .integer(family + ".embedding_length", 16)
                    .integer(family + ".block_count", 1)
                    .integer(family + ".attention.head_count", 2)
                    .integer(family + ".attention.head_count_kv", 1)
                    .integer(family + ".attention.key_length", 8)
                    .integer(family + ".attention.value_length", 8)
                    .integer(family + ".feed_forward_length", 24)
                    .integer(family + ".attention.sliding_window", 8)
                    .number(family + ".attention.layer_norm_rms_epsilon", 1e-5f)
                    .number(family + ".attn_logit_softcapping", 50f)
                    .number(family + ".final_logit_softcapping", 30f)
                    .f32("token_embd.weight", new long[] {4, 16}, new float[64])
                    .f32("output_norm.weight", new long[] {16}, new float[16])
                    .bytes());
        }
        Path path = folder.resolve("shape.gguf");
        Fuzz.Outcome outcome = Fuzz.run("shapes in gguf", 1, random -> {
            write(path, Fuzz.damage(sound.get(random.nextInt(sound.size())), random), 0);
            try (GgufFile file = GgufFile.open(path)) {
                GgufModel.of(file);
            }
        });
        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.sound()).isPositive();
    }

    @Test
    void shapesInFolders() throws IOException {
        List<String> strange = List.of(
                "0",
                "-1",
                "1",
                "3",
                "2000000000",
                "4294967296",
                "1e999",
                "1e-300",
                "\"a\"",
                "null",
                "[]",
                "{}",
                "true");
        ObjectMapper mapper = new ObjectMapper();
        for (String family : List.of("llama", "qwen3", "phi3", "gemma2", "smollm3")) {
            Path source = Golden.path("families/" + family);
            byte[] sound = Files.readAllBytes(source.resolve("config.json"));
            try (SafetensorsWeights weights = SafetensorsWeights.open(source)) {
                Fuzz.Outcome outcome = Fuzz.run("shapes of " + family, 0.3, random -> {
                    byte[] damaged = Fuzz.damage(sound, random);
                    if (random.nextBoolean()) {
                        ObjectNode config = (ObjectNode) mapper.readTree(sound);
                        List<String> keys = new ArrayList<>();
                        config.fieldNames().forEachRemaining(keys::add);
                        for (int times = 1 + random.nextInt(2); times > 0; times--) {
                            config.set(
                                    keys.get(random.nextInt(keys.size())),
                                    mapper.readTree(strange.get(random.nextInt(strange.size()))));
                        }
                        damaged = mapper.writeValueAsBytes(config);
                    }
                    write(folder.resolve("config.json"), damaged, 0);
                    HuggingFaceModel.of(folder, weights);
                });
                assertThat(outcome.refused()).isPositive();
                assertThat(outcome.sound()).isPositive();
            }
        }
    }

    /** Writes bytes and a hole after them, which takes no disk. */
    private static void write(Path path, byte[] start, long hole) throws IOException {
        Files.write(path, start);
        if (hole > 0) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(1), start.length + hole - 1);
            }
        }
    }
}
