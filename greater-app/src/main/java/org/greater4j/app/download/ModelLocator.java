package org.greater4j.app.download;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.greater4j.app.catalogue.ModelCatalogue;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file or folder that {@code --model} means, and fetches it if it is of the catalogue or the hub and not here yet.
 *
 * <p>A catalogue name comes before a file of the same name in the working directory, and that before a repository of the same name on the
 * hub; {@code ./name} means the file. Safe to use from
 * several threads and processes: one of them downloads, the others wait for it.
 */
public final class ModelLocator {
    private final Path cacheDirectory;
    private final ModelCatalogue catalogue;
    private final CatalogueFiles files;
    private final HubModels hub;
    private final DownloadListener listener;

    /**
     * A locator over one cache.
     *
     * @param environment variables, as of {@link System#getenv()}: {@code GREATER_MODEL_MIRROR}, {@code HTTPS_PROXY} and its like,
     *     those of the hub ({@link HubSettings}), and all that pip is to see
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
        Map<String, String> variables = Map.copyOf(environment);
        this.files = new CatalogueFiles(new ModelSources(variables, settings), listener);
        this.hub = new HubModels(variables, settings, listener);
        this.listener = listener;
    }

    /** Every catalogue entry, in catalogue order, with whether its file is here. Reads no file and no network. */
    public List<CachedModel> list() {
        return catalogue.entries().stream().map(this::cached).toList();
    }

    /** Models on this machine that the catalogue does not name: in the hub's cache and in the working directory. */
    public List<LocalModel> local() {
        Path here = Path.of("").toAbsolutePath();
        return new LocalModels(hub.cache(), here).find();
    }

    /**
     * What is wrong with a model's files on this machine, by the catalogue's checksum or by the names of contents in the hub's cache; empty
     * if they are sound, not here, or of no known checksum. Nothing is fetched.
     *
     * @throws IOException if it can't be read
     */
    public Optional<String> damage(String model) throws IOException {
        @Nullable CatalogueEntry entry = catalogue.find(model.strip()).orElse(null);
        if (entry != null) {
            Path file = cached(entry).path();
            return Files.exists(file) ? Optional.ofNullable(files.problem(entry, file)) : Optional.empty();
        }
        @Nullable Path here = pathOf(model).orElse(null);
        return here == null ? Optional.empty() : Optional.ofNullable(ModelFiles.problem(here, listener));
    }

    /**
     * Whether {@link #damage} knows what all files of a model that is here should be.
     *
     * @throws IOException if they can't be read
     */
    public boolean isPinned(String model) throws IOException {
        if (catalogue.find(model.strip()).isPresent()) {
            return true;
        }
        @Nullable Path here = pathOf(model).orElse(null);
        return here != null && ModelFiles.isNamedByHashes(here);
    }

    /**
     * The model that a record means.
     *
     * @param asked what a user named
     * @param found the name of what was found then: the commit, if the user named a branch of a repository on the hub
     */
    public static String recorded(String asked, String found) {
        return HubName.parse(asked.strip())
                        .filter(name -> name.isPinnedBy(found))
                        .isPresent()
                ? found
                : asked;
    }

    /**
     * A model by its path, with what its files tell.
     *
     * @throws GreaterException FILE_NOT_FOUND if they can't be read
     */
    public static LocalModel describe(String name, Path path) {
        try {
            Path folder = Files.isDirectory(path) ? path : path.resolveSibling(".");
            return new LocalModel(
                    name, path, false, ModelFiles.bytes(path), ModelCard.licence(folder.resolve(HubSelection.CARD)));
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "model " + name + ": expected files that can be read, found " + CatalogueFiles.reason(e) + " at "
                            + path + "; check their permissions",
                    e);
        }
    }

    /** The path of a model that is on this machine, by a name or path as {@link #locate} takes it; empty if it is not complete here. */
    public Optional<Path> pathOf(String model) {
        String asked = model.strip();
        @Nullable CatalogueEntry entry = catalogue.find(asked).orElse(null);
        if (entry != null) {
            return Optional.of(cached(entry)).filter(CachedModel::cached).map(CachedModel::path);
        }
        @Nullable Path path = existing(asked);
        if (path != null) {
            return Optional.of(path);
        }
        HubName name = HubName.parse(asked).orElseThrow(() -> unknown(asked));
        return hub.find(name).map(HubModels.Found::path);
    }

    private CachedModel cached(CatalogueEntry entry) {
        Path file = CachePaths.of(cacheDirectory, entry).file();
        return new CachedModel(
                entry, file, Files.isRegularFile(file) && file.toFile().length() == entry.sizeBytes());
    }

    /**
     * The model that a name or path stands for. All its files are hashed now, since a run records what it computes with; what the hub's cache
     * holds is not held against its names, which {@link #check} does.
     *
     * @throws GreaterException INVALID_OPTION for a name nobody knows; FILE_NOT_FOUND for a path or repository that is not there or can't be
     *     read; INVALID_MODEL for a file that is no GGUF; UNSUPPORTED_MODEL for a repository that holds no model of a known form;
     *     ACCESS_REFUSED for one that is not open to the user; DOWNLOAD_FAILED if no source gave the files, with the reason of each;
     *     NOT_WRITABLE if the cache is not
     * @throws InterruptedException within a second of an interrupt; an unfinished download stays and is gone on with next time
     */
    public LocatedModel locate(String model) throws InterruptedException {
        return locate(model, false);
    }

    /** Like {@link #locate}, with all files held against their hashes; of the hub, what is damaged is fetched again. */
    public LocatedModel check(String model) throws InterruptedException {
        return locate(model, true);
    }

    private LocatedModel locate(String model, boolean check) throws InterruptedException {
        String asked = model.strip();
        @Nullable CatalogueEntry entry = catalogue.find(asked).orElse(null);
        if (entry != null) {
            Path file = files.obtain(entry, CachePaths.of(cacheDirectory, entry));
            return new LocatedModel(file, entry.name(), entry, entry.sha256());
        }
        @Nullable Path path = existing(asked);
        if (path != null) {
            return identified(path, String.valueOf(path.getFileName()));
        }
        @Nullable HubName name = HubName.parse(asked).orElse(null);
        if (name == null) {
            throw unknown(asked);
        }
        HubModels.Found found = hub.obtain(name, check);
        return identified(found.path(), found.name().toString());
    }

    private static @Nullable Path existing(String asked) {
        try {
            Path path = Path.of(asked).toAbsolutePath().normalize();
            return !asked.isEmpty() && Files.exists(path) ? path : null;
        } catch (InvalidPathException noPath) {
            return null;
        }
    }

    private LocatedModel identified(Path path, String name) throws InterruptedException {
        try {
            if (!Files.isDirectory(path) && !GgufSignature.isAt(path)) {
                throw new GreaterException(
                        ErrorCode.INVALID_MODEL,
                        "model file: expected GGUF, which starts with these four letters, found something else in "
                                + path + "; give a .gguf file or the folder of a model");
            }
            return new LocatedModel(path, name, null, ModelFiles.sha256(path, listener));
        } catch (ClosedByInterruptException e) {
            throw CatalogueFiles.interrupted(e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "model: expected files that can be read, found " + CatalogueFiles.reason(e) + " at " + path
                            + "; check their permissions",
                    e);
        }
    }

    private GreaterException unknown(String asked) {
        boolean file = asked.toLowerCase(Locale.ROOT).endsWith(".gguf");
        if (file || asked.contains("/") || asked.contains("\\") || asked.startsWith("~")) {
            return new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "model: expected a .gguf file or a folder, found nothing at " + absolute(asked)
                            + "; check the path, or see `greater models` for the names that need none");
        }
        List<String> near = catalogue.near(asked);
        return new GreaterException(
                ErrorCode.INVALID_OPTION,
                "model: expected a catalogue name, a .gguf file, a folder, or organisation/name on the Hugging Face hub,"
                        + " found '" + asked + "'; "
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
