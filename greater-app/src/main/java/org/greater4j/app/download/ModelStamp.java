package org.greater4j.app.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * Sizes and times of a model's files at one moment: cheap to take, and another one once somebody has written to them.
 *
 * <p>Between the hash of a file and the end of its reading some seconds pass. What is loaded must be what was hashed, or a run's record
 * names weights that nobody computed with.
 *
 * @param files a line for each
 */
public record ModelStamp(List<String> files) {
    public ModelStamp {
        files = List.copyOf(files);
    }

    /** The stamp of a GGUF file, or of a folder's files that decide what it computes. */
    public static ModelStamp of(Path model) {
        List<String> files = new ArrayList<>();
        try {
            for (Path file : ModelFiles.of(model)) {
                files.add(file.getFileName() + " of " + Files.size(file) + " bytes, written "
                        + Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ModelStamp(files);
    }

    /**
     * Throws unless the files are still as they were.
     *
     * @throws GreaterException ({@code INVALID_MODEL})
     */
    public void requireUnchanged(Path model) {
        ModelStamp now = of(model);
        if (!now.equals(this)) {
            List<String> changed = new ArrayList<>(now.files);
            changed.removeAll(files);
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "model " + model + ": expected files that nobody writes to while they are read, found "
                            + (changed.isEmpty() ? "fewer than before" : String.join(", ", changed))
                            + "; begin again once they are complete");
        }
    }
}
