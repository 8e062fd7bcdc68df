package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.ModelInfo;
import org.greater4j.objective.Frame;
import org.greater4j.text.ChatTemplate;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;
import org.junit.jupiter.api.Test;

/** Generation in batches against a loop that feeds each text anew for every token. */
class GenerationTest {
    private static final ModelInfo INFO = new ModelInfo("tiny", "tiny", "none", "", 0, 160, "float32", "cpu", Map.of());

    @Test
    void equalsTheNaiveLoopHoweverRowsAreBatched() {
        int answers = 0;
        for (long seed = 400; seed < 408; seed++) {
            Situation situation = Situation.of(seed);
            Random random = situation.random();
            int vocabulary = situation.tokenizer().vocabularySize();
            BitSet stops = new BitSet();
            for (int id : Situation.ids(random, vocabulary, 12)) {
                stops.set(id);
            }
            GenerationPlan plan = new GenerationPlan(
                    random.nextInt(9), Situation.ids(random, vocabulary, random.nextInt(4)), random.nextInt(6), stops);
            List<int[]> turns = new ArrayList<>();
            for (int row = 0; row < 13; row++) {
                turns.add(Situation.ids(random, vocabulary, 1 + random.nextInt(row < 9 ? 10 : 90)));
            }
            try (Decoder decoder = situation.decoder(Precision.FLOAT32)) {
                List<Generation> expected = turns.stream()
                        .map(turn -> naive(decoder, turn, situation.ends(), plan))
                        .toList();
                long column = decoder.cacheBytesPerColumn();
                for (long cacheBytes : new long[] {1, 200 * column, 700 * column, Long.MAX_VALUE}) {
                    TorchModel model = model(situation, decoder, EngineTuning.DEFAULT.withMemory(cacheBytes, 1));
                    List<Integer> reports = new ArrayList<>();
                    List<Generation> found = model.generate(turns, plan, reports::add);
                    for (int row = 0; row < turns.size(); row++) {
                        String where = situation + ", " + plan + ", cache of " + cacheBytes + ", row " + row;
                        assertThat(found.get(row).chain())
                                .as(where)
                                .containsExactly(expected.get(row).chain());
                        assertThat(found.get(row).ended())
                                .as(where)
                                .isEqualTo(expected.get(row).ended());
                        assertThat(found.get(row).answer())
                                .as(where)
                                .containsExactly(expected.get(row).answer());
                        answers += found.get(row).answer().length;
                    }
                    assertThat(reports).isSorted().endsWith(turns.size());
                }
            }
        }
        assertThat(answers).isGreaterThan(200);
    }

    /** More tokens than go through the decoder at once, in rows of very different lengths. */
    @Test
    void widePrefillsAreCutIntoPieces() {
        Situation situation = Situation.of(420);
        Random random = situation.random();
        List<int[]> turns = new ArrayList<>();
        for (int row = 0; row < 45; row++) {
            turns.add(Situation.ids(random, situation.tokenizer().vocabularySize(), 1 + row * 3));
        }
        GenerationPlan plan = GenerationPlan.chains(4);
        try (TorchModel model = model(situation, situation.decoder(Precision.FLOAT32), EngineTuning.DEFAULT)) {
            List<Generation> found = model.generate(turns, plan, finished -> {});
            for (int row = 0; row < turns.size(); row++) {
                assertThat(found.get(row).chain())
                        .as("%s, row %s", situation, row)
                        .containsExactly(naive(model.decoder(), turns.get(row), situation.ends(), plan)
                                .chain());
            }
        }
    }

    @Test
    void noTextsGiveNoGenerations() {
        Situation situation = Situation.of(421);
        try (TorchModel model = model(situation, situation.decoder(Precision.FLOAT32), EngineTuning.DEFAULT)) {
            assertThat(model.generate(List.of(), GenerationPlan.chains(3), finished -> {}))
                    .isEmpty();
        }
    }

    static TorchModel model(Situation situation, Decoder decoder, EngineTuning tuning) {
        ChatTemplate template = (messages, addGenerationPrompt) -> {
            throw new UnsupportedOperationException("these tests give ids, not messages");
        };
        return new TorchModel(INFO, decoder, situation.tokenizer(), template, situation.ends(), tuning);
    }

    private static Generation naive(Decoder decoder, int[] turn, BitSet ends, GenerationPlan plan) {
        int[] chain = new int[0];
        boolean ended = false;
        while (chain.length < plan.maxNewTokens() && !ended) {
            int next = next(decoder, Frame.concatenate(turn, chain));
            ended = ends.get(next);
            chain = ended ? chain : Frame.concatenate(chain, new int[] {next});
        }
        int[] answer = new int[0];
        if (plan.lead().length > 0) {
            while (answer.length < plan.maxAnswerTokens()) {
                int next = next(decoder, Frame.concatenate(turn, chain, plan.lead(), answer));
                boolean stops = plan.answerStops().get(next);
                if (stops || !ends.get(next)) {
                    answer = Frame.concatenate(answer, new int[] {next});
                }
                if (stops || ends.get(next)) {
                    break;
                }
            }
        }
        return new Generation(chain, ended, answer);
    }

    private static int next(Decoder decoder, int[] ids) {
        return TensorScope.call(() -> {
            Tensor hidden = decoder.forward(decoder.embed(Tensors.of(ids, 1, ids.length)));
            Tensor logits = decoder.logits(hidden.select(1, ids.length - 1));
            return Tensors.ints(logits.argmax(new LongOptional(1), false))[0];
        });
    }
}
