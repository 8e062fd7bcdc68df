package org.greater4j.app.download;

import java.nio.file.Path;
import org.greater4j.app.catalogue.CatalogueEntry;

/** The names of one catalogue file in the cache; see the package's description. */
record CachePaths(Path folder, String fileName) {

    static CachePaths of(Path cacheDirectory, CatalogueEntry entry) {
        return new CachePaths(cacheDirectory.resolve("models").resolve(entry.name()), entry.fileName());
    }

    Path file() {
        return folder.resolve(fileName);
    }

    PartialFile partial() {
        return PartialFile.of(folder, fileName + ".part");
    }

    Path lock() {
        return folder.resolve(fileName + ".lock");
    }

    Path damaged() {
        return folder.resolve(fileName + ".damaged");
    }

    Path pipFolder() {
        return folder.resolve(fileName + ".pip");
    }
}
