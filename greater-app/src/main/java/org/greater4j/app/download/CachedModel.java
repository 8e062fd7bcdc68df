package org.greater4j.app.download;

import java.nio.file.Path;
import org.greater4j.app.catalogue.CatalogueEntry;

/**
 * A catalogue entry and its place on this machine.
 *
 * @param path where the file is or would be
 * @param cached whether a file of the right size is there; its sha256 is checked when it is located, not when it is listed
 */
public record CachedModel(CatalogueEntry entry, Path path, boolean cached) {}
