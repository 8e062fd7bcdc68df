package org.greater4j.app;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.Evaluator;
import org.greater4j.objective.Prompt;
import org.greater4j.run.HeldOut;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.TestResult;
import org.greater4j.task.Example;

/**
 * The one reading of a run's test part, the same for every method: the initial prompt and the chosen one on the same rows.
 *
 * @param checkpoint what the run's checkpoint holds now
 */
record TestReading(RunDirectory run, HeldOut heldOut, Evaluator evaluator, Supplier<?> checkpoint, Progress progress) {
    /** Hears how far it is. */
    @FunctionalInterface
    interface Progress {
        /** {@code done} of {@code total} rows of a prompt are finished, {@code before} rows of others lie behind. */
        void read(Prompt prompt, int done, int total, int before);
    }

    /** Reads the part, or what an earlier go at the run recorded of it. */
    TestResult measure(Prompt initial, Prompt chosen) {
        List<MeasuredPrompt> measured = run.test();
        if (measured.isEmpty()) {
            measured = read(initial, chosen);
            run.recordTest(measured, checkpoint.get());
        }
        return TestResult.of(measured.get(0).evaluation(), measured.get(1).evaluation());
    }

    private List<MeasuredPrompt> read(Prompt initial, Prompt chosen) {
        RecordedPrompt first = RecordedPrompt.of(initial);
        RecordedPrompt last = RecordedPrompt.of(chosen);
        List<Example> examples =
                run.openTest(heldOut, Stream.of(first, last).distinct().toList(), checkpoint.get());
        Evaluation before = evaluate(initial, examples, 0);
        Evaluation after = chosen.equals(initial) ? before : evaluate(chosen, examples, examples.size());
        return List.of(MeasuredPrompt.of(first, before), MeasuredPrompt.of(last, after));
    }

    // one prompt a batch, as `evaluate` does it: the same rows in the same batch give the same figures to the bit
    private Evaluation evaluate(Prompt prompt, List<Example> examples, int rowsBefore) {
        return evaluator.evaluate(
                prompt.text(), examples, done -> progress.read(prompt, done, examples.size(), rowsBefore));
    }
}
