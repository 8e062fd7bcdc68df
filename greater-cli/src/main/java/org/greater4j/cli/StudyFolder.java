package org.greater4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;
import org.greater4j.run.AtomicFile;

/** The folder of a study: one that is its own, by a file that says so. */
final class StudyFolder {
    private StudyFolder() {}

    /**
     * Makes the folder, or finds that it is one's own, and leaves a file there.
     *
     * @param file name of the file that says whose folder it is
     * @param text of that file
     */
    static void claim(Path directory, String file, String text) {
        try {
            Files.createDirectories(directory);
            if (!Files.exists(directory.resolve(file))) {
                try (Stream<Path> entries = Files.list(directory)) {
                    List<String> found = entries.map(
                                    entry -> entry.getFileName().toString())
                            .filter(name -> !name.equals("." + file + ".tmp"))
                            .sorted()
                            .limit(3)
                            .toList();
                    if (!found.isEmpty()) {
                        throw new GreaterException(
                                ErrorCode.OUTPUT_EXISTS,
                                "study: expected a new or empty folder, or one with " + file + ", found "
                                        + String.join(", ", found) + " in " + directory + "; choose another --out");
                    }
                }
            }
            AtomicFile.write(directory.resolve(file), text);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "study: expected a folder that can be written, found '" + FileProblem.of(e) + "' at " + directory
                            + "; choose another --out",
                    e);
        }
    }
}
