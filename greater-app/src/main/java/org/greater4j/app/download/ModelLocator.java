package org.greater4j.app.download;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.greater4j.app.catalogue.ModelCatalogue;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file that {@code --model} means, and fetches it if it is a catalogue model that is not here yet.
 *
 * <p>A catalogue name comes before a file of the same name in the working directory; {@code ./name} means the file. Safe to use from
 * several threads and processes: one of them downloads, the others wait for it.
 */
public final class ModelLocator {
    private static final Pattern HUB_NAME =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*(@[A-Za-z0-9._/-]+)?");

    private final Path cacheDirectory;
    private final ModelCatalogue catalogue;
    private final CatalogueFiles files;
    private final DownloadListener listener;

    /**
     * A locator over one cache.
     *
     * @param environment variables, as of {@link System#getenv()}: {@code GREATER_MODEL_MIRROR}, {@code HF_ENDPOINT}, {@code HF_TOKEN}, and
     *     all that pip is to see
     */
    public ModelLocator(
            Path cacheDirectory, ModelCatalogue catalogue, Map<String, String> environment, DownloadListener listener) {
        this(cacheDirectory, catalogue, environment, listener, SourceSettings.standard());
    }

    ModelLocator(
            Path cacheDirectory,
            ModelCatalogue catalogue,
            Map<String, String> environment,
            DownloadListener listener,
            SourceSettings settings) {
        this.cacheDirectory = cacheDirectory.toAbsolutePath().normalize();
        this.catalogue = catalogue;
        this.files = new CatalogueFiles(new ModelSources(Map.copyOf(environment), settings), listener);
        this.listener = listener;
    }

    /** Every catalogue entry, in catalogue order, with whether its file is here. Reads no file and no network. */
    public List<CachedModel> list() {
        return catalogue.entries().stream().map(this::cached).toList();
    }

    private CachedModel cached(CatalogueEntry entry) {
        Path file = CachePaths.of(cacheDirectory, entry).file();
        return new CachedModel(
                entry, file, Files.isRegularFile(file) && file.toFile().length() == entry.sizeBytes());
    }

    /**
     * The model that a catalogue name, a {@code .gguf} file or a folder stands for, with the sha256 of its file computed now.
     *
     * @throws GreaterException INVALID_OPTION for a name nobody knows; FILE_NOT_FOUND for a path that is not there or can't be read;
     *     INVALID_MODEL for a file that is no GGUF; UNSUPPORTED_MODEL for {@code organisation/name} on the hub; DOWNLOAD_FAILED if no
     *     source gave the file, with the reason of each; NOT_WRITABLE if the cache is not
     * @throws InterruptedException within a second of an interrupt; an unfinished download stays and is gone on with next time
     */
    public LocatedModel locate(String model) throws InterruptedException {
        String asked = model.strip();
        @Nullable CatalogueEntry entry = catalogue.find(asked).orElse(null);
        if (entry != null) {
            Path file = files.obtain(entry, CachePaths.of(cacheDirectory, entry));
            return new LocatedModel(file, entry.name(), entry, entry.sha256());
        }
        @Nullable Path path = existing(asked);
        if (path == null) {
            throw unknown(asked);
        }
        String name = String.valueOf(path.getFileName());
        return Files.isDirectory(path)
                ? new LocatedModel(path, name, null, null)
                : new LocatedModel(path, name, null, checkedFile(path));
    }

    private static @Nullable Path existing(String asked) {
        try {
            Path path = Path.of(asked).toAbsolutePath().normalize();
            return !asked.isEmpty() && Files.exists(path) ? path : null;
        } catch (InvalidPathException noPath) {
            return null;
        }
    }

    private String checkedFile(Path file) throws InterruptedException {
        try {
            if (!GgufSignature.isAt(file)) {
                throw new GreaterException(
                        ErrorCode.INVALID_MODEL,
                        "model file: expected GGUF, which starts with these four letters, found something else in "
                                + file + "; give a .gguf file or the folder of a model");
            }
            listener.onEvent(new DownloadEvent.Checking(file, Files.size(file)));
            return Checksum.sha256(file);
        } catch (ClosedByInterruptException e) {
            throw CatalogueFiles.interrupted(e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "model file: expected a file that can be read, found " + CatalogueFiles.reason(e) + " at " + file
                            + "; check its permissions",
                    e);
        }
    }

    private GreaterException unknown(String asked) {
        boolean hubName = HUB_NAME.matcher(asked).matches();
        boolean file = asked.toLowerCase(Locale.ROOT).endsWith(".gguf");
        if (hubName && !file) {
            return new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "--model: expected a catalogue name, a .gguf file or a folder, found '" + asked
                            + "', which is no folder at " + Path.of(asked).toAbsolutePath()
                            + " and looks like a repository on the Hugging Face hub, which this version does not fetch;"
                            + " download a .gguf file of it and pass its path, or see `greater models`");
        }
        if (file || asked.contains("/") || asked.contains("\\") || asked.startsWith("~")) {
            return new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "--model: expected a .gguf file or a folder, found nothing at " + absolute(asked)
                            + "; check the path, or see `greater models` for the names that need none");
        }
        List<String> near = catalogue.near(asked);
        return new GreaterException(
                ErrorCode.INVALID_OPTION,
                "--model: expected a catalogue name, a .gguf file or a folder, found '" + asked + "'; "
                        + (near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ")
                        + "`greater models` lists all names");
    }

    private static String absolute(String asked) {
        try {
            return Path.of(asked).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException noPath) {
            return "'" + asked + "', which can't be a path here";
        }
    }
}
