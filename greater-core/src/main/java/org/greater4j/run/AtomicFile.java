package org.greater4j.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;

/**
 * Replaces a file as a whole: whoever reads it, after a crash too, finds all of the old content or all of the new.
 *
 * <p>One writer per file: the temporary file beside it has a fixed name, so that a killed process leaves at most one behind.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes a text as UTF-8, exactly: no line end is added. */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a file; on return it is on disk.
     *
     * @param file in a directory that exists
     * @throws GreaterException ({@code NOT_WRITABLE}), and then the file is as it was, or new but perhaps not yet on disk
     */
    public static void write(Path file, byte[] content) {
        write(Disk.real(), file, content);
    }

    static void write(Disk disk, Path file, byte[] content) {
        Path target = file.toAbsolutePath();
        Path temporary = temporary(target);
        try {
            try (Disk.Output out = disk.open(temporary)) {
                out.cut(0);
                out.write(content);
                out.sync();
            }
            disk.move(temporary, target);
            // a rename lives in the folder, which has to be synced by itself
            disk.syncFolder(target.resolveSibling("."));
        } catch (IOException e) {
            removeHalf(temporary, e);
            throw notWritable(file, e);
        }
    }

    // on a full disk the half that was written is in the way of whatever is tried next
    private static void removeHalf(Path temporary, IOException failure) {
        try {
            if (Files.isRegularFile(temporary)) {
                Files.delete(temporary);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    static Path temporary(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".tmp");
    }

    static GreaterException notWritable(Path file, IOException cause) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            return new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "writing " + file + ": expected its folder, found nothing at " + folder
                            + "; put it back if it was moved, or choose another --out",
                    cause);
        }
        return new GreaterException(
                ErrorCode.NOT_WRITABLE,
                "writing " + file + ": expected a writable place with free space, found '" + FileProblem.of(cause)
                        + "'; free some space or mend the permissions, or choose another --out",
                cause);
    }
}
