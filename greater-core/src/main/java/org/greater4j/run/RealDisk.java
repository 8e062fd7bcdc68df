package org.greater4j.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The machine's file system, by calls that an interrupted thread can make: an interrupted run must save its state. */
final class RealDisk implements Disk {
    static final RealDisk INSTANCE = new RealDisk();

    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private RealDisk() {}

    @Override
    public Output open(Path file) throws IOException {
        // not a channel: an interrupted thread can't write through one
        RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
        return new Output() {
            @Override
            public void write(byte[] bytes) throws IOException {
                opened.write(bytes);
            }

            @Override
            public void cut(long length) throws IOException {
                opened.setLength(length);
                opened.seek(length);
            }

            @Override
            public void sync() throws IOException {
                opened.getFD().sync();
            }

            @Override
            public void close() throws IOException {
                opened.close();
            }
        };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        if (WINDOWS) {
            return; // folders can't be opened there; NTFS journals the rename
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
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
