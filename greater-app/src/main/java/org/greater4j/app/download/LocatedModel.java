package org.greater4j.app.download;

import java.nio.file.Path;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.jspecify.annotations.Nullable;

/**
 * A model on this machine.
 *
 * @param path absolute; a GGUF file or a folder
 * @param name the catalogue name, or the name of the file or folder
 * @param entry what the catalogue says, or null if the model was given by path
 * @param sha256 of the file as it is now, 64 lower-case hexadecimal digits; null for a folder
 */
public record LocatedModel(
        Path path,
        String name,
        @Nullable CatalogueEntry entry,
        @Nullable String sha256) {}
