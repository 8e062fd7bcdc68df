package org.greater4j.app.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/** Holds the engine against expected values. */
public final class Verification {
    private static final int MOST_FOLDERS_DEEP = 4;

    private final Models models;
    private final @Nullable Path dataDirectory;
    private final Interruption interruption;

    private Verification(Models models, @Nullable Path dataDirectory, Interruption interruption) {
        this.models = models;
        this.dataDirectory = dataDirectory;
        this.interruption = interruption;
    }

    /**
     * Verifies one file, one folder, or a folder of several, with the questions of tasks where {@code GREATER_DATA} says.
     *
     * @param path a block file, a model file, a step file, the folder of a tokenizer, or a folder with such files and folders in it
     * @param models opens the model that the values are for, in float32 on the CPU; it may have to be fetched first
     * @return what was found; the engine being wrong is no exception
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if nothing is there; ({@code INVALID_EXPECTATION}) if it is no JSON, of no known
     *     layout, incomplete, or for a model that the catalogue does not have; ({@code INVALID_MODEL}, {@code
     *     UNSUPPORTED_MODEL}) for the folder of a model that is damaged or of another family. In a folder of several, what can't be verified is a failed check, unless nothing can
     */
    public static VerificationReport verify(Path path, Models models) {
        return verify(path, models, usualData());
    }

    /**
     * Like {@link #verify(Path, Models)}, with the questions of tasks from a given folder.
     *
     * @param dataDirectory holds {@code TASK.json} or {@code bbh/TASK.json}; null to look for a folder {@code data} beside the expected
     *     values and above them
     */
    public static VerificationReport verify(Path path, Models models, @Nullable Path dataDirectory) {
        return verify(path, models, dataDirectory, new Interruption());
    }

    /** Like {@link #verify(Path, Models, Path)}, until somebody asks for its end. */
    public static VerificationReport verify(
            Path path, Models models, @Nullable Path dataDirectory, Interruption interruption) {
        if (!Files.exists(path)) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "expected values: expected a file or folder, found nothing at " + path.toAbsolutePath()
                            + "; check the path");
        }
        return new Verification(models, dataDirectory, interruption).verify(path);
    }

    /** The folder of task files that the environment names, or null. */
    public static @Nullable Path usualData() {
        String data = System.getenv("GREATER_DATA");
        return data == null || data.isBlank() ? null : Path.of(data);
    }

    private VerificationReport verify(Path path) {
        if (!Files.isDirectory(path)) {
            ExpectedFile file = ExpectedFile.read(path);
            return new VerificationReport(path, file.layout().label(), checks(file));
        }
        Layout layout = layoutOf(path);
        return layout == null
                ? verifyAll(path)
                : new VerificationReport(
                        path, layout.label(), checks(ExpectedFile.read(path.resolve("expected.json"))));
    }

    private List<Check> checks(ExpectedFile file) {
        interruption.check();
        return switch (file.layout()) {
            case BLOCK_FILE -> BlockFile.verify(file);
            case MODEL_FILE -> ModelFile.verify(file, models, interruption);
            case STEP_FILE -> StepFile.verify(file, models, dataDirectory, interruption);
            case TOKENIZER_FOLDER -> TokenizerFolder.verify(file);
            case MODEL_FOLDER -> ModelFolder.verify(file);
        };
    }

    private static @Nullable Layout layoutOf(Path folder) {
        if (!Files.isRegularFile(folder.resolve("expected.json"))) {
            return null;
        }
        if (Files.isRegularFile(folder.resolve("config.json"))) {
            return Layout.MODEL_FOLDER;
        }
        return Files.isRegularFile(folder.resolve("tokenizer.json")) ? Layout.TOKENIZER_FOLDER : null;
    }

    private VerificationReport verifyAll(Path folder) {
        List<Path> found = new ArrayList<>();
        collect(folder, MOST_FOLDERS_DEEP, found);
        List<Check> checks = new ArrayList<>();
        List<GreaterException> refused = new ArrayList<>();
        for (Path path : found) {
            String name = folder.relativize(path).toString();
            try {
                verify(path).checks().forEach(check -> checks.add(check.within(name)));
            } catch (GreaterException e) {
                refused.add(e);
                checks.add(Check.impossible(name, "", 0, e.code() + ": " + e.getMessage()));
            }
        }
        if (found.isEmpty()) {
            throw new GreaterException(
                    ErrorCode.INVALID_EXPECTATION,
                    "expected values: expected something to verify, found none in the folder " + folder + "; give a "
                            + Layout.known());
        }
        if (refused.size() == found.size()) {
            throw GreaterException.ofAll(
                    refused.get(0).code(),
                    "expected values in " + folder,
                    refused.stream().map(e -> String.valueOf(e.getMessage())).toList());
        }
        return new VerificationReport(folder, "folder of " + found.size(), checks);
    }

    // files of expected values and folders that are one layout as a whole, in the order of their names
    private static void collect(Path folder, int depth, List<Path> found) {
        List<Path> children;
        try (Stream<Path> listed = Files.list(folder)) {
            children = listed.sorted().toList();
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "expected values: expected a folder that can be read, found " + folder
                            + " that can't; check its permissions",
                    e);
        }
        for (Path child : children) {
            boolean isFolder = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
            if (isFolder && layoutOf(child) == null) {
                if (depth > 1) {
                    collect(child, depth - 1, found);
                }
            } else if (isFolder || (child.toString().endsWith(".json") && Files.isRegularFile(child))) {
                found.add(child);
            }
        }
    }
}
