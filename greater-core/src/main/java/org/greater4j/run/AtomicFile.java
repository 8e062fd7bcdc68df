package org.greater4j.run;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * Replaces a file as a whole: whoever reads it, after a crash too, finds all of the old content or all of the new.
 *
 * <p>One writer per file: the temporary file beside it has a fixed name, so that a killed process leaves at most one behind.
 */
public final class AtomicFile {
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private AtomicFile() {}

    /** Writes a text as UTF-8, exactly: no line end is added. */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a file; on return it is on disk.
     *
     * @param file in a directory that exists
     * @throws GreaterException ({@code NOT_WRITABLE}), and then the file is as it was
     */
    public static void write(Path file, byte[] content) {
        Path target = file.toAbsolutePath();
        Path temporary = temporary(target);
        try {
            // a plain stream, because an interrupted thread can't write through a channel, and interrupted runs must
            // save their state
            try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
                out.write(content);
                out.getFD().sync();
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory(target.resolveSibling("."));
        } catch (IOException e) {
            throw notWritable(file, e);
        }
    }

    static Path temporary(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".tmp");
    }

    static GreaterException notWritable(Path file, IOException cause) {
        return new GreaterException(
                ErrorCode.NOT_WRITABLE,
                "writing " + file + ": expected a writable place with free space, found '" + reason(cause)
                        + "'; free some space or mend the permissions, or choose another --out",
                cause);
    }

    static String reason(IOException cause) {
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    /** Makes a rename durable: it lives in the directory, which has to be synced by itself. */
    private static void forceDirectory(Path directory) throws IOException {
        if (WINDOWS) {
            return; // directories can't be opened there; NTFS journals the rename
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
