package org.greater4j.app.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.greater4j.app.EvaluationConfig;
import org.greater4j.app.Version;
import org.greater4j.app.download.Checksum;
import org.greater4j.engine.ModelInfo;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.feedback.remote.Spending;
import org.greater4j.run.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of prompts that a transfer has measured, one file each, so that a transfer which was ended goes on where it was.
 *
 * <p>A file's name is the hash of all that was asked: prompts, model by its name, limits, the task with its source, and the program. One that
 * is damaged is as good as none. Beside them lies what the calls over the network have taken.
 */
final class MeasuredPairs {
    private static final String FOLDER = "pairs";
    private static final String SPENDING = "spending.json";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path folder;

    /**
     * A pair and what came of it.
     *
     * @param model which weights
     * @param initial under the prompt that the run began with
     * @param transferred under the prompt that it found
     */
    record Pair(ModelInfo model, Evaluation initial, Evaluation transferred) {
        /** Whether every row was measured; rows that failed may not fail again, and what was answered lies in the cache of replies. */
        boolean whole() {
            return initial.errors().isEmpty() && transferred.errors().isEmpty();
        }
    }

    /** @param directory of the transfer */
    MeasuredPairs(Path directory) {
        this.folder = directory.resolve(FOLDER);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "transfer: expected a folder that can be made, found '" + FileProblem.of(e) + "' at " + folder
                            + "; choose another --out",
                    e);
        }
    }

    /**
     * The key of a pair.
     *
     * @param asked both prompts as they are measured
     * @param task with its source
     */
    static String key(List<EvaluationConfig> asked, String task) {
        try {
            return Checksum.sha256(String.join("\0", Version.current(), MAPPER.writeValueAsString(asked), task, ""));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("options are plain values", e);
        }
    }

    /** What was kept under a key; null if there is nothing that can be read. */
    @Nullable
    Pair find(String key) {
        try {
            return MAPPER.readValue(Files.readAllBytes(file(key)), Pair.class);
        } catch (IOException e) {
            // not there, or half of another program's: it is measured again
            return null;
        }
    }

    /** What calls over the network took in earlier goes; null if there were none, or if it can't be read. */
    @Nullable
    Spending spending() {
        try {
            return MAPPER.readValue(Files.readAllBytes(folder.resolve(SPENDING)), Spending.class);
        } catch (IOException e) {
            return null;
        }
    }

    /** Keeps what calls over the network took up to now, earlier goes among them. */
    void keep(Spending spending) {
        write(folder.resolve(SPENDING), spending);
    }

    void keep(String key, Pair pair) {
        write(file(key), pair);
    }

    private static void write(Path file, Object value) {
        try {
            AtomicFile.write(file, MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("outcomes are plain values", e);
        }
    }

    private Path file(String key) {
        return folder.resolve(key + ".json");
    }
}
