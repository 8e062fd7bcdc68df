package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.Phase;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Native objects are given back: by every question, by closing, and when the work ends by an exception. */
class NativeMemoryTest {
    /** What a process may grow by without a leak: the Java heap and the allocators' own caches. */
    private static final long GROWTH = 48L << 20;

    private static final Situation SITUATION = Situation.of(600, 4).withMaxNewTokens(6);

    /** Loads the library and whatever it keeps for good. */
    @BeforeAll
    static void warmUp() {
        try (Decoder decoder = SITUATION.decoder(Precision.FLOAT32);
                TorchReasoningSession session = SITUATION.fast(decoder)) {
            // so many that oneDNN has met the numbers of tokens that occur: it keeps a kernel for each
            steps(session, 40, new Random(1));
        }
    }

    @Test
    void stepsLeaveNothingBehind() {
        long before = Pointer.totalCount();
        try (Decoder decoder = SITUATION.decoder(Precision.FLOAT32)) {
            long ofDecoder = Pointer.totalCount();
            assertThat(ofDecoder).isGreaterThan(before);
            try (TorchReasoningSession session = SITUATION.fast(decoder)) {
                Random random = new Random(2);
                steps(session, 5, random);
                long afterFive = Pointer.totalCount();
                long least = Long.MAX_VALUE;
                // the Java heap of a JVM that ran other tests may grow once meanwhile; a leak grows every time
                for (int round = 0; round < 3; round++) {
                    long bytesBefore = Pointer.physicalBytes();
                    steps(session, 45, random);
                    assertThat(Pointer.totalCount()).isEqualTo(afterFive);
                    least = Math.min(least, Pointer.physicalBytes() - bytesBefore);
                }
                assertThat(least).isLessThan(GROWTH);
            }
            assertThat(Pointer.totalCount()).isEqualTo(ofDecoder);
        }
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void thePlainReadingLeavesNothingBehind() {
        try (Decoder decoder = SITUATION.decoder(Precision.FLOAT32)) {
            long before = Pointer.totalCount();
            try (PlainReasoningSession session = SITUATION.plain(decoder)) {
                steps(session, 3, new Random(3));
                assertThat(Pointer.totalCount()).isEqualTo(before);
            }
        }
    }

    /** A listener may throw at any report, as a cancelled run's does; the session answers rightly afterwards. */
    @ParameterizedTest
    @EnumSource(Phase.class)
    void aListenerThatThrowsEndsTheWorkAndNothingElse(Phase phase) {
        Random random = new Random(4);
        Prompt prompt = SITUATION.prompt(random, 5);
        int[] candidates = SITUATION.candidates(random, prompt.id(3), 5);
        long before = Pointer.totalCount();
        try (Decoder decoder = SITUATION.decoder(Precision.FLOAT32);
                PlainReasoningSession plain = SITUATION.plain(decoder)) {
            long ofDecoder = Pointer.totalCount();
            int reports = 0;
            // the first report, the second, and so on until none is left to throw at
            for (int survived = 0; ; survived++) {
                try (TorchReasoningSession session = SITUATION.fast(decoder, EngineTuning.DEFAULT.withMemory(1, 1))) {
                    int[] heard = {0};
                    int last = survived;
                    session.listen((at, done, total) -> {
                        if (at == phase && heard[0]++ == last) {
                            throw new Cancelled();
                        }
                    });
                    if (!isCancelled(session, prompt, candidates)) {
                        break;
                    }
                    reports++;
                    session.listen((at, done, total) -> {});
                    String where = SITUATION + ", cancelled at report " + survived;
                    Answers.assertSame(where, session.propose(prompt, 3, 5), plain.propose(prompt, 3, 5));
                    Answers.assertSame(
                            where, session.gradient(prompt, 3, candidates), plain.gradient(prompt, 3, candidates));
                }
                assertThat(Pointer.totalCount()).isEqualTo(ofDecoder);
            }
            assertThat(reports).isPositive();
        }
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void cancelledGenerationLeavesNothingBehind() {
        long before = Pointer.totalCount();
        GenerationPlan plan = new GenerationPlan(6, new int[] {8}, 2, SITUATION.ends());
        List<int[]> turns = List.of(new int[] {9, 10}, new int[] {11}, new int[] {12, 13, 14});
        try (TorchModel model =
                GenerationTest.model(SITUATION, SITUATION.decoder(Precision.FLOAT32), EngineTuning.DEFAULT)) {
            long ofModel = Pointer.totalCount();
            int[] heard = {0};
            assertThatThrownBy(() -> model.generate(turns, plan, finished -> {
                        if (++heard[0] == 3) {
                            throw new Cancelled();
                        }
                    }))
                    .isInstanceOf(Cancelled.class);
            assertThat(Pointer.totalCount()).isEqualTo(ofModel);
            assertThat(model.generate(turns, plan, finished -> {})).hasSize(3);
            assertThat(Pointer.totalCount()).isEqualTo(ofModel);
        }
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    /** After closing, questions fail by an exception and not by reading freed memory. */
    @Test
    void closedThingsAnswerNothing() {
        Prompt prompt = SITUATION.prompt(new Random(5), 3);
        Decoder decoder = SITUATION.decoder(Precision.FLOAT32);
        TorchReasoningSession session = SITUATION.fast(decoder);
        TorchReasoningSession other = SITUATION.fast(decoder);
        session.close();
        session.close();
        assertThatThrownBy(() -> session.propose(prompt, 0, 3)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.assess(List.of(prompt), Cutoff.none()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.gradient(prompt, 1, new int[] {prompt.id(1)}))
                .isInstanceOf(IllegalStateException.class);
        decoder.close();
        decoder.close();
        assertThatThrownBy(() -> other.assess(List.of(prompt), Cutoff.none())).isInstanceOf(RuntimeException.class);
        other.close();
    }

    private static boolean isCancelled(ReasoningSession session, Prompt prompt, int[] candidates) {
        try {
            session.propose(prompt, 3, 5);
            session.assess(List.of(prompt.with(2, 20, SITUATION.tokenizer())), Cutoff.none());
            session.gradient(prompt, 3, candidates);
            return false;
        } catch (Cancelled e) {
            return true;
        }
    }

    private static void steps(ReasoningSession session, int count, Random random) {
        for (int step = 0; step < count; step++) {
            Prompt prompt = SITUATION.prompt(random, 5);
            int position = step % 5;
            session.propose(prompt, position, 5);
            int[] candidates = SITUATION.candidates(random, prompt.id(position), 6);
            session.gradient(prompt, position, candidates);
            session.assess(
                    List.of(
                            prompt.with(position, candidates[0], SITUATION.tokenizer()),
                            prompt.with(position, candidates[1], SITUATION.tokenizer())),
                    Cutoff.none());
        }
        // the cache holds a hidden state per position: end where every round ends
        session.propose(SITUATION.prompt(random, 5), 2, 1);
    }

    private static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
