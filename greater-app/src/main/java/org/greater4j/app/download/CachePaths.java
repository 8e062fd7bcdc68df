package org.greater4j.app.download;

import java.io.IOException;
import java.nio.file.Files;
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

    Path part() {
        return folder.resolve(fileName + ".part");
    }

    Path partRecord() {
        return folder.resolve(fileName + ".part.json");
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

    /** Forgets an unfinished download. */
    void discardPart() throws IOException {
        Files.deleteIfExists(part());
        Files.deleteIfExists(partRecord());
    }
}
