package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.feedback.remote.RemoteModels;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.Split;
import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimates of runs whose models are over the network; nothing is sent. */
class RehearsalTest {
    private static final String REMOTE = "openai:x@http://localhost:1/v1";
    private static final Task TASK = task();

    @TempDir
    Path cache;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ape",
                "ape-iterative",
                "protegi",
                "opro",
                "pe2",
                "textgrad",
                "evoprompt-ga",
                "evoprompt-de",
                "gepa"
            })
    void everyMethodIsGoneThrough(String method) {
        RunConfig writes = config(method).withFeedback(FeedbackChoice.DEFAULT.withOptimizer(REMOTE));
        CallEstimate small = estimate(writes.withBudget(tokens(20_000)));
        CallEstimate large = estimate(writes.withBudget(tokens(200_000)));
        assertThat(small.calls()).isPositive();
        // the budget holds both models, and is exceeded by less than one piece of work
        assertThat(small.usage().tokens()).isLessThan(2 * 20_000);
        assertThat(large.usage().tokens()).isGreaterThan(small.usage().tokens()).isLessThan(2 * 200_000);
        assertThat(small.money()).as("unknown, not zero").isNull();

        CallEstimate both = estimate(config(method).withModel(REMOTE).withBudget(tokens(20_000)));
        assertThat(both.calls()).isGreaterThan(small.calls());
        CallEstimate whole = estimate(writes.withBudget(Budget.NONE));
        assertThat(whole.calls()).isPositive();
    }

    @Test
    void aMethodThatOnlyMeasuresAsksTwoCallsAQuestion() {
        CallEstimate estimate = estimate(config("initial").withModel(REMOTE));
        // the dev rows once, the test rows for two prompts that may differ
        assertThat(estimate.calls()).isEqualTo(2 * (3 + 2 * 4));
    }

    @Test
    void modelsOfThisMachineTakeNothing() {
        assertThat(Rehearsal.isNeeded(config("opro"))).isFalse();
        assertThat(Rehearsal.isNeeded(config("greater").withFeedback(FeedbackChoice.DEFAULT.withOptimizer(REMOTE))))
                .as("nobody is asked to write")
                .isFalse();
    }

    private CallEstimate estimate(RunConfig config) {
        RemoteModels remotes = RemoteChoice.DEFAULT.models(Map.of("GREATER_CACHE", cache.toString()));
        return Objects.requireNonNull(
                Rehearsal.estimate(config, TASK, Split.of(TASK, config.sizes(), config.seed()), remotes));
    }

    private static Budget tokens(long limit) {
        return new Budget(limit, null);
    }

    private static RunConfig config(String method) {
        return Defaults.run().withSizes(6, 3, 4).withMaxNewTokens(20).withMethod(method);
    }

    private static Task task() {
        List<Example> examples = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            examples.add(
                    new Example("letter#" + number, "Is this number " + number + "?", number % 2 == 0 ? "y" : "n"));
        }
        return Task.of("letters", new LabelFormat(List.of("y", "n")), examples, "this test");
    }
}
