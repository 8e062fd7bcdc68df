package org.greater4j.app.download;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model on this machine that the catalogue does not name.
 *
 * @param name what {@code --model} takes: {@code organisation/name[/file.gguf][@revision]}, or a path from the working directory
 * @param path of the folder or GGUF file
 * @param fromHub whether it lies in the hub's cache
 * @param sizeBytes of the files that decide what it computes
 * @param licence as its card or its file says, or null if none does
 */
public record LocalModel(
        String name,
        Path path,
        boolean fromHub,
        long sizeBytes,
        @Nullable String licence) {}
