package org.greater4j.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The operations on files that a run's record is written by. Between any two of them the process may die, and any of them may fail; so a test
 * that has each one fail, or be the last, has tried every place where a run can break off.
 *
 * <p>{@link #real} is what everybody uses; tests bring disks that are full, broken, or torn from the process.
 */
public interface Disk {
    /** The file system of this machine. */
    static Disk real() {
        return RealDisk.INSTANCE;
    }

    /** Opens a file for writing at its start, created if there is none; what is in it stays. */
    Output open(Path file) throws IOException;

    /** Gives a file another name, at once and in the place of a file of that name. */
    void move(Path from, Path to) throws IOException;

    /** Returns when the names of the files in a folder are on disk. */
    void syncFolder(Path folder) throws IOException;

    /** A file that is written to, at a place that moves on. */
    interface Output extends Closeable {
        /** Writes all of the bytes, or fails; then any number of them may have been written. */
        void write(byte[] bytes) throws IOException;

        /** Cuts the file off, or leaves it as short as it is, and goes on writing there. */
        void cut(long length) throws IOException;

        /** Returns when all that was written is on disk. */
        void sync() throws IOException;
    }
}
