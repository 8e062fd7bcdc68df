package org.greater4j.tasks;

import java.net.URI;

/**
 * One file of a published data set, pinned by its content.
 *
 * @param path in a data directory and in the cache, such as {@code bbh/navigate.json}; its parts are plain names
 * @param address where the public repository has it
 * @param sizeBytes exact size
 * @param sha256 64 lower-case hexadecimal digits
 * @param licence SPDX identifier of the data set's licence
 */
public record PublishedFile(String path, URI address, long sizeBytes, String sha256, String licence) {
    /** The folder of the path, such as {@code bbh}. */
    public String folder() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /** The file's own name, without folders. */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
