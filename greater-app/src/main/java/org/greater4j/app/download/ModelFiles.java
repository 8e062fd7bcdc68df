package org.greater4j.app.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/** Which files make a model on disk: one GGUF file, or those of a folder as the hub's repositories have them. */
final class ModelFiles {
    private ModelFiles() {}

    /** Whether a path holds all files of a model; what is in them is not looked at, but for an index of weights. */
    static boolean isComplete(Path model) {
        if (!Files.isDirectory(model)) {
            return Files.isRegularFile(model) && HubName.isGguf(model.toString());
        }
        if (!Files.isRegularFile(model.resolve(HubSelection.CONFIG))) {
            return false;
        }
        try {
            return Files.isRegularFile(model.resolve(HubSelection.WEIGHTS))
                    || (Files.isRegularFile(model.resolve(HubSelection.INDEX))
                            && HubSelection.shardNames(model.resolve(HubSelection.INDEX)).stream()
                                    .allMatch(shard -> Files.isRegularFile(model.resolve(shard))));
        } catch (GreaterException noIndex) {
            return false;
        }
    }

    /** The files that decide what a model computes: the GGUF file itself; of a folder all JSON, templates and safetensors, by name. */
    static List<Path> of(Path model) throws IOException {
        if (!Files.isDirectory(model)) {
            return List.of(model);
        }
        try (Stream<Path> files = Files.list(model)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(json|jinja|safetensors)"))
                    .sorted()
                    .toList();
        }
    }

    /** Bytes of these files. */
    static long bytes(Path model) throws IOException {
        long bytes = 0;
        for (Path file : of(model)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /**
     * One hash for a model: that of the GGUF file, or of a folder the sha256 of the lines {@code sha256sum} prints for its files in the order
     * of their names. All are read, those too that the hub's cache names by their hashes: somebody may have written to them since.
     */
    static String sha256(Path model, DownloadListener listener) throws IOException {
        if (!Files.isDirectory(model)) {
            return sha256OfFile(model, listener);
        }
        List<String> lines = new ArrayList<>();
        for (Path file : of(model)) {
            lines.add(sha256OfFile(file, listener) + "  " + file.getFileName() + "\n");
        }
        return Checksum.sha256(String.join("", lines));
    }

    /**
     * What is wrong with a model's files by the names of their contents in the hub's cache; null if nothing is, or if no file has such a
     * name.
     */
    static @Nullable String problem(Path model, DownloadListener listener) throws IOException {
        for (Path file : of(model)) {
            String hash = HubCache.hash(file).orElse("");
            if (hash.isEmpty()) {
                continue;
            }
            listener.onEvent(new DownloadEvent.Checking(file, Files.size(file)));
            String found = Checksum.hub(file, hash);
            if (!found.equals(hash)) {
                return "expected the hash " + hash + ", found " + found + " at " + file;
            }
        }
        return null;
    }

    /** Whether all files of a model have names in the hub's cache that are their hashes. */
    static boolean isNamedByHashes(Path model) throws IOException {
        for (Path file : of(model)) {
            if (HubCache.hash(file).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static String sha256OfFile(Path file, DownloadListener listener) throws IOException {
        listener.onEvent(new DownloadEvent.Checking(file, Files.size(file)));
        return Checksum.sha256(file);
    }
}
