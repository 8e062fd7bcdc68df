package org.greater4j.app.download;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model on the hub, as {@code organisation/name[/file.gguf][@revision]} spells it.
 *
 * @param repository {@code organisation/name}
 * @param file path of a GGUF file in it, or null for the repository's own safetensors model
 * @param revision branch, tag or commit; {@code main} unless said
 */
record HubName(String repository, @Nullable String file, String revision) {
    private static final String MAIN = "main";
    private static final String WORD = "[A-Za-z0-9_][A-Za-z0-9._+-]*";
    // every part begins with a letter or digit, so that no path made of it can lead upwards
    private static final Pattern NAME = Pattern.compile("(?<repository>[A-Za-z0-9]" + "[A-Za-z0-9._-]*/[A-Za-z0-9]"
            + "[A-Za-z0-9._-]*)(?<file>(?:/" + WORD + ")+)?(?:@(?<revision>" + WORD + "(?:/" + WORD + ")*))?");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** The name that a text spells; empty if it can't be one. */
    static Optional<HubName> parse(String text) {
        Matcher matcher = NAME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String repository = matcher.group("repository");
        @Nullable String file = matcher.group("file");
        @Nullable String revision = matcher.group("revision");
        // a repository of two words that ends like a file is a path in the working directory
        boolean sound = file == null ? !isGguf(repository) : isGguf(file);
        return sound
                ? Optional.of(new HubName(
                        repository, file == null ? null : file.substring(1), revision == null ? MAIN : revision))
                : Optional.empty();
    }

    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    static boolean isGguf(String path) {
        return path.regionMatches(true, path.length() - 5, ".gguf", 0, 5);
    }

    /** Whether a text names a commit of the same repository and file. */
    boolean isPinnedBy(String text) {
        return parse(text)
                .filter(other -> isCommit(other.revision) && other.at(revision).equals(this))
                .isPresent();
    }

    HubName at(String otherRevision) {
        return new HubName(repository, file, otherRevision);
    }

    /** As a user spells it. */
    @Override
    public String toString() {
        return repository + (file == null ? "" : "/" + file) + (revision.equals(MAIN) ? "" : "@" + revision);
    }
}
