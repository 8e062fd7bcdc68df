package org.greater4j.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.task.Outcome;

/**
 * The recorded replies of runs, read anew by this build: whether they would count as they did. A table of runs by an earlier build, which read
 * replies otherwise, stays true where they would.
 *
 * <p>Arguments: directories of runs on tasks that have a name; {@code GREATER_DATA} names the folder of published ones. Nothing is computed by a model here.
 */
public final class Reread {
    private Reread() {}

    public static void main(String[] arguments) {
        System.out.println("| run | replies | read otherwise |");
        System.out.println("|---|---|---|");
        long replies = 0;
        long changed = 0;
        for (String argument : arguments) {
            RunRecord record = RunRecord.read(Path.of(argument));
            RunHistory history = RunHistory.of(record);
            RecordedTask task = RecordedTask.of(record);
            List<ExampleOutcome> outcomes = Stream.of(history.dev(), history.test())
                    .flatMap(List::stream)
                    .map(MeasuredPrompt::outcomes)
                    .flatMap(List::stream)
                    .toList();
            List<String> otherwise =
                    outcomes.stream().flatMap(outcome -> change(task, outcome)).toList();
            replies += outcomes.size();
            changed += otherwise.size();
            System.out.println("| " + argument + " | " + outcomes.size() + " | " + otherwise.size() + " |");
            otherwise.forEach(System.err::println);
        }
        System.out.println("| all " + arguments.length + " | " + replies + " | " + changed + " |");
    }

    private static Stream<String> change(RecordedTask task, ExampleOutcome recorded) {
        Outcome now = task.judge(recorded.exampleId(), recorded.answer());
        return now == recorded.outcome()
                ? Stream.empty()
                : Stream.of(recorded.exampleId() + ": '" + recorded.answer() + "', right is "
                        + task.example(recorded.exampleId()).answer() + ": was " + recorded.outcome() + ", would be "
                        + now);
    }
}
