package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.SessionSettings;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.text.Tokenizer;
import org.junit.jupiter.api.Test;

class RandomModelTest {
    @Test
    void sizesGoFromAMillionToABillion() {
        long[] sizes = IntStream.range(0, RandomModel.sizes())
                .mapToLong(RandomModel::parameters)
                .toArray();
        assertThat(sizes).isSorted();
        assertThat(sizes[0]).isBetween(800_000L, 1_300_000L);
        assertThat(sizes[sizes.length - 1]).isBetween(900_000_000L, 1_200_000_000L);
    }

    @Test
    void aSeedGivesTheSameModelAndChainsAreAsLongAsTheyMayBe() {
        assertThat(chain(3)).isEqualTo(chain(3)).hasSize(6);
        assertThat(chain(3)).isNotEqualTo(chain(4));
    }

    private static int[] chain(long seed) {
        try (TorchModel model = RandomModel.open(0, false, seed)) {
            assertThat(model.info().parameters()).isEqualTo(RandomModel.parameters(0));
            Frame frame = new Frame(new int[] {5, 9, 300}, new int[] {7}, new int[] {8}, new int[] {11});
            BitSet allowed = new BitSet();
            allowed.set(1, 100);
            try (ReasoningSession session = model.open(List.of(frame), new SessionSettings(6, 0.2, 0.2, allowed))) {
                Prompt prompt = Prompt.of(new int[] {1, 2, 3}, model.tokenizer());
                Assessment assessment =
                        session.assess(List.of(prompt), Cutoff.none()).get(0);
                return assessment.examples().get(0).chain();
            }
        }
    }

    @Test
    void everyIdIsAWordThatEncodesToIt() {
        Tokenizer words = new RandomWords(4096);
        int[] all = IntStream.range(0, words.vocabularySize()).toArray();
        assertThat(words.encode(words.decode(all))).isEqualTo(all);
        assertThat(words.decode(1, 26, 27, 703)).isEqualTo(" a z aa aaa");
        for (String text : List.of("word", " Word", " zzzz", "a_")) {
            assertThatThrownBy(() -> words.encode(text)).hasMessageContaining("words of the vocabulary");
        }
    }
}
