package org.greater4j.app.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.greater4j.error.Blame;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCheckTest {
    private static final long GIB = 1L << 30;

    /** SmolLM2-135M: 30 layers of 576 numbers, 9 heads over 3 of 64, feed-forward 1536, 49152 tokens. */
    private static final ModelShape SMALL = shape(576, 30, 9, 3, 64, 1536, 49152, true);

    /** Llama 3.1 8B. */
    private static final ModelShape LARGE = shape(4096, 32, 32, 8, 128, 14336, 128_256, false);

    private static final Workload SEARCH = Workload.search(20, 3, 64, true);

    private static ModelShape shape(
            long width, int layers, int heads, int keyHeads, int headSize, long inner, int vocabulary, boolean tied) {
        long layer = width * headSize * (2L * heads + 2L * keyHeads) + 3 * width * inner;
        return new ModelShape(
                "llama",
                "bfloat16",
                layers * layer + vocabulary * width * (tied ? 1 : 2),
                vocabulary * width,
                tied,
                vocabulary,
                layers,
                2L * keyHeads * headSize,
                2 * width + 2L * heads * headSize + 2 * inner);
    }

    @Test
    void theDefaultModelNeedsWhatWasMeasured() {
        // measured, 20 examples: 2.9 GiB at most in float32, 2.4 in bfloat16
        assertThat(MemoryEstimate.of(SMALL, SEARCH, false).totalBytes() / (double) GIB)
                .isBetween(2.6, 3.2);
        assertThat(MemoryEstimate.of(SMALL, SEARCH, true).totalBytes() / (double) GIB)
                .isBetween(2.1, 2.6);
    }

    @Test
    void moreWorkNeedsMoreAndPackedWeightsTwice() {
        long few =
                MemoryEstimate.of(LARGE, Workload.search(2, 3, 64, true), false).totalBytes();
        long many = MemoryEstimate.of(LARGE, Workload.search(200, 3, 64, true), false)
                .totalBytes();
        assertThat(many).isGreaterThan(few);
        assertThat(MemoryEstimate.of(LARGE, SEARCH, false).weightBytes())
                .isEqualTo(2 * 4 * LARGE.linear() + 4 * LARGE.embedding());
        assertThat(MemoryEstimate.of(LARGE, Workload.search(20, 3, 64, false), false)
                        .weightBytes())
                .isEqualTo(4 * LARGE.parameters());
    }

    @Test
    void whatFitsPassesAndWhatDoesNotSaysWhatWould() {
        long needed = MemoryEstimate.least(SMALL, SEARCH, false).totalBytes();
        assertThat(needed).isLessThan(MemoryEstimate.of(SMALL, SEARCH, false).totalBytes());
        assertThatCode(() -> MemoryCheck.require("small", SMALL, SEARCH, false, new AvailableMemory(needed, "here")))
                .doesNotThrowAnyException();

        GreaterException refused = refusal(SMALL, needed - 1);
        assertThat(refused.code().blame()).isEqualTo(Blame.RESOURCE);
        assertThat(refused)
                .hasMessageContaining("for small in float32 with 20 training examples")
                .hasMessageContaining("available on this machine")
                .hasMessageContaining("--dtype bfloat16 (about ")
                .hasMessageContaining("GREATER_MEMORY_CHECK=off");
        int fewer =
                Integer.parseInt(String.valueOf(refused.getMessage()).replaceAll("(?s).*use --train (\\d+).*", "$1"));
        assertThat(MemoryEstimate.least(SMALL, SEARCH.withExamples(fewer), false)
                        .totalBytes())
                .isLessThan(needed);
    }

    @Test
    void whereNothingHelpsASmallerModelIsNamed() {
        assertThat(refusal(LARGE, 4 * GIB))
                .hasMessageContaining("use a smaller model (`greater models`)")
                .hasMessageNotContaining("--train")
                .hasMessageNotContaining("--dtype");
    }

    @Test
    void canBeSwitchedOff() {
        assertThat(MemoryCheck.isOn(Map.of())).isTrue();
        assertThat(MemoryCheck.isOn(Map.of("GREATER_MEMORY_CHECK", "OFF"))).isFalse();
    }

    @Test
    void theShapeOfAFolderIsRead(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "llama", "hidden_size": 4096, "num_attention_heads": 32, "num_key_value_heads": 8,
                 "intermediate_size": 14336, "num_hidden_layers": 32, "vocab_size": 128256, "torch_dtype": "bfloat16",
                 "tie_word_embeddings": false}
                """);
        assertThat(ModelShape.read(folder)).contains(LARGE);
        // the norms, 65 of 4096, are left out
        assertThat(LARGE.parameters()).isEqualTo(8_030_261_248L - 65 * 4096);

        Files.writeString(
                folder.resolve("config.json"),
                "{\"text_config\": {\"hidden_size\": 64, \"vocab_size\": 10,"
                        + " \"num_hidden_layers\": 1, \"num_attention_heads\": 2, \"model_type\": \"gemma3_text\"}}");
        assertThat(ModelShape.read(folder)).hasValueSatisfying(shape -> {
            assertThat(shape.architecture()).isEqualTo("gemma3_text");
            assertThat(shape.tied()).isTrue();
        });
        Files.writeString(folder.resolve("config.json"), "{}");
        assertThat(ModelShape.read(folder)).isEmpty();
        Files.writeString(folder.resolve("config.json"), "no JSON");
        assertThat(ModelShape.read(folder)).isEmpty();
        assertThat(ModelShape.read(folder.resolve("none.gguf"))).isEmpty();
    }

    private static GreaterException refusal(ModelShape shape, long room) {
        return catchThrowableOfType(
                GreaterException.class,
                () -> MemoryCheck.require(
                        "small", shape, SEARCH, false, new AvailableMemory(room, "available on this machine")));
    }
}
