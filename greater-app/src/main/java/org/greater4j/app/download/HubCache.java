package org.greater4j.app.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One repository in the folder that all programs share which fetch from the Hugging Face hub.
 *
 * <pre>
 * models--ORG--NAME/blobs/HASH              contents, each once, named as the hub names them
 * models--ORG--NAME/refs/REVISION           commit that a branch or tag was at
 * models--ORG--NAME/snapshots/COMMIT/PATH   symbolic links to contents, or the contents themselves where there are no such links
 * .locks/models--ORG--NAME/HASH.lock        held while a content is fetched
 * </pre>
 *
 * <p>Unfinished contents have names of our own ({@code HASH.greater4j.part}): Python's library goes on with its {@code HASH.incomplete}
 * while it holds a lock of another kind, so that both could write to one file (ADR 0018).
 */
final class HubCache {
    private final Path root;
    private final String folderName;
    private final Path folder;

    HubCache(Path root, String repository) {
        this.root = root;
        this.folderName = "models--" + repository.replace("/", "--");
        this.folder = root.resolve(folderName);
    }

    Path folder() {
        return folder;
    }

    Path blob(String hash) {
        return folder.resolve("blobs").resolve(hash);
    }

    Path damaged(String hash) {
        return folder.resolve("blobs").resolve(hash + ".greater4j.damaged");
    }

    PartialFile partial(String hash) {
        return PartialFile.of(folder.resolve("blobs"), hash + ".greater4j.part");
    }

    Path lock(String hash) {
        return root.resolve(".locks").resolve(folderName).resolve(hash + ".lock");
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    /** The commit that a branch, tag or commit stands for by what is in the cache. */
    Optional<String> commit(String revision) throws IOException {
        if (HubName.isCommit(revision)) {
            return Optional.of(revision);
        }
        Path reference = folder.resolve("refs").resolve(revision);
        if (!Files.isRegularFile(reference)) {
            return Optional.empty();
        }
        return Optional.of(
                        Files.readString(reference, StandardCharsets.ISO_8859_1).strip())
                .filter(HubName::isCommit);
    }

    /** Records where a branch or tag is. */
    void refer(String revision, String commit) throws IOException {
        if (HubName.isCommit(revision)
                || commit(revision).filter(commit::equals).isPresent()) {
            return;
        }
        Path reference = folder.resolve("refs").resolve(revision);
        Files.createDirectories(Objects.requireNonNull(reference.getParent()));
        // not beside it: a file of refs is a branch
        Path written = folder.resolve("." + UUID.randomUUID() + ".greater4j");
        Files.writeString(written, commit, StandardCharsets.ISO_8859_1);
        Files.move(written, reference, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Shows a content, which must be there, under its path in a snapshot. */
    void link(String commit, String path, String hash) throws IOException {
        Path link = snapshot(commit).resolve(path);
        Path blob = blob(hash);
        if (isSame(link, blob)) {
            return;
        }
        Path parent = Objects.requireNonNull(link.getParent());
        Files.createDirectories(parent);
        Path target = parent.relativize(blob);
        try {
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, target);
        } catch (FileAlreadyExistsException e) {
            if (!isSame(link, blob)) {
                throw e; // else another process made the same link
            }
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            // Windows without the right to link: the content itself stands in the snapshot, as Python's library does it
            Files.move(blob, link, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The hash that a file of a snapshot has by the name of the content it leads to; empty if it is no link into this cache. */
    static Optional<String> hash(Path file) throws IOException {
        if (!Files.isSymbolicLink(file)) {
            return Optional.empty();
        }
        String name = String.valueOf(Files.readSymbolicLink(file).getFileName());
        return Optional.of(name).filter(HubListing::isHash);
    }

    private static boolean isSame(Path link, Path blob) throws IOException {
        return Files.exists(link) && Files.exists(blob, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(link, blob);
    }
}
