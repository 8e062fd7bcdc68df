package org.greater4j.torch.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.Golden;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.DecoderConfig;
import org.greater4j.torch.decoder.DecoderWeights;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.decoder.TensorSource;
import org.greater4j.torch.decoder.WeightLayout;
import org.greater4j.torch.format.GgufFile;
import org.greater4j.torch.format.GgufWriter;
import org.greater4j.torch.format.SafetensorsWeights;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model out of a GGUF file is the one out of the folder that the file was made from. */
class GgufFamiliesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama",
                "mistral",
                "qwen2",
                "qwen3",
                "gemma2",
                "gemma3_text",
                "phi3",
                "olmo2",
                "smollm3",
                "granite"
            })
    void filesOfEveryFamilyAreTheFoldersTheyWereMadeFrom(String name) throws IOException {
        Path golden = Golden.path("families/" + name);
        ObjectNode config = (ObjectNode)
                new ObjectMapper().readTree(golden.resolve("config.json").toFile());
        // what the format has no key for is as in the published models
        config.remove("layer_types");
        if (name.startsWith("gemma")) {
            config.put("query_pre_attn_scalar", config.get("head_dim").intValue());
            config.put("_sliding_window_pattern", 6).put("sliding_window_pattern", 6);
        }
        if (name.equals("smollm3")) {
            config.remove("no_rope_layers");
            config.put("no_rope_layer_interval", 4);
        }
        Files.writeString(folder.resolve("config.json"), config.toString());
        try (SafetensorsWeights weights = SafetensorsWeights.open(golden);
                GgufFile file = GgufFile.open(GgufConversion.write(config, weights, folder.resolve("model.gguf")))) {
            HuggingFaceModel expected = HuggingFaceModel.of(folder, weights);
            GgufModel found = GgufModel.of(file);
            double[] logits = logits(found.config(), found.names(), found.source());
            assertThat(logits).containsExactly(logits(expected.config(), expected.names(), weights), within(1e-6));
        }
    }

    // logits of random ids, in float64
    private static double[] logits(DecoderConfig config, TensorNames names, TensorSource source) {
        int[] ids = new Random(3).ints(40, 0, config.vocabulary()).toArray();
        DecoderWeights weights = DecoderWeights.load(config, names, source, Precision.FLOAT64, WeightLayout.PLAIN);
        try (Decoder decoder = new Decoder(config, weights, Precision.FLOAT64)) {
            return TensorScope.call(() ->
                    Tensors.doubles(decoder.plainLogits(decoder.forward(decoder.embed(Tensors.of(ids, 1, ids.length)))
                            .squeeze(0))));
        }
    }

    @Test
    void longRopeEndsAtTheFirstContext() {
        GgufWriter writer = tiny("phi3")
                .integer("phi3.rope.scaling.original_context_length", 64)
                .number("phi3.rope.scaling.attn_factor", 1.25f)
                .f32("rope_factors_short.weight", new long[] {4}, 1, 2, 4, 8)
                .f32("rope_factors_long.weight", new long[] {4}, 9, 9, 9, 9);
        try (GgufFile file = GgufFile.open(writer.write(folder.resolve("long.gguf")))) {
            DecoderConfig config = GgufModel.of(file).config();
            assertThat(config.contextLength()).isEqualTo(64);
            assertThat(config.ropes().get(0).scale()).isEqualTo(1.25);
            assertThat(config.ropes().get(0).frequencies())
                    .containsExactly(1.0, Math.pow(10_000, -0.25) / 2, 0.01 / 4, Math.pow(10_000, -0.75) / 8);
        }
    }

    @Test
    void whatCannotBeReadIsRefused() {
        assertRefused(tiny("mamba"), ErrorCode.UNSUPPORTED_MODEL, "found 'mamba' in general.architecture");
        assertRefused(
                tiny("llama").string("llama.rope.scaling.type", "ntk"),
                ErrorCode.UNSUPPORTED_MODEL,
                "expected rope scaling none, linear or yarn, found 'ntk'");
        assertRefused(
                tiny("olmo2").integer("olmo2.attention.sliding_window", 8), ErrorCode.UNSUPPORTED_MODEL, "OLMo 3");
        assertRefused(
                tiny("llama").integer("llama.attention.value_length", 16),
                ErrorCode.UNSUPPORTED_MODEL,
                "values of size 16");
        assertRefused(
                tiny("qwen2").integer("qwen2.rope.dimension_count", 10),
                ErrorCode.INVALID_MODEL,
                "expected pairs of a head of size 8 that turn, found 10 numbers");
        // what would make lists of such lengths, or wrap around
        for (String key : List.of("block_count", "embedding_length", "attention.head_count", "feed_forward_length")) {
            assertRefused(
                    tiny("llama", key, 2_000_000_000),
                    ErrorCode.INVALID_MODEL,
                    "in llama." + key + ", found 2000000000");
        }
        assertRefused(
                tiny("llama").integer("llama.attention.key_length", 2_000_000_000),
                ErrorCode.INVALID_MODEL,
                "heads of size 2000000000");
        assertRefused(
                tiny("llama").f32("rope_freqs.weight", new long[] {3}, 1, 1, 1),
                ErrorCode.INVALID_MODEL,
                "expected 4 numbers above 0 in tensor rope_freqs.weight");
    }

    private void assertRefused(GgufWriter writer, ErrorCode code, String message) {
        try (GgufFile file = GgufFile.open(writer.write(folder.resolve("refused.gguf")))) {
            assertThatExceptionOfType(GreaterException.class)
                    .isThrownBy(() -> GgufModel.of(file))
                    .withMessageContaining(message)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(code));
        }
    }

    private static GgufWriter tiny(String architecture) {
        return tiny(architecture, "", 0);
    }

    /** One of the sizes may be another one. */
    private static GgufWriter tiny(String architecture, String otherKey, int other) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put("context_length", 256);
        sizes.put("embedding_length", 16);
        sizes.put("block_count", 1);
        sizes.put("feed_forward_length", 8);
        sizes.put("attention.head_count", 2);
        sizes.replace(otherKey, other);
        GgufWriter writer = new GgufWriter().string("general.architecture", architecture);
        sizes.forEach((key, size) -> writer.integer(architecture + "." + key, size));
        return writer.number(architecture + ".attention.layer_norm_rms_epsilon", 1e-5f)
                .f32("token_embd.weight", new long[] {2, 16}, new float[32]);
    }
}
