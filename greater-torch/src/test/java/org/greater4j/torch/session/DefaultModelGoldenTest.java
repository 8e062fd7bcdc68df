package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.objective.Frame;
import org.greater4j.torch.DefaultModel;
import org.greater4j.torch.Golden;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.DecoderWeights;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.decoder.WeightLayout;
import org.greater4j.torch.family.GgufModel;
import org.greater4j.torch.format.GgufFile;
import org.greater4j.torch.generate.DraftCosts;
import org.greater4j.torch.generate.Drafting;
import org.greater4j.torch.generate.GreedyChain;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real default model against transformers' values. */
class DefaultModelGoldenTest {
    private static Decoder decoder;
    private static JsonNode golden;

    @BeforeAll
    static void load() {
        golden = Golden.read("smollm2_135m.json");
        try (GgufFile file = GgufFile.open(DefaultModel.path())) {
            GgufModel model = GgufModel.of(file);
            decoder = new Decoder(
                    model.config(),
                    DecoderWeights.load(
                            model.config(), model.names(), model.source(), Precision.FLOAT32, WeightLayout.BOTH),
                    Precision.FLOAT32);
        }
    }

    @AfterAll
    static void close() {
        if (decoder != null) {
            decoder.close();
        }
    }

    @Test
    void logitsAndGreedyTokensAreTransformers() {
        BitSet ends = new BitSet();
        ends.set(2);
        Projection projection = new Projection(decoder);
        for (JsonNode expected : golden.get("language_model")) {
            int[] ids = Golden.ints(expected.get("prompt_ids"));
            int[] greedy = Golden.ints(expected.get("greedy_48"));
            try (RowBatch batch = RowBatch.empty(decoder, 1, ids.length + 50)) {
                int[] first = TensorScope.call(() -> {
                    Tensor hidden = batch.extend(new int[][] {ids});
                    Tensor last = Projection.lastRows(hidden, new int[][] {ids});
                    float[] logits = Tensors.floats(decoder.logits(last));
                    for (int at = 0; at < expected.get("top_ids").size(); at++) {
                        assertThat((double)
                                        logits[expected.get("top_ids").get(at).asInt()])
                                .isCloseTo(expected.get("top_logits").get(at).asDouble(), within(1e-2));
                    }
                    return projection.likeliest(last);
                });
                GreedyChain chain = new GreedyChain(ends, 48, List.of(greedy), new Drafting(true, DraftCosts.DEFAULT));
                chain.hear(first);
                while (!chain.done()) {
                    int[] fed = Frame.concatenate(chain.pending(), chain.draft(0));
                    int before = batch.length(0);
                    int[] likeliest = TensorScope.call(() -> projection.likeliest(batch.extend(new int[][] {fed})));
                    batch.truncate(0, before + 1 + chain.hear(likeliest));
                }
                assertThat(chain.tokens()).containsExactly(greedy);
            }
        }
    }
}
