package org.greater4j.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ModelInfo;
import org.greater4j.evaluate.Evaluations;
import org.greater4j.objective.Placement;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.Split;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/** Records with a value in every component. */
final class Records {
    static final String PROMPT_TEXT = " think “slowly”.\n Then answer ";

    private Records() {}

    static Manifest manifest() {
        Example even = new Example("even#2", "Is 2 even?", "Yes");
        Example odd = new Example("even#3", "Is 3 even?", "No");
        Task task = Task.of("even", new LabelFormat(List.of("Yes", "No")), List.of(even, odd), "this test");
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "0.1.0",
                Instant.parse("2026-01-31T12:00:00.123456789Z"),
                Map.of("steps", 12, "fluencyWeight", 0.1, "device", "auto", "methods", List.of("greater", "ape")),
                Long.MIN_VALUE + 1,
                new ModelInfo(
                        "tiny",
                        "llama",
                        "/models/tiny",
                        "ab12",
                        134_515_008L,
                        8192,
                        "float32",
                        "cpu",
                        Map.of("threads", "2")),
                TaskIdentity.of(task),
                SplitIds.of(new Split(List.of(even), List.of(odd), List.of())),
                Placement.BEFORE_QUESTION,
                Environment.current());
    }

    static RunResult result(@Nullable TestResult test) {
        RecordedPrompt initial = new RecordedPrompt(" reason.", List.of(3, 1));
        RecordedPrompt last = new RecordedPrompt(PROMPT_TEXT, List.of(7, 5, 9));
        return new RunResult(
                initial,
                last,
                0.1 + 0.2,
                1.0 / 3,
                List.of(new Finalist(last, 1.0 / 3, Evaluations.of("RRW").summary())),
                test,
                new Cost(1L << 40, 2, 3),
                12.5,
                9,
                "patience",
                new Readability(3.25, 6.5));
    }

    static TestResult test() {
        return TestResult.of(Evaluations.of("WWWWWWU"), Evaluations.of("RRRRRRR"));
    }
}
