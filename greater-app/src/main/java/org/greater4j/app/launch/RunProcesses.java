package org.greater4j.app.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs in JVMs of their own, so that a stop, an exhausted memory or a crash of native code ends one run and nothing else. Thread-safe.
 *
 * <p>One works at a time; others wait in line, since two searches on the same cores end later than one after the other. What ended stays known
 * until it is begun again or {@value #MOST_REMEMBERED} others have ended since.
 */
public final class RunProcesses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunProcesses.class);
    private static final int MOST_REMEMBERED = 100;
    private static final int MOST_WAITING = 20;
    private static final int LINES_OF_ERROR = 20;
    private static final long PATIENCE_SECONDS = 12;
    /** Exit code of a run that was asked to end. */
    private static final int INTERRUPTED = 130;

    private final List<String> program;
    private final Map<Path, Job> jobs = new LinkedHashMap<>();
    private final Deque<Job> line = new ArrayDeque<>();
    private @Nullable Job working;
    private boolean closed;

    /** @param program words that begin this program's command line: a JVM, its options and the main class */
    public RunProcesses(List<String> program) {
        this.program = List.copyOf(program);
    }

    /** One run's process, from the order on. */
    private static final class Job {
        final Path directory;
        final List<String> arguments;
        final @Nullable String input;
        volatile RunActivity activity = RunActivity.waiting();

        @Nullable
        Process process;

        boolean stopped;

        Job(Path directory, List<String> arguments, @Nullable String input) {
            this.directory = directory;
            this.arguments = arguments;
            this.input = input;
        }
    }

    /**
     * Begins a run as soon as no other works.
     *
     * @throws GreaterException ({@code RUN_IN_USE}) if there is a process for its directory, or too many wait
     */
    public void begin(RunOrder order) {
        add(new Job(order.directory(), List.of("begin", "--json-stream"), order.json()));
    }

    /** Goes on with a run as soon as no other works; errors as those of {@link #begin}. */
    public void resume(Path directory) {
        add(new Job(directory, List.of("resume", directory.toString(), "--json-stream"), null));
    }

    /** What the process of a run is doing; empty if this object began none for it. */
    public synchronized Optional<RunActivity> activity(Path directory) {
        return Optional.ofNullable(jobs.get(key(directory))).map(job -> job.activity);
    }

    /** The directories of all runs that this object knows, in the order in which they were begun. */
    public synchronized List<Path> directories() {
        return List.copyOf(jobs.keySet());
    }

    /**
     * Asks a run to end; it leaves a record that can be gone on with.
     *
     * @return false if it is none of this object's, or has ended
     */
    public synchronized boolean stop(Path directory) {
        Job job = jobs.get(key(directory));
        if (job == null || !job.activity.alive()) {
            return false;
        }
        stop(job);
        return true;
    }

    /** Asks all runs to end and waits until they have. */
    @Override
    public void close() {
        List<Process> left = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Job job : jobs.values()) {
                if (job.activity.alive()) {
                    stop(job);
                    if (job.process != null) {
                        left.add(job.process);
                    }
                }
            }
        }
        try {
            for (Process process : left) {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(Job job) {
        job.stopped = true;
        if (line.remove(job)) {
            job.activity = job.activity.ended(null);
            return;
        }
        job.activity = job.activity.stopping();
        if (job.process != null) {
            job.process.destroy();
        }
    }

    private synchronized void add(Job job) {
        Path key = key(job.directory);
        Job before = jobs.get(key);
        if (before != null && before.activity.alive()) {
            throw new GreaterException(
                    ErrorCode.RUN_IN_USE,
                    "run: expected no other process, found one that was begun for " + job.directory
                            + "; wait for it to end, or stop it");
        }
        if (closed || line.size() >= MOST_WAITING) {
            throw new GreaterException(
                    ErrorCode.RUN_IN_USE,
                    "run: expected at most " + MOST_WAITING + " waiting runs, found more; wait for one to end");
        }
        jobs.remove(key);
        jobs.put(key, job);
        line.add(job);
        forgetOldest();
        next();
    }

    private void forgetOldest() {
        List<Path> ended = jobs.entrySet().stream()
                .filter(entry -> !entry.getValue().activity.alive())
                .map(Map.Entry::getKey)
                .toList();
        ended.stream().limit(Math.max(0, ended.size() - MOST_REMEMBERED)).forEach(jobs::remove);
    }

    private synchronized void next() {
        if (working != null || line.isEmpty() || closed) {
            return;
        }
        Job job = line.remove();
        working = job;
        job.activity = RunActivity.starting();
        List<String> words = new ArrayList<>(program);
        words.addAll(job.arguments);
        try {
            Process process = new ProcessBuilder(words).start();
            job.process = process;
            start("run " + job.directory.getFileName(), () -> supervise(job, process));
        } catch (IOException e) {
            job.activity = job.activity.ended("the program could not be started: " + e.getMessage());
            working = null;
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void supervise(Job job, Process process) {
        Deque<String> errors = new ArrayDeque<>();
        try {
            start("errors of " + job.directory.getFileName(), () -> collect(process, errors));
            try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
                if (job.input != null) {
                    in.write(job.input);
                }
            }
            StreamReader reader = new StreamReader();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String told = out.readLine(); told != null; told = out.readLine()) {
                    heard(job, reader.read(told, job.activity));
                }
            }
            int exitCode = process.waitFor();
            synchronized (this) {
                boolean failed = exitCode != 0 && !job.stopped && exitCode != INTERRUPTED;
                job.activity = job.activity.ended(failed ? failure(reader.error(), exitCode, errors) : null);
            }
        } catch (IOException e) {
            LOG.debug("hearing of {}", job.directory, e);
            process.destroy();
            job.activity = job.activity.ended(failure(null, -1, errors));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                working = null;
                next();
            }
        }
    }

    private synchronized void heard(Job job, RunActivity activity) {
        if (job.activity.phase() != RunActivity.Phase.STOPPING) {
            job.activity = activity;
        }
    }

    private static void collect(Process process, Deque<String> lines) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String told = in.readLine(); told != null; told = in.readLine()) {
                synchronized (lines) {
                    lines.add(told);
                    if (lines.size() > LINES_OF_ERROR) {
                        lines.remove();
                    }
                }
            }
        } catch (IOException e) {
            LOG.debug("reading the errors of a process", e);
        }
    }

    private static String failure(@Nullable String told, int exitCode, Deque<String> lines) {
        if (told != null) {
            return told;
        }
        synchronized (lines) {
            return "the process ended with exit code " + exitCode
                    + (lines.isEmpty() ? "" : ":\n" + String.join("\n", lines));
        }
    }

    private static Path key(Path directory) {
        return directory.toAbsolutePath().normalize();
    }
}
