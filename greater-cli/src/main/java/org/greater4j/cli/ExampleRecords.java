package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.greater4j.app.PromptEvaluation;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.ExampleError;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.run.AtomicFile;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.jspecify.annotations.Nullable;

/** What came of single examples, as JSON. */
final class ExampleRecords {
    private ExampleRecords() {}

    /** The examples that could be measured, in order. */
    static List<ObjectNode> measured(PromptEvaluation.Result result) {
        Map<String, Example> asked =
                result.examples().stream().collect(Collectors.toMap(Example::id, Function.identity()));
        return result.evaluation().outcomes().stream()
                .map(outcome -> measured(Objects.requireNonNull(asked.get(outcome.exampleId())), outcome))
                .toList();
    }

    /** The examples that could not. */
    static List<ObjectNode> failed(PromptEvaluation.Result result) {
        return result.evaluation().errors().stream().map(ExampleRecords::failed).toList();
    }

    /**
     * Refuses a file before any work is done for it.
     *
     * @throws GreaterException ({@code OUTPUT_EXISTS}) if there is something, ({@code NOT_WRITABLE}) if there can't be
     */
    static void requireNew(Path file) {
        if (Files.exists(file)) {
            throw new GreaterException(
                    ErrorCode.OUTPUT_EXISTS,
                    "--out: expected a file that does not exist yet, found one at " + file + "; choose another --out");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "--out: expected a file in a folder that can be written, found "
                            + (folder == null || !Files.isDirectory(folder) ? "no folder" : "a folder that can't be")
                            + " at " + folder + "; make it, or choose another --out");
        }
    }

    /** Writes one line an example: its outcome under the prompt and, if there is another, under that. */
    static void write(Path file, PromptEvaluation.Result result, PromptEvaluation.@Nullable Result against) {
        StringBuilder lines = new StringBuilder();
        append(lines, "prompt", result);
        if (against != null) {
            append(lines, "against", against);
        }
        AtomicFile.write(file, lines.toString());
    }

    private static void append(StringBuilder lines, String which, PromptEvaluation.Result result) {
        for (List<ObjectNode> examples : List.of(measured(result), failed(result))) {
            for (ObjectNode example : examples) {
                ObjectNode line = JsonOutput.object();
                line.put("which", which).put("prompt", result.promptText());
                line.setAll(example);
                lines.append(line).append('\n');
            }
        }
    }

    private static ObjectNode measured(Example example, ExampleOutcome outcome) {
        Outcome choice = outcome.choice();
        return JsonOutput.object()
                .put("id", example.id())
                .put("question", example.question())
                .put("expected", example.answer())
                .put("outcome", outcome.outcome().name())
                .put("choice", choice == null ? null : choice.name())
                .put("answer", outcome.answer())
                .put("chain", outcome.chain())
                .put("chainTokens", outcome.chainTokens())
                .put("ended", outcome.ended());
    }

    private static ObjectNode failed(ExampleError error) {
        return JsonOutput.object()
                .put("id", error.exampleId())
                .put("outcome", "ERROR")
                .put("reason", error.reason());
    }
}
