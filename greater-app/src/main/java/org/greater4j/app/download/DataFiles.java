package org.greater4j.app.download;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.tasks.PublishedFile;
import org.greater4j.tasks.PublishedFileSource;
import org.jspecify.annotations.Nullable;

/**
 * Gets the files of published data sets into {@code data/} of the cache, by the same transfer as models: {@code GREATER_DATA_MIRROR} comes
 * before the public repository. A file is given out only with the pinned sha256; they are small, so each use computes it.
 */
public final class DataFiles implements PublishedFileSource {
    private static final String MIRROR = "GREATER_DATA_MIRROR";

    private final Path folder;
    private final @Nullable String mirror;
    private final SourceSettings settings;
    private final Map<String, String> environment;

    /** Files in the user's cache directory. */
    public DataFiles(Map<String, String> environment) {
        this(environment, SourceSettings.standard());
    }

    DataFiles(Map<String, String> environment, SourceSettings settings) {
        this.folder = CacheDirectory.of(environment).resolve("data");
        this.mirror = environment.get(MIRROR);
        this.settings = settings;
        this.environment = environment;
    }

    @Override
    public Path fetch(PublishedFile file) {
        CatalogueEntry entry = new CatalogueEntry(
                "data",
                List.of(),
                file.path(),
                file.licence(),
                file.fileName(),
                file.sizeBytes(),
                file.sha256(),
                List.of());
        CachePaths paths = new CachePaths(folder.resolve(file.folder()), file.fileName());
        try {
            if (!isPinned(entry, paths.file())) {
                Files.createDirectories(paths.folder());
                DownloadLock lock = DownloadLock.acquire(paths.lock(), DownloadListener.none());
                try {
                    if (!isPinned(entry, paths.file())) {
                        transfer(file, entry, paths);
                    }
                } finally {
                    lock.release();
                }
            }
            return paths.file();
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "data cache: expected a folder to read and write, found " + CatalogueFiles.reason(e) + " in "
                            + paths.folder() + "; make room, or set GREATER_CACHE to another folder",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GreaterException(
                    ErrorCode.DOWNLOAD_FAILED, "download of " + file.path() + ": interrupted; start it again", e);
        }
    }

    private void transfer(PublishedFile file, CatalogueEntry entry, CachePaths paths)
            throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        HttpConnection connection = new HttpConnection(settings, EnvironmentProxies.of(environment), null);
        PartialFile partial = paths.partial();
        for (Map.Entry<String, URI> address : addresses(file).entrySet()) {
            HttpSource source = new HttpSource(address.getKey(), address.getValue(), settings, connection);
            try {
                source.fetch(entry, paths, new ReportedProgress(source.description(), DownloadListener.none()));
                if (isPinned(entry, partial.file())) {
                    Files.move(
                            partial.file(),
                            paths.file(),
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                    Files.deleteIfExists(partial.record());
                    return;
                }
                String found = Checksum.sha256(partial.file());
                partial.discard();
                problems.add(source.description() + ": has a different file: expected sha256 " + file.sha256()
                        + ", found " + found);
            } catch (SourceFailure failure) {
                problems.add(source.description() + ": " + failure.reason());
            }
        }
        throw new GreaterException(
                ErrorCode.DOWNLOAD_FAILED,
                "download of " + file.path() + ": expected the pinned file, found\n  - "
                        + String.join("\n  - ", problems)
                        + "\ngive --data DIR or set GREATER_DATA=DIR if you have the file; gen/NAME tasks need none");
    }

    private Map<String, URI> addresses(PublishedFile file) {
        Map<String, URI> addresses = new LinkedHashMap<>();
        if (mirror != null && !mirror.isBlank()) {
            try {
                addresses.put(
                        "mirror", URI.create(mirror.strip() + (mirror.strip().endsWith("/") ? "" : "/") + file.path()));
            } catch (IllegalArgumentException e) {
                throw new GreaterException(
                        ErrorCode.INVALID_OPTION,
                        "environment variable " + MIRROR + ": expected an address such as https://host/path; correct or"
                                + " unset it");
            }
        }
        addresses.put("GitHub", file.address());
        return addresses;
    }

    private static boolean isPinned(CatalogueEntry entry, Path file) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == entry.sizeBytes()
                && Checksum.sha256(file).equals(entry.sha256());
    }
}
