package org.greater4j.app.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.greater4j.app.Defaults;
import org.greater4j.app.LetterModel;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.RunConfig;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.Manifest;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;

class PlaygroundTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Task TASK = Task.of(
            "letters",
            new LabelFormat(List.of("y", "n")),
            List.of(new Example("letter#1", "a or b", "y"), new Example("letter#2", "c or d", "n")),
            "this test");

    /** Opens models of letters and counts them. */
    private static final class Letters implements ModelOpener {
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        final CountDownLatch mayOpen;

        Letters(CountDownLatch mayOpen) {
            this.mayOpen = mayOpen;
        }

        @Override
        public GradientModel open(RunConfig config) {
            try {
                mayOpen.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (config.model().equals("none")) {
                throw new GreaterException(ErrorCode.FILE_NOT_FOUND, "model: expected a file, found none");
            }
            opened.incrementAndGet();
            return new ClosingModel(new LetterModel(3, false, Integer.MAX_VALUE), closed);
        }

        @Override
        public GradientModel reopen(RunConfig config, Manifest begun) {
            return open(config);
        }
    }

    private static PlaygroundQuestion question(String model, String prompt) {
        return new PlaygroundQuestion(
                Defaults.run().withModel(model).withInit(prompt).withMaxNewTokens(4),
                TASK,
                TASK.examples().get(0));
    }

    private static PlaygroundAnswer await(Playground.Ticket ticket) {
        Instant end = Instant.now().plus(PATIENCE);
        while (ticket.answer().stage() == PlaygroundAnswer.Stage.WAITING
                || ticket.answer().stage() == PlaygroundAnswer.Stage.WORKING) {
            assertThat(Instant.now()).as("still " + ticket.answer()).isBefore(end);
            Thread.onSpinWait();
        }
        return ticket.answer();
    }

    @Test
    void everyTokenIsLookedAtAndAlternativesComeByTheirGradient() {
        Letters letters = new Letters(new CountDownLatch(0));
        try (Playground playground = new Playground(letters, Duration.ofMinutes(1))) {
            PlaygroundAnswer answer = await(playground.ask(question("a", " a b c")));
            assertThat(answer.failure()).isNull();
            assertThat(answer.outcome()).isNotNull();
            assertThat(answer.losses()).isNotNull();
            assertThat(answer.tokens())
                    .extracting(PlaygroundAnswer.PromptToken::text)
                    .containsExactly(" a", " b", " c");
            for (PlaygroundAnswer.PromptToken token : answer.tokens()) {
                assertThat(token.looked()).isTrue();
                List<Double> gradients = new ArrayList<>();
                token.alternatives().forEach(alternative -> gradients.add(alternative.gradient()));
                assertThat(gradients).isNotEmpty().isSorted();
                double gain = token.gradient() - gradients.get(0);
                assertThat(token.promise()).isEqualTo(Math.max(0, gain));
                assertThat(token.alternatives())
                        .extracting(PlaygroundAnswer.Alternative::text)
                        .doesNotContain(token.text());
            }
        }
    }

    @Test
    void aModelStaysForTheNextQuestionAndGoesForAnother() {
        Letters letters = new Letters(new CountDownLatch(0));
        try (Playground playground = new Playground(letters, Duration.ofMinutes(1))) {
            await(playground.ask(question("a", " a")));
            await(playground.ask(question("a", " b")));
            assertThat(letters.opened).hasValue(1);
            await(playground.ask(question("b", " a")));
            assertThat(letters.opened).hasValue(2);
            assertThat(letters.closed).hasValue(1);
        }
        assertThat(letters.closed).hasValue(2);
    }

    @Test
    void aModelThatNobodyAsksIsClosed() throws InterruptedException {
        Letters letters = new Letters(new CountDownLatch(0));
        try (Playground playground = new Playground(letters, Duration.ofMillis(1))) {
            await(playground.ask(question("a", " a")));
            Instant end = Instant.now().plus(PATIENCE);
            while (letters.closed.get() == 0) {
                assertThat(Instant.now()).isBefore(end);
                Thread.sleep(5);
            }
        }
        assertThat(letters.closed).hasValue(1);
    }

    @Test
    void othersWaitAndTooManyAreTold() {
        CountDownLatch mayOpen = new CountDownLatch(1);
        Letters letters = new Letters(mayOpen);
        try (Playground playground = new Playground(letters, Duration.ofMinutes(1))) {
            List<Playground.Ticket> tickets = new ArrayList<>();
            for (int number = 0; number < 5; number++) {
                tickets.add(playground.ask(question("a", " a")));
            }
            assertThat(tickets.get(2).answer().label()).isEqualTo("waiting for 2 other questions");
            assertThatThrownBy(() -> playground.ask(question("a", " a")))
                    .isInstanceOfSatisfying(
                            GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_IN_USE));
            mayOpen.countDown();
            tickets.forEach(ticket -> assertThat(await(ticket).stage()).isEqualTo(PlaygroundAnswer.Stage.DONE));
            assertThat(playground.find(tickets.get(4).number())).contains(tickets.get(4));
            assertThat(playground.find(99)).isEmpty();
            assertThat(letters.opened).hasValue(1);
        }
    }

    @Test
    void whatGoesWrongIsToldAndTheNextQuestionIsAnswered() {
        Letters letters = new Letters(new CountDownLatch(0));
        try (Playground playground = new Playground(letters, Duration.ofMinutes(1))) {
            PlaygroundAnswer none = await(playground.ask(question("none", " a")));
            assertThat(none.stage()).isEqualTo(PlaygroundAnswer.Stage.FAILED);
            assertThat(none.failure()).isEqualTo("model: expected a file, found none");
            assertThatThrownBy(() -> playground.ask(question("a", " ")))
                    .isInstanceOf(GreaterException.class)
                    .hasMessageContaining("--init: expected some text");
            assertThat(await(playground.ask(question("a", " a"))).stage()).isEqualTo(PlaygroundAnswer.Stage.DONE);
        }
    }
}
