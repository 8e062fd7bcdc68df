package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.greater4j.engine.Cutoff;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.memory.MemoryGate;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;
import org.junit.jupiter.api.Test;

/** Sessions for which there is no memory for as many rows as they would like. */
class NotEnoughMemoryTest {
    private static final int SEEDS = 12;

    /** An allocator that has room for so many rows, and says it in libtorch's words. */
    private static final class SmallMemory implements MemoryGate {
        private final int most;
        private int refused;

        SmallMemory(int most) {
            this.most = most;
        }

        @Override
        public void pass(int rows) {
            if (rows > most) {
                refused++;
                throw new RuntimeException(
                        "[enforce fail at alloc_cpu.cpp:118] . DefaultCPUAllocator: can't allocate memory:"
                                + " you tried to allocate 137438953472 bytes. Error code 12 (Cannot allocate memory)");
            }
        }
    }

    @Test
    void batchesAreHalvedUntilTheyFitAndTheAnswersStay() {
        int refused = 0;
        for (long seed = 900; seed < 900 + SEEDS; seed++) {
            Situation situation = Situation.of(seed, 5).withMaxNewTokens(6);
            SmallMemory memory = new SmallMemory(1 + (int) (seed % 3));
            Random random = situation.random();
            try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                    PlainReasoningSession plain = situation.plain(decoder)) {
                // loads what libraries keep for good
                ask(situation, situation.fast(decoder, MemoryGate.OPEN));
                long before = Pointer.totalCount();
                try (TorchReasoningSession fast = situation.fast(decoder, memory)) {
                    for (int question = 0; question < 4; question++) {
                        List<Prompt> prompts = List.of(
                                situation.prompt(random, 4), situation.prompt(random, 6), situation.prompt(random, 5));
                        String where = situation + ", room for " + memory.most + " rows, question " + question;
                        Answers.assertSame(
                                where, fast.assess(prompts, Cutoff.none()), plain.assess(prompts, Cutoff.none()));
                        int[] candidates =
                                situation.candidates(random, prompts.get(0).id(2), 5);
                        Answers.assertSame(
                                where,
                                fast.gradient(prompts.get(0), 2, candidates),
                                plain.gradient(prompts.get(0), 2, candidates));
                    }
                }
                assertThat(Pointer.totalCount()).isEqualTo(before);
            }
            // what was learned is kept: once halved, no later batch is too large
            assertThat(memory.refused).isLessThanOrEqualTo(8);
            refused += memory.refused;
        }
        assertThat(refused).isGreaterThan(SEEDS);
    }

    private static void ask(Situation situation, TorchReasoningSession session) {
        try (session) {
            Prompt prompt = situation.prompt(situation.random(), 4);
            session.gradient(prompt, 2, new int[] {prompt.id(2)});
        }
    }

    @Test
    void whereNotEvenOneRowFitsTheErrorSaysWhatWould() {
        Situation situation = Situation.of(930, 3).withMaxNewTokens(4);
        Prompt prompt = situation.prompt(situation.random(), 4);
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                TorchReasoningSession fast = situation.fast(decoder, new SmallMemory(0))) {
            assertThatThrownBy(() -> fast.assess(List.of(prompt), Cutoff.none()))
                    .isInstanceOf(GreaterException.class);
            long before = Pointer.totalCount();
            assertThatThrownBy(() -> fast.assess(List.of(prompt), Cutoff.none()))
                    .isInstanceOfSatisfying(
                            GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                    .hasMessageContaining("fewer --train examples");
            assertThat(Pointer.totalCount()).isEqualTo(before);
        }
    }

    @Test
    void otherFailuresAreNotTakenForIt() {
        Situation situation = Situation.of(931, 3).withMaxNewTokens(4);
        Prompt prompt = situation.prompt(situation.random(), 4);
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                TorchReasoningSession fast = situation.fast(decoder, rows -> {
                    throw new IllegalStateException("something else");
                })) {
            assertThatThrownBy(() -> fast.assess(List.of(prompt), Cutoff.none()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("something else");
        }
    }

    /** The words that the allocator itself uses are the ones that are known. */
    @Test
    void theAllocatorsOwnWordsAreKnown() {
        assertThatThrownBy(() -> TensorScope.run(() -> Tensors.zeros(ScalarType.Float, 1L << 50)))
                .isInstanceOfSatisfying(
                        RuntimeException.class,
                        e -> assertThat(MemoryGate.isExhaustion(e))
                                .as(e.getMessage())
                                .isTrue());
    }
}
