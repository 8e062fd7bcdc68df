package org.greater4j.app.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of {@code pip download}, watched for signs of life, and ended with all its children if it shows none. */
final class PipProcess {
    private static final long POLL_MILLIS = 200;
    private static final long LONGEST_END_MILLIS = 500;
    private static final int MOST_MESSAGE_CHARACTERS = 300;

    private final SourceSettings settings;
    private final Map<String, String> environment;
    private final Path work;
    private final Path temporary;
    private final Path log;

    PipProcess(SourceSettings settings, Map<String, String> environment, Path work) {
        this.settings = settings;
        this.environment = environment;
        this.work = work;
        this.temporary = work.resolve("tmp");
        this.log = work.resolve("pip.log");
    }

    /** Downloads one requirement's wheel, without dependencies, into a folder. */
    void download(String requirement, Path destination, TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException {
        Files.createDirectories(temporary);
        List<String> missing = new ArrayList<>();
        for (List<String> pip : settings.pipCommands()) {
            @Nullable Process process = start(pip, requirement, destination, missing);
            if (process == null) {
                continue;
            }
            watch(process, progress);
            if (process.exitValue() == 0) {
                return;
            }
            String problem = lastProblem();
            if (!problem.contains("No module named pip")) {
                throw new SourceFailure("pip failed with exit code " + process.exitValue() + ": " + problem);
            }
            missing.add(String.join(" ", pip) + " (" + problem + ")");
        }
        throw new SourceFailure("no pip found, tried: " + String.join(", ", missing));
    }

    private @Nullable Process start(List<String> pip, String requirement, Path destination, List<String> missing) {
        List<String> command = new ArrayList<>(pip);
        command.addAll(List.of(
                "download",
                "--no-deps",
                // A source archive would run its own code to be built.
                "--only-binary=:all:",
                "--no-input",
                "--disable-pip-version-check",
                "--progress-bar=off",
                "--retries=1",
                "--timeout=10",
                "--dest=" + destination,
                requirement));
        ProcessBuilder builder = new ProcessBuilder(command)
                // Python looks for modules in its working directory first; this one holds none.
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> variables = builder.environment();
        variables.clear();
        variables.putAll(environment);
        variables.keySet().removeIf(name -> name.startsWith("HF_") || name.startsWith("HUGGING_FACE_"));
        // Its unfinished files are seen as progress there, and go away with the folder.
        List.of("TMPDIR", "TEMP", "TMP").forEach(name -> variables.put(name, temporary.toString()));
        try {
            return builder.start();
        } catch (IOException e) {
            missing.add(String.join(" ", pip) + " (no such program)");
            return null;
        }
    }

    private void watch(Process process, TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException {
        try {
            // Should it ask anything, it reads the end of its input.
            process.getOutputStream().close();
            progress.begin(0, -1);
            long lastSign = System.nanoTime();
            long logBytes = 0;
            long downloaded = 0;
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                long newLogBytes = Files.size(log);
                long newDownloaded = largestFile();
                if (newLogBytes != logBytes || newDownloaded != downloaded) {
                    lastSign = System.nanoTime();
                }
                logBytes = newLogBytes;
                downloaded = newDownloaded;
                progress.advanceTo(downloaded);
                if (System.nanoTime() - lastSign > settings.pipStallTimeout().toNanos()) {
                    throw new SourceFailure(
                            "pip showed no sign of life for " + HttpProblems.seconds(settings.pipStallTimeout()));
                }
            }
            progress.end(largestFile());
        } finally {
            end(process);
        }
    }

    /** Size of the largest file pip has: it copies the wheel from one folder to another at the end, so a sum would count it twice. */
    private long largestFile() throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            return files.map(Path::toFile)
                    .mapToLong(file -> file.isFile() ? file.length() : 0)
                    .max()
                    .orElse(0);
        } catch (UncheckedIOException vanishedMeanwhile) {
            return 0;
        }
    }

    private static void end(Process process) {
        if (process.isAlive()) {
            // Listed before the parent dies, after which they are nobody's descendants.
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            // Until it is gone it may still write into the folder that is deleted next. Not cut short by a second
            // interrupt.
            process.onExit()
                    .completeOnTimeout(process, LONGEST_END_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    /** The last line that pip calls an error, else its last line. */
    private String lastProblem() throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        String last = lines.stream()
                .filter(line -> line.startsWith("ERROR:"))
                .reduce((earlier, later) -> later)
                .orElse(lines.isEmpty() ? "no message" : lines.get(lines.size() - 1));
        String safe = last.replaceAll("://[^/@\\s]+@", "://****@");
        return safe.length() <= MOST_MESSAGE_CHARACTERS ? safe : safe.substring(0, MOST_MESSAGE_CHARACTERS) + "…";
    }
}
