package org.greater4j.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A disk on which something happens at one operation: it is full from there on, or broken, or the process or the power is gone. */
public final class FaultyDisk implements Disk {
    /** Operations that never come. */
    public static final int NEVER = Integer.MAX_VALUE;

    /** What happens. */
    public enum Fault {
        /** The process is killed in front of the operation; what it had written stays. */
        KILLED_BEFORE,
        /** The process is killed with the operation half done: half a line, half a file. */
        KILLED_HALF_WAY,
        /** The process is killed right behind the operation. */
        KILLED_AFTER,
        /** The power goes: what was not synced is lost, new names of files too. */
        POWER_CUT,
        /** The power goes: of what was not synced a part in front is lost, and what was written behind it stays. */
        POWER_CUT_WITH_HOLES,
        /** There is no space any more, and what is written before that is noticed stays. */
        NO_SPACE,
        /** The device answers nothing but errors. */
        INPUT_OUTPUT_ERROR;

        /** Whether the process is told of it, and lives on. */
        public boolean isTold() {
            return this == NO_SPACE || this == INPUT_OUTPUT_ERROR;
        }
    }

    /** Stands for the end of the process. */
    public static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Disk real = Disk.real();
    private final int at;
    private final Fault fault;
    private final List<String> operations = new ArrayList<>();
    private final Map<Path, Long> synced = new HashMap<>();
    // by its new name: what had that name, or null, and what the new one was called
    private final Map<Path, Renamed> renamed = new LinkedHashMap<>();
    private boolean dead;

    private record Renamed(byte @Nullable [] before, Path from) {}

    /**
     * @param at the operation that the fault comes at, counted from 1
     * @param fault what happens there
     */
    public FaultyDisk(int at, Fault fault) {
        this.at = at;
        this.fault = fault;
    }

    /** A disk that works and counts. */
    public static FaultyDisk sound() {
        return new FaultyDisk(NEVER, Fault.KILLED_BEFORE);
    }

    /** What was asked for so far, such as {@code write events.jsonl}. */
    public List<String> operations() {
        return List.copyOf(operations);
    }

    private interface Step {
        void run() throws IOException;
    }

    private void step(String what, Path file, Step half, Step whole) throws IOException {
        if (dead) {
            throw new Killed();
        }
        operations.add(what + " " + file.getFileName());
        int number = operations.size();
        if (number < at) {
            whole.run();
            return;
        }
        switch (fault) {
            case NO_SPACE -> {
                if (what.equals("write") || what.equals("open")) {
                    half.run();
                    throw new IOException("No space left on device");
                }
                whole.run();
            }
            case INPUT_OUTPUT_ERROR -> throw new FileSystemException(file.toString(), null, "Input/output error");
            default -> {
                dead = true;
                if (fault == Fault.KILLED_HALF_WAY) {
                    half.run();
                } else if (fault == Fault.KILLED_AFTER) {
                    whole.run();
                } else if (fault == Fault.POWER_CUT || fault == Fault.POWER_CUT_WITH_HOLES) {
                    losePower();
                }
                throw new Killed();
            }
        }
    }

    private void losePower() throws IOException {
        for (Map.Entry<Path, Long> file : synced.entrySet()) {
            Path path = file.getKey();
            if (Files.exists(path) && Files.size(path) > file.getValue()) {
                int kept = Math.toIntExact(file.getValue());
                byte[] written = Files.readAllBytes(path);
                if (fault == Fault.POWER_CUT_WITH_HOLES) {
                    // the file has its length already, and zeros where a block has not come
                    Arrays.fill(written, kept, kept + (written.length - kept + 7) / 8, (byte) 0);
                    Files.write(path, written);
                } else {
                    Files.write(path, Arrays.copyOf(written, kept));
                }
            }
        }
        for (Map.Entry<Path, Renamed> name : renamed.entrySet()) {
            Files.move(name.getKey(), name.getValue().from());
            if (name.getValue().before() != null) {
                Files.write(
                        name.getKey(), Objects.requireNonNull(name.getValue().before()));
            }
        }
    }

    @Override
    public Output open(Path file) throws IOException {
        Path path = file.toAbsolutePath();
        @Nullable Output[] opened = new Output[1];
        step("open", path, () -> {}, () -> {
            long size = Files.exists(path) ? Files.size(path) : 0;
            opened[0] = real.open(path);
            synced.put(path, size);
        });
        return new FaultyOutput(path, Objects.requireNonNull(opened[0]));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step("move to", to, () -> {}, () -> {
            byte @Nullable [] before = Files.exists(to) ? Files.readAllBytes(to) : null;
            real.move(from, to);
            renamed.put(to, new Renamed(before, from));
            synced.put(to, Objects.requireNonNullElse(synced.remove(from), 0L));
        });
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        step("sync folder", folder, () -> {}, () -> {
            real.syncFolder(folder);
            renamed.clear();
        });
    }

    private final class FaultyOutput implements Output {
        private final Path path;
        private final Output output;

        FaultyOutput(Path path, Output output) {
            this.path = path;
            this.output = output;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            step("write", path, () -> output.write(Arrays.copyOf(bytes, bytes.length / 2)), () -> output.write(bytes));
        }

        @Override
        public void cut(long length) throws IOException {
            step("cut", path, () -> {}, () -> {
                output.cut(length);
                synced.merge(path, length, Math::min);
            });
        }

        @Override
        public void sync() throws IOException {
            step("sync", path, () -> {}, () -> {
                output.sync();
                synced.put(path, Files.size(path));
            });
        }

        // a dead process's files are closed by the system
        @Override
        public void close() {
            try {
                output.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
