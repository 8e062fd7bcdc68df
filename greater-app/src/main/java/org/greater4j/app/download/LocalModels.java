package org.greater4j.app.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks for models in the hub's cache, whoever put them there, and in one other folder. What can't be read is passed over. */
final class LocalModels {
    private static final String REPOSITORY = "models--";

    /** GGUF files stand beside the card, or in a folder for their type. */
    private static final int DEPTH = 2;

    private final Path hubCache;
    private final Path folder;

    LocalModels(Path hubCache, Path folder) {
        this.hubCache = hubCache;
        this.folder = folder;
    }

    /** All complete models, those of the hub first, each by name. */
    List<LocalModel> find() {
        List<LocalModel> models = new ArrayList<>();
        for (Path repository : list(hubCache)) {
            String name = String.valueOf(repository.getFileName());
            if (name.startsWith(REPOSITORY)) {
                addRepository(repository, name.substring(REPOSITORY.length()).replace("--", "/"), models);
            }
        }
        for (Path path : list(folder)) {
            add("./" + path.getFileName(), path, false, path, models);
        }
        return models;
    }

    private static void addRepository(Path repository, String name, List<LocalModel> models) {
        Map<String, String> revisions = revisions(repository.resolve("refs"));
        for (Path snapshot : list(repository.resolve("snapshots"))) {
            String commit = String.valueOf(snapshot.getFileName());
            String revision = revisions.getOrDefault(commit, commit);
            String at = revision.equals("main") ? "" : "@" + revision;
            add(name + at, snapshot, true, snapshot, models);
            for (Path file : walk(snapshot)) {
                if (HubName.isGguf(file.toString())) {
                    String path = snapshot.relativize(file).toString().replace('\\', '/');
                    add(name + "/" + path + at, file, true, snapshot, models);
                }
            }
        }
    }

    private static void add(String name, Path path, boolean fromHub, Path cardFolder, List<LocalModel> models) {
        if (!ModelFiles.isComplete(path)) {
            return;
        }
        try {
            models.add(new LocalModel(
                    name, path, fromHub, ModelFiles.bytes(path), ModelCard.licence(cardFolder.resolve("README.md"))));
        } catch (IOException vanished) {
            // removed while it was looked at
        }
    }

    /** Branch or tag by commit; of several, main is preferred. */
    private static Map<String, String> revisions(Path references) {
        Map<String, String> revisions = new TreeMap<>();
        for (Path reference : walk(references)) {
            try {
                String commit =
                        Files.readString(reference, StandardCharsets.ISO_8859_1).strip();
                String revision = references.relativize(reference).toString().replace('\\', '/');
                revisions.merge(commit, revision, (one, other) -> other.equals("main") ? other : one);
            } catch (IOException vanished) {
                // then it names nothing
            }
        }
        return revisions;
    }

    private static List<Path> list(Path folder) {
        return Files.isDirectory(folder) ? sorted(folder, 1) : List.of();
    }

    private static List<Path> walk(Path folder) {
        return Files.isDirectory(folder)
                ? sorted(folder, DEPTH).stream().filter(Files::isRegularFile).toList()
                : List.of();
    }

    private static List<Path> sorted(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> !file.equals(folder)).sorted().toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }
}
