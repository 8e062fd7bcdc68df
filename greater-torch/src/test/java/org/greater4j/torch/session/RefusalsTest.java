package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.javacpp.Pointer;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.junit.jupiter.api.Test;

/** What sessions and models refuse, and in which words. */
class RefusalsTest {
    private static final Situation SITUATION = Situation.of(700, 3).withMaxNewTokens(5);

    @Test
    void numbersThatAreNotFinite() {
        Situation broken = Situation.of(701, 3).withMaxNewTokens(5);
        broken.model().change("blk.1.ffn_down.weight", values -> {
            values[3] = Float.NaN;
            return values;
        });
        Prompt prompt = broken.prompt(broken.random(), 3);
        try (Decoder decoder = broken.decoder(Precision.FLOAT32)) {
            for (boolean plain : new boolean[] {false, true}) {
                try (ReasoningSession session = plain ? broken.plain(decoder) : broken.fast(decoder)) {
                    long before = Pointer.totalCount();
                    assertRefused(ErrorCode.NUMBER_NOT_FINITE, () -> session.propose(prompt, 0, 3))
                            .contains("proposal of training example 1", "float32");
                    assertRefused(ErrorCode.NUMBER_NOT_FINITE, () -> session.assess(List.of(prompt), Cutoff.none()))
                            .contains("of training example 1: expected finite numbers");
                    session.remember(remembered(prompt));
                    assertRefused(
                                    ErrorCode.NUMBER_NOT_FINITE,
                                    () -> session.gradient(prompt, 0, new int[] {prompt.id(0)}))
                            .contains("of training example 1: expected finite numbers");
                    assertThat(Pointer.totalCount()).isEqualTo(before);
                }
            }
            TorchModel model = GenerationTest.model(broken, decoder, EngineTuning.DEFAULT);
            assertRefused(
                            ErrorCode.NUMBER_NOT_FINITE,
                            () -> model.generate(List.of(new int[] {9}), GenerationPlan.chains(3), finished -> {}))
                    .contains("reply to text 1: expected finite numbers");
        }
    }

    /** A token whose embedding is broken, and that no chain is fed: in one example's question, behind it, or behind its chain. */
    @Test
    void theExampleThatANumberComesFromIsNamedWhereverItArises() {
        Situation sound = untied().withMaxNewTokens(5);
        Prompt prompt = sound.prompt(sound.random(), 3);
        List<Frame> frames = sound.frames();
        int broken = sound.ends().stream()
                .filter(id -> frames.stream().allMatch(frame -> isWithout(frame, id)))
                .findFirst()
                .orElseThrow();
        sound.model().change("token_embd.weight", values -> {
            values[broken * (values.length / sound.tokenizer().vocabularySize())] = Float.NaN;
            return values;
        });
        Frame second = frames.get(1);
        List<Frame> inTheTail = List.of(
                frames.get(0),
                new Frame(second.head(), with(second.tail(), broken), second.extractor(), second.answer()),
                frames.get(2));
        List<Frame> inTheExtractor = List.of(
                frames.get(0),
                new Frame(second.head(), second.tail(), with(second.extractor(), broken), second.answer()),
                frames.get(2));
        List<Frame> inTheHead = List.of(
                frames.get(0),
                new Frame(with(second.head(), broken), second.tail(), second.extractor(), second.answer()),
                frames.get(2));
        try (Decoder decoder = sound.decoder(Precision.FLOAT32)) {
            for (List<Frame> odd : List.of(inTheTail, inTheExtractor, inTheHead)) {
                for (ReasoningSession opened : List.of(
                        new TorchReasoningSession(decoder, sound.ends(), odd, sound.settings()),
                        new PlainReasoningSession(decoder, sound.ends(), odd, sound.settings()))) {
                    try (ReasoningSession session = opened) {
                        assertRefused(ErrorCode.NUMBER_NOT_FINITE, () -> session.assess(List.of(prompt), Cutoff.none()))
                                .contains("of training example 2: expected finite numbers");
                        assertRefused(
                                        ErrorCode.NUMBER_NOT_FINITE,
                                        () -> session.gradient(prompt, 1, new int[] {prompt.id(1)}))
                                .contains("of training example 2: expected finite numbers");
                    }
                }
            }
            TorchModel model = GenerationTest.model(sound, decoder, EngineTuning.DEFAULT);
            assertRefused(
                            ErrorCode.NUMBER_NOT_FINITE,
                            () -> model.generate(
                                    List.of(
                                            frames.get(0).head(),
                                            with(frames.get(1).head(), broken)),
                                    GenerationPlan.chains(3),
                                    finished -> {}))
                    .contains("reply to text 2: expected finite numbers");
        }
    }

    /** Weights so large that their products are infinite, as a damaged scale or float16 where bfloat16 was meant leave them. */
    @Test
    void numbersThatAreTooLarge() {
        Situation huge = Situation.of(702, 3).withMaxNewTokens(5);
        huge.model().change("blk.0.ffn_up.weight", values -> {
            for (int at = 0; at < values.length; at++) {
                values[at] *= 1e38f;
            }
            return values;
        });
        Prompt prompt = huge.prompt(huge.random(), 3);
        try (Decoder decoder = huge.decoder(Precision.FLOAT32)) {
            for (boolean plain : new boolean[] {false, true}) {
                try (ReasoningSession session = plain ? huge.plain(decoder) : huge.fast(decoder)) {
                    assertRefused(ErrorCode.NUMBER_NOT_FINITE, () -> session.propose(prompt, 0, 3))
                            .containsPattern("proposal of training example [123]: expected finite numbers")
                            .contains("check the model file");
                    assertRefused(ErrorCode.NUMBER_NOT_FINITE, () -> session.assess(List.of(prompt), Cutoff.none()));
                }
            }
        }
    }

    // where the embeddings are the output's weights too, a broken one breaks all logits
    private static Situation untied() {
        for (long seed = 704; ; seed += 2) {
            Situation situation = Situation.of(seed, 3);
            if (situation.model().has("output.weight")) {
                return situation;
            }
        }
    }

    private static boolean isWithout(Frame frame, int id) {
        return Arrays.stream(Frame.concatenate(frame.head(), frame.tail(), frame.extractor(), frame.answer()))
                .noneMatch(other -> other == id);
    }

    private static int[] with(int[] ids, int last) {
        return Frame.concatenate(ids, new int[] {last});
    }

    @Test
    void examplesWithoutRoomInTheContext() {
        int context = SITUATION.model().config().contextLength();
        try (Decoder decoder = SITUATION.decoder(Precision.FLOAT32)) {
            SITUATION.fast(decoder).close(); // what is made once in a process
            long before = Pointer.totalCount();
            Situation endless = SITUATION.withMaxNewTokens(context);
            for (ThrowingCallable open :
                    List.<ThrowingCallable>of(() -> endless.fast(decoder), () -> endless.plain(decoder))) {
                assertRefused(ErrorCode.CONTEXT_TOO_SHORT, open)
                        .contains("3 problems", "training example 1: expected at most " + context + " tokens")
                        .contains("training example 3", "lower --max-new-tokens");
            }
            Prompt longPrompt = SITUATION.prompt(SITUATION.random(), context);
            for (boolean plain : new boolean[] {false, true}) {
                try (ReasoningSession session = plain ? SITUATION.plain(decoder) : SITUATION.fast(decoder)) {
                    assertRefused(ErrorCode.CONTEXT_TOO_SHORT, () -> session.propose(longPrompt, 0, 1))
                            .contains("prompt of " + context + " tokens");
                    assertRefused(
                            ErrorCode.CONTEXT_TOO_SHORT, () -> session.assess(List.of(longPrompt), Cutoff.none()));
                    assertRefused(
                            ErrorCode.CONTEXT_TOO_SHORT,
                            () -> session.gradient(longPrompt, 0, new int[] {longPrompt.id(0)}));
                }
            }
            TorchModel model = GenerationTest.model(SITUATION, decoder, EngineTuning.DEFAULT);
            int[][] turns = new int[7][context];
            turns[1] = new int[] {8};
            assertRefused(
                            ErrorCode.CONTEXT_TOO_SHORT,
                            () -> model.generate(List.of(turns), GenerationPlan.chains(1), finished -> {}))
                    .contains("text 1:", "text 6:", "and 1 more texts")
                    .doesNotContain("text 2:", "text 7:");
            assertThat(Pointer.totalCount()).isEqualTo(before);
        }
    }

    /** The longest prompt that is accepted works to its last token. */
    @Test
    void theContextCanBeUsedUp() {
        int context = SITUATION.model().config().contextLength();
        Frame frame = SITUATION.frames().get(0);
        int length = context
                - frame.head().length
                - frame.tail().length
                - frame.extractor().length
                - frame.answer().length
                - SITUATION.settings().maxNewTokens();
        Situation alone = new Situation(
                SITUATION.seed(),
                SITUATION.model(),
                SITUATION.tokenizer(),
                SITUATION.ends(),
                List.of(frame),
                SITUATION.settings());
        Prompt prompt = alone.prompt(alone.random(), length);
        int[] candidates = alone.candidates(alone.random(), prompt.id(length - 1), 4);
        try (Decoder decoder = alone.decoder(Precision.FLOAT32);
                TorchReasoningSession fast = alone.fast(decoder);
                PlainReasoningSession plain = alone.plain(decoder)) {
            Answers.assertSame(
                    "last position",
                    fast.gradient(prompt, length - 1, candidates),
                    plain.gradient(prompt, length - 1, candidates));
            Answers.assertSame(
                    "last position",
                    fast.assess(List.of(prompt), Cutoff.none()),
                    plain.assess(List.of(prompt), Cutoff.none()));
            Prompt longer = alone.prompt(alone.random(), length + 1);
            assertRefused(ErrorCode.CONTEXT_TOO_SHORT, () -> fast.propose(longer, 0, 1));
        }
    }

    @Test
    void questionsThatMakeNoSense() {
        Prompt prompt = SITUATION.prompt(SITUATION.random(), 3);
        try (Decoder decoder = SITUATION.decoder(Precision.FLOAT32)) {
            for (boolean plain : new boolean[] {false, true}) {
                try (ReasoningSession session = plain ? SITUATION.plain(decoder) : SITUATION.fast(decoder)) {
                    assertThatThrownBy(() -> session.propose(prompt, 3, 1)).hasMessageContaining("0..2, found 3");
                    assertThatThrownBy(() -> session.propose(prompt, -1, 1)).hasMessageContaining("found -1");
                    assertThatThrownBy(() -> session.propose(prompt, 0, 0)).hasMessageContaining("k = 0");
                    int current = prompt.id(1);
                    assertThatThrownBy(() -> session.gradient(prompt, 1, new int[] {current + 1}))
                            .hasMessageContaining("with " + current + " among them");
                    assertThatThrownBy(() -> session.gradient(prompt, 1, new int[] {current, current}))
                            .hasMessageContaining("distinct");
                    Assessment partial =
                            new Assessment(prompt, remembered(prompt).examples().subList(0, 2), false);
                    assertThatThrownBy(() -> session.remember(partial)).hasMessageContaining("an incomplete one of 2");
                    List<ExampleAssessment> rows =
                            new ArrayList<>(remembered(prompt).examples());
                    rows.set(0, ExampleAssessment.leftOut(1));
                    assertThatThrownBy(() -> session.remember(new Assessment(prompt, rows, true)))
                            .hasMessageContaining("a complete one of")
                            .hasMessageContaining((rows.size() - 1) + " of them assessed");
                    session.remember(new Assessment(prompt, rows, false));
                    assertThat(session.assess(List.of(), Cutoff.none())).isEmpty();
                }
            }
            Frame frame = SITUATION.frames().get(0);
            Situation unled = new Situation(
                    1,
                    SITUATION.model(),
                    SITUATION.tokenizer(),
                    SITUATION.ends(),
                    List.of(frame, new Frame(frame.head(), frame.tail(), new int[0], frame.answer())),
                    SITUATION.settings());
            assertThatThrownBy(() -> unled.fast(decoder))
                    .hasMessageContaining("training example 2: expected an extractor of at least one token");
            Situation nobody = new Situation(
                    1, SITUATION.model(), SITUATION.tokenizer(), SITUATION.ends(), List.of(), SITUATION.settings());
            assertThatThrownBy(() -> nobody.fast(decoder)).hasMessageContaining("at least one training example");
            TorchModel model = GenerationTest.model(SITUATION, decoder, EngineTuning.DEFAULT);
            assertThatThrownBy(() -> model.generate(
                            List.of(new int[] {8}, new int[0]), GenerationPlan.chains(1), finished -> {}))
                    .hasMessageContaining("text 2: expected at least one token");
        }
    }

    private static Assessment remembered(Prompt prompt) {
        return new Assessment(
                prompt,
                SITUATION.frames().stream()
                        .map(frame -> new ExampleAssessment(new int[] {9, 10}, true, 1, 1))
                        .toList(),
                true);
    }

    private static AbstractStringAssert<?> assertRefused(ErrorCode code, ThrowingCallable work) {
        GreaterException[] caught = new GreaterException[1];
        assertThatExceptionOfType(GreaterException.class)
                .isThrownBy(work)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> caught[0] = e);
        return assertThat(caught[0].getMessage());
    }
}
