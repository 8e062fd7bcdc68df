package org.greater4j.torch.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.decoder.Activation;
import org.greater4j.torch.decoder.DecoderConfig;
import org.greater4j.torch.decoder.LayerKind;
import org.greater4j.torch.decoder.Rope;
import org.greater4j.torch.decoder.TensorSource;
import org.greater4j.torch.decoder.Weight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code config.json} may say, and what it may leave out. */
class HuggingFaceModelTest {
    private static final String SIZES = """
            "hidden_size": 64, "intermediate_size": 112, "num_hidden_layers": 6, "vocab_size": 100,
            "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16
            """;

    @TempDir
    private Path folder;

    /** A source in which nothing but the embedding is found, under one name. */
    private record Embedding(String name) implements TensorSource {
        @Override
        public boolean has(String asked) {
            return asked.equals(name);
        }

        @Override
        public long[] shape(String asked) {
            return new long[] {100, 64};
        }

        @Override
        public void read(String asked, long first, float[] target, int count) {
            throw new UnsupportedOperationException(asked);
        }

        @Override
        public String description() {
            return "embedding";
        }
    }

    private HuggingFaceModel read(String json, String embedding) {
        try {
            Files.writeString(folder.resolve("config.json"), json);
            return HuggingFaceModel.of(folder, new Embedding(embedding));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private DecoderConfig config(String type, String more) {
        String json = "{\"model_type\": \"" + type + "\", " + SIZES + (more.isEmpty() ? "" : ", " + more) + "}";
        return read(json, "model.embed_tokens.weight").config();
    }

    /** Gemma 3's published folders of several parts leave out almost everything. */
    @Test
    void aTextModelWithinALargerOneHasItsFamilysDefaults() {
        HuggingFaceModel model = read("""
                {"model_type": "gemma3", "architectures": ["Gemma3ForConditionalGeneration"], "vision_config": {"hidden_size": 1152},
                 "text_config": {"hidden_size": 2560, "intermediate_size": 10240, "model_type": "gemma3_text",
                   "num_hidden_layers": 34, "rope_scaling": {"factor": 8.0, "rope_type": "linear"}, "sliding_window": 1024}}
                """, "language_model.model.embed_tokens.weight");
        DecoderConfig config = model.config();
        assertThat(config.heads()).isEqualTo(8);
        assertThat(config.keyValueHeads()).isEqualTo(4);
        assertThat(config.headSize()).isEqualTo(256);
        assertThat(config.vocabulary()).isEqualTo(262_208);
        assertThat(config.contextLength()).isEqualTo(131_072);
        assertThat(config.queryScale()).isEqualTo(1.0 / 16);
        assertThat(config.window()).isEqualTo(1024);
        assertThat(config.scoreCap()).isZero();
        assertThat(config.logitCap()).isZero();
        assertThat(config.activation()).isEqualTo(Activation.GELU_TANH);
        assertThat(config.layerKinds().subList(4, 7))
                .containsExactly(new LayerKind(true, 1), new LayerKind(false, 0), new LayerKind(true, 1));
        assertThat(config.ropes()).containsExactly(Rope.of(1_000_000, 256).linear(8), Rope.of(10_000, 256));
        assertThat(model.names().weight(Weight.QUERY, 3))
                .isEqualTo("language_model.model.layers.3.self_attn.q_proj.weight");
        assertThat(model.names().patterns()).doesNotContainKey(Weight.PROJECTION);
    }

    @ParameterizedTest
    @CsvSource({
        "model.embed_tokens.weight, model.norm.weight, lm_head.weight",
        "model.language_model.embed_tokens.weight, model.language_model.norm.weight, lm_head.weight",
        "language_model.model.embed_tokens.weight, language_model.model.norm.weight, language_model.lm_head.weight",
        "embed_tokens.weight, norm.weight, lm_head.weight"
    })
    void namesAreFoundBehindAnyPrefix(String embedding, String norm, String projection) {
        HuggingFaceModel model = read("{\"model_type\": \"qwen3\", " + SIZES + "}", embedding);
        assertThat(model.names().weight(Weight.FINAL_NORM, 0)).isEqualTo(norm);
        assertThat(model.names().weight(Weight.PROJECTION, 0)).isEqualTo(projection);
    }

    @Test
    void aMissingWindowIsTheFamilysAndNullIsNone() {
        assertThat(config("mistral", "").window()).isEqualTo(4096);
        assertThat(config("mistral", "").layerKinds()).containsOnly(LayerKind.WINDOWED);
        assertThat(config("mistral", "\"sliding_window\": null").layerKinds()).containsOnly(LayerKind.FULL);
        assertThat(config("phi3", "").layerKinds()).containsOnly(LayerKind.FULL);
        // Qwen's window counts only where a second key says so
        assertThat(config("qwen2", "\"sliding_window\": 8, \"max_window_layers\": 2")
                        .layerKinds())
                .containsOnly(LayerKind.FULL);
        assertThat(config("qwen2", "\"use_sliding_window\": true, \"sliding_window\": 8, \"max_window_layers\": 4")
                        .layerKinds())
                .containsExactly(
                        LayerKind.FULL,
                        LayerKind.FULL,
                        LayerKind.FULL,
                        LayerKind.FULL,
                        LayerKind.WINDOWED,
                        LayerKind.WINDOWED);
    }

    @Test
    void missingCapsAreTheFamilysAndNullIsNone() {
        assertThat(config("gemma2", "").scoreCap()).isEqualTo(50);
        assertThat(config("gemma2", "").logitCap()).isEqualTo(30);
        DecoderConfig none = config("gemma2", "\"attn_logit_softcapping\": null, \"final_logit_softcapping\": null");
        assertThat(none.scoreCap()).isZero();
        assertThat(none.logitCap()).isZero();
    }

    @Test
    void someBlocksOfSmolLm3DoNotTurn() {
        LayerKind still = new LayerKind(false, LayerKind.NO_ROPE);
        assertThat(config("smollm3", "").layerKinds())
                .containsExactly(LayerKind.FULL, LayerKind.FULL, LayerKind.FULL, still, LayerKind.FULL, LayerKind.FULL);
        assertThat(config("smollm3", "\"no_rope_layers\": [0, 1, 1, 1, 1, 0]").layerKinds())
                .containsExactly(still, LayerKind.FULL, LayerKind.FULL, LayerKind.FULL, LayerKind.FULL, still);
    }

    @Test
    void ropeIsReadAsOlderAndNewerVersionsWriteIt() {
        Rope linear = Rope.of(7000, 16).linear(4);
        String older = "\"rope_theta\": 7000.0, \"rope_scaling\": {\"type\": \"linear\", \"factor\": 4.0}";
        String newer = "\"rope_parameters\": {\"rope_type\": \"linear\", \"factor\": 4.0, \"rope_theta\": 7000.0}";
        assertThat(config("llama", older).ropes()).containsExactly(linear);
        assertThat(config("llama", newer).ropes()).containsExactly(linear);
        String both = "\"rope_parameters\": {\"full_attention\": {\"rope_type\": \"default\", \"rope_theta\": 5000.0},"
                + " \"sliding_attention\": {\"rope_type\": \"default\", \"rope_theta\": 300.0}}";
        assertThat(config("gemma3_text", both).ropes()).containsExactly(Rope.of(5000, 16), Rope.of(300, 16));
    }

    /** The factors for longer texts would have to be applied to what is cached already. */
    @Test
    void longRopeEndsAtTheFirstContext() {
        String factors = "\"short_factor\": [1, 1, 2, 2, 3, 3, 4, 4], \"long_factor\": [9, 9, 9, 9, 9, 9, 9, 9]";
        DecoderConfig config = config(
                "phi3",
                "\"max_position_embeddings\": 4096, \"original_max_position_embeddings\": 512,"
                        + " \"rope_scaling\": {\"type\": \"longrope\", " + factors + "}");
        assertThat(config.contextLength()).isEqualTo(512);
        assertThat(config.ropes())
                .containsExactly(Rope.of(10_000, 16)
                        .divided(List.of(1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0))
                        .scaled(Math.sqrt(1 + Math.log(8) / Math.log(512))));
    }

    @Test
    void phi3HeadsMayTurnInPart() {
        assertThat(config("phi3", "\"partial_rotary_factor\": 0.75").ropes()).containsExactly(Rope.of(10_000, 12));
        refused("llama", "\"partial_rotary_factor\": 0.5", ErrorCode.UNSUPPORTED_MODEL)
                .withMessageContaining("found partial_rotary_factor 0.5");
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertThatExceptionOfType(GreaterException.class)
                .isThrownBy(() -> read(
                        "{\"model_type\": \"llama\", \"hidden_size\": \"wide\", \"head_dim\": 16, \"num_attention_heads\": 4,"
                                + " \"num_key_value_heads\": 3, \"num_hidden_layers\": 0, \"rms_norm_eps\": -1,"
                                + " \"vocab_size\": 10, \"attention_bias\": 2}",
                        ""))
                .withMessageContaining("config.json: 6 problems")
                .withMessageContaining("expected a positive integer in hidden_size, found 'wide'")
                .withMessageContaining("expected a positive integer in num_hidden_layers, found '0'")
                .withMessageContaining("expected a positive integer in intermediate_size, found no such key")
                .withMessageContaining("expected a multiple of num_key_value_heads (3) in num_attention_heads, found 4")
                .withMessageContaining("expected a number above 0 in rms_norm_eps, found -1")
                .withMessageContaining("expected true or false in attention_bias, found '2'")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL));
    }

    @Test
    void whatThisVersionCannotDoIsRefused() {
        refused("llama", "\"hidden_act\": \"relu\"", ErrorCode.UNSUPPORTED_MODEL)
                .withMessageContaining("expected silu or gelu_pytorch_tanh in hidden_act, found 'relu'");
        refused("llama", "\"rope_scaling\": {\"rope_type\": \"mrope\"}", ErrorCode.UNSUPPORTED_MODEL)
                .withMessageContaining("found 'mrope'");
        refused("llama", "\"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 8}", ErrorCode.INVALID_MODEL)
                .withMessageContaining("expected a number in rope_scaling.low_freq_factor, found no such key");
        refused("qwen2", "\"quantization_config\": {\"bits\": 4}", ErrorCode.UNSUPPORTED_MODEL)
                .withMessageContaining("expected no quantization_config (weights quantised for another engine)");
        refused("gemma3_text", "\"use_bidirectional_attention\": true", ErrorCode.UNSUPPORTED_MODEL)
                .withMessageContaining("tokens that see those behind them");
        refused(
                        "qwen3",
                        "\"layer_types\": [\"linear_attention\", \"full_attention\", \"full_attention\","
                                + " \"full_attention\", \"full_attention\", \"full_attention\"]",
                        ErrorCode.UNSUPPORTED_MODEL)
                .withMessageContaining("found 'linear_attention'");
        refused("gemma2", "\"layer_types\": [\"full_attention\"]", ErrorCode.INVALID_MODEL)
                .withMessageContaining("expected a list of 6 values, one a block, in layer_types, found 1 values");
        refused("mamba2", "", ErrorCode.UNSUPPORTED_MODEL)
                .withMessageContaining("expected a model_type out of gemma2, gemma3_text,")
                .withMessageContaining("found 'mamba2'");
    }

    /** What would make lists of such lengths, or wrap around. */
    @ParameterizedTest
    @CsvSource({
        "num_hidden_layers, 2000000000",
        "hidden_size, 2000000000",
        "intermediate_size, 2000000000",
        "vocab_size, 2000000000",
        "num_attention_heads, 2000000000",
        "num_key_value_heads, 2000000000",
        "head_dim, 2000000000",
        "head_dim, 268435456",
    })
    void sizesThatTheFileHasNoTensorsForAreRefused(String key, int value) throws IOException {
        ObjectNode config = (ObjectNode) new ObjectMapper().readTree("{\"model_type\": \"llama\", " + SIZES + "}");
        config.put(key, value);
        assertThatExceptionOfType(GreaterException.class)
                .isThrownBy(() -> read(config.toString(), "model.embed_tokens.weight"))
                .withMessageContaining(key)
                .withMessageContaining("" + value)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL));
    }

    @Test
    void whatIsNoConfigIsRefused() throws IOException {
        assertThatExceptionOfType(GreaterException.class)
                .isThrownBy(() -> HuggingFaceModel.of(folder, new Embedding("")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
        for (String text : List.of("[1]", "{\"model_type\"", "{}")) {
            assertThatExceptionOfType(GreaterException.class)
                    .isThrownBy(() -> read(text, ""))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL));
        }
        Files.write(folder.resolve("config.json"), new byte[] {'{', (byte) 0xff, '}'});
        assertThatExceptionOfType(GreaterException.class)
                .isThrownBy(() -> HuggingFaceModel.of(folder, new Embedding("")))
                .withMessageContaining("expected UTF-8 text")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL));
        ObjectNode wide = (ObjectNode) new ObjectMapper().readTree("{\"model_type\": \"llama\", " + SIZES + "}");
        wide.put("head_dim", 15);
        assertThatExceptionOfType(GreaterException.class)
                .isThrownBy(() -> read(wide.toString(), ""))
                .withMessageContaining("expected an even size of heads, of which pairs turn, found 15");
    }

    private ThrowableAssertAlternative<GreaterException> refused(String type, String more, ErrorCode code) {
        return assertThatExceptionOfType(GreaterException.class)
                .isThrownBy(() -> config(type, more))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
