package org.greater4j.app.download;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the hub says about one revision of a repository.
 *
 * @param commit 40 hexadecimal digits
 * @param files all of them, in the hub's order
 */
record HubListing(String commit, List<Entry> files) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /**
     * One file.
     *
     * @param path inside the repository
     * @param sizeBytes exact size, or -1 if the hub does not say
     * @param hash the name of its content: sha256 in 64 digits for large files, git's own sha1 in 40 for others; null if the hub does not
     *     say
     */
    record Entry(String path, long sizeBytes, @Nullable String hash) {
        boolean isComplete() {
            return sizeBytes >= 0 && hash != null;
        }
    }

    HubListing {
        files = List.copyOf(files);
    }

    /** Reads the hub's answer; a failure if it is none. */
    static HubListing of(JsonNode answer) throws SourceFailure {
        String commit = answer.path("sha").asText();
        if (!HubName.isCommit(commit) || !answer.path("siblings").isArray()) {
            throw new SourceFailure("expected a list of files with the commit that they are of, found something else");
        }
        List<Entry> files = new ArrayList<>();
        for (JsonNode sibling : answer.path("siblings")) {
            JsonNode large = sibling.path("lfs");
            String hash = large.isObject()
                    ? large.path("sha256").asText(large.path("oid").asText())
                    : sibling.path("blobId").asText();
            JsonNode size = large.has("size") ? large.path("size") : sibling.path("size");
            files.add(new Entry(
                    sibling.path("rfilename").asText(),
                    size.canConvertToLong() ? size.asLong() : -1,
                    isHash(hash) ? hash : null));
        }
        return new HubListing(commit, files);
    }

    /** Whether a text is a hash by which the hub names a content; safe as a file's name then. */
    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    Optional<Entry> find(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }
}
