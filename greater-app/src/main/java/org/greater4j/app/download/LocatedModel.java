package org.greater4j.app.download;

import java.nio.file.Path;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.jspecify.annotations.Nullable;

/**
 * A model on this machine.
 *
 * @param path absolute; a GGUF file or a folder
 * @param name the catalogue name, or the name of the file or folder, or {@code organisation/name[/file]@commit} of the hub
 * @param entry what the catalogue says, or null if the model was given by path
 * @param sha256 64 lower-case hexadecimal digits: of the file, or of the list of a folder's files with theirs, as {@code sha256sum} prints
 *     it for its JSON, templates and safetensors in the order of their names
 */
public record LocatedModel(Path path, String name, @Nullable CatalogueEntry entry, String sha256) {}
