package org.greater4j.app.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.AtomicFile;
import org.jspecify.annotations.Nullable;

/** {@link Choices} as a JSON file. */
final class ChoicesFile {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ChoicesFile() {}

    /** Throws unless the file can be written later: a long measurement is not to end in a refusal. */
    static void checkNew(Path file) {
        if (Files.exists(file)) {
            throw new GreaterException(
                    ErrorCode.OUTPUT_EXISTS,
                    "--record: expected a new file, found one at " + file + "; name another, or remove it");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "--record: expected a folder that can be written, found none at " + folder + "; make it first");
        }
    }

    static void write(Path file, Choices choices) {
        try {
            AtomicFile.write(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(choices));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("choices could not be spelt", e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if it can't be read, ({@code INVALID_EXPECTATION}) if it holds something else
     */
    static Choices read(Path file) {
        Choices choices;
        try {
            choices = MAPPER.readValue(Files.readAllBytes(file), Choices.class);
        } catch (JsonProcessingException e) {
            throw invalid(file, "'" + e.getOriginalMessage().lines().findFirst().orElse("") + "'", e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "--compare: expected a file that can be read, found "
                            + e.getClass().getSimpleName() + " at " + file + "; check the path",
                    e);
        }
        if (choices.formatVersion() != Choices.FORMAT_VERSION) {
            throw invalid(file, "format " + choices.formatVersion(), null);
        }
        return choices;
    }

    private static GreaterException invalid(Path file, String found, @Nullable Throwable cause) {
        return new GreaterException(
                ErrorCode.INVALID_EXPECTATION,
                "--compare: expected choices that `bench --record` wrote (format " + Choices.FORMAT_VERSION
                        + "), found " + found + " in " + file + "; record them again",
                cause);
    }
}
