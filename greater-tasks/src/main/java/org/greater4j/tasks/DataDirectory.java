package org.greater4j.tasks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * Where published files are looked for: in the directory that the user names, else from a source.
 *
 * @param folder holds {@code NAME} or {@code SET/NAME}; null if the user named none
 * @param source of files if no directory is named; null if there is none
 */
record DataDirectory(@Nullable Path folder, @Nullable PublishedFileSource source) {
    /**
     * A pinned file. One in the user's own directory may have other bytes; {@link #describe} says so.
     *
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if it is not there; ({@code DOWNLOAD_FAILED}) from the source
     */
    SourceFile read(String task, PublishedFile file) {
        if (folder == null && source != null) {
            return SourceFile.read(source.fetch(file));
        }
        return SourceFile.read(locate(task, file.path(), List.of(file.path()), advice(file)));
    }

    /** A file of the authors' release, which is in no pinned repository and so in a directory or nowhere. */
    SourceFile readAuthors(String task, String path) {
        return SourceFile.read(locate(
                task,
                path,
                List.of("greater_splits/" + path, path),
                "get the data folder of the GitHub repository psunlpgroup/GreaTer, then give --data DIR or set"
                        + " GREATER_DATA=DIR; --splits paper draws parts of the same sizes"));
    }

    /** What a task's source says of a file. */
    static String describe(SourceFile file, @Nullable PublishedFile pinned) {
        return file.name() + " sha256=" + file.sha256()
                + (pinned == null || pinned.sha256().equals(file.sha256()) ? "" : " (not the pinned file)");
    }

    private Path locate(String task, String path, List<String> placesWithFolder, String advice) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        if (folder == null) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "task " + task + ": expected a data directory with " + file + ", found none named; " + advice);
        }
        Path bare = folder.resolve(file);
        if (Files.isRegularFile(bare)) {
            return bare;
        }
        for (String place : placesWithFolder) {
            if (Files.isRegularFile(folder.resolve(place))) {
                return folder.resolve(place);
            }
        }
        throw new GreaterException(
                ErrorCode.FILE_NOT_FOUND,
                "task " + task + ": expected " + file + " or " + String.join(" or ", placesWithFolder) + " in " + folder
                        + ", found " + (Files.isDirectory(folder) ? "neither" : "no such directory") + "; " + advice);
    }

    private static String advice(PublishedFile file) {
        List<String> address = List.of(file.address().getPath().split("/"));
        return "get it from the GitHub repository " + address.get(1) + "/" + address.get(2)
                + ", then give --data DIR or set GREATER_DATA=DIR; gen/NAME tasks need no files";
    }
}
