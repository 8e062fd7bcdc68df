package org.greater4j.app.catalogue;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A model file known by name and pinned by its content.
 *
 * @param name lower case, as {@code --model} takes it
 * @param aliases further names of the same file
 * @param description one line for people
 * @param licence SPDX identifier, or the name of the terms
 * @param fileName plain file name, without a folder
 * @param sizeBytes exact size
 * @param sha256 64 lower-case hexadecimal digits; a file that hashes to anything else is never used
 * @param origins where to get the file, best first
 */
public record CatalogueEntry(
        String name,
        List<String> aliases,
        String description,
        String licence,
        String fileName,
        long sizeBytes,
        String sha256,
        List<Origin> origins) {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public CatalogueEntry {
        // Both become parts of a path below the cache.
        if (!PLAIN_NAME.matcher(name).matches() || !PLAIN_NAME.matcher(fileName).matches()) {
            throw new IllegalArgumentException(
                    "catalogue entry: expected plain names, found '" + name + "' and '" + fileName + "'");
        }
        if (!SHA256.matcher(sha256).matches() || sizeBytes <= 0) {
            throw new IllegalArgumentException("catalogue entry " + name
                    + ": expected 64 lower-case hexadecimal digits and a positive size, found '" + sha256 + "' and "
                    + sizeBytes);
        }
        aliases = List.copyOf(aliases);
        origins = List.copyOf(origins);
    }
}
