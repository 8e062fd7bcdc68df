package org.greater4j.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.task.Example;
import org.greater4j.text.Tokenizer;
import org.junit.jupiter.api.Test;

class FramingTest {
    private static final int EXAMPLES = 40;
    private static final int MERGED = 200;

    private final Framing framing = new Framing(
            new Merging(), (messages, reply) -> "<" + messages.get(0).content() + ">", Placement.AFTER_QUESTION);

    @Test
    void aPromptMustKeepItsIdsBehindEveryQuestion() {
        assertThat(roundTrips(-1)).isTrue();
        for (int one : new int[] {0, 1, EXAMPLES / 2, EXAMPLES - 1}) {
            assertThat(roundTrips(one)).as("question " + one).isFalse();
        }
    }

    @Test
    void behindAQuestionAPromptNeedsASpace() {
        List<Example> examples = examples(-1);
        List<Frame> frames = framing.frames(examples, "=");
        assertThat(framing.roundTrips(Prompt.of(new int[] {'b'}, "b"), examples, frames))
                .isFalse();
        assertThat(framing.roundTrips(Prompt.of(new int[] {' ', 'b'}, " b"), examples, frames))
                .isTrue();
    }

    private boolean roundTrips(int merging) {
        List<Example> examples = examples(merging);
        return framing.roundTrips(Prompt.of(new int[] {' ', 'b'}, " b"), examples, framing.frames(examples, "="));
    }

    // one of them ends in the letter that merges with the prompt's space
    private static List<Example> examples(int merging) {
        List<Example> examples = new ArrayList<>();
        for (int j = 0; j < EXAMPLES; j++) {
            examples.add(new Example("e#" + j, "question " + j + (j == merging ? "x" : "y"), "a"));
        }
        return examples;
    }

    /** Characters, but an x with a space behind it is one token. */
    private static final class Merging implements Tokenizer {
        @Override
        public int[] encode(String text) {
            List<Integer> ids = new ArrayList<>();
            for (int at = 0; at < text.length(); at++) {
                boolean merged = text.startsWith("x ", at);
                ids.add(merged ? MERGED : (int) text.charAt(at));
                at += merged ? 1 : 0;
            }
            return ids.stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        public String decode(int... ids) {
            StringBuilder text = new StringBuilder();
            for (int id : ids) {
                text.append(id == MERGED ? "x " : String.valueOf((char) id));
            }
            return text.toString();
        }

        @Override
        public int vocabularySize() {
            return MERGED + 1;
        }

        @Override
        public boolean isSpecial(int id) {
            return false;
        }
    }
}
