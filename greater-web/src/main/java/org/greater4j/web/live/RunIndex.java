package org.greater4j.web.live;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.greater4j.error.GreaterException;
import org.greater4j.run.RunGlance;
import org.greater4j.run.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * All runs and studies below a folder. A run is read again only when one of its small files has changed. Thread-safe.
 *
 * <p>Folders are looked into as deep as a study's runs lie; links are not followed, and folders with a dot in front are left out.
 */
public final class RunIndex {
    private static final int DEEPEST = 8;
    /** Runs that are read together. */
    private static final int AT_ONCE = 16;

    /** What `study` and `compare` leave in their folders. */
    private static final List<String> STUDY_FILES = List.of("study.yaml", "compare.txt");

    private static final String SEPARATOR = "/";

    /** Id of a run that is the folder itself. */
    static final String ITSELF = ".";

    private final Path root;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** A glance and the stamp of the files that it was taken of. */
    private record Entry(
            long stamp,
            @Nullable RunGlance glance,
            @Nullable String problem) {}

    /**
     * What there is below the folder at one moment.
     *
     * @param runs in no order
     * @param studies ids of folders that hold a study or a comparison of methods, by name
     * @param unread number of runs that are there and were not read yet
     */
    public record Listing(List<RunSummary> runs, List<String> studies, int unread) {
        public Listing {
            runs = List.copyOf(runs);
            studies = List.copyOf(studies);
        }
    }

    /** @param root need not exist yet */
    public RunIndex(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The folder, in full. */
    public Path root() {
        return root;
    }

    /** Reads what has changed. */
    public Listing list() {
        return list(Long.MAX_VALUE);
    }

    /**
     * Reads what has changed, the latest runs first, as far as a time goes: so that there is something to show of many runs that were never
     * read before.
     *
     * @param nanos after which no further run is read that was not read before
     */
    public Listing list(long nanos) {
        long began = System.nanoTime();
        Found found = find();
        entries.keySet().retainAll(found.runs());
        List<String> latest = new ArrayList<>(found.runs());
        Map<String, Long> times = new HashMap<>();
        latest.forEach(id -> times.put(id, path(id).toFile().lastModified()));
        latest.sort(Comparator.comparing(times::get, Comparator.reverseOrder()));
        List<RunSummary> runs = new ArrayList<>();
        int unread = 0;
        for (int from = 0; from < latest.size(); from += AT_ONCE) {
            List<String> some = latest.subList(from, Math.min(latest.size(), from + AT_ONCE));
            if (System.nanoTime() - began > nanos && !entries.keySet().containsAll(some)) {
                unread += some.size();
            } else {
                some.parallelStream()
                        .map(id -> summary(id, studyOf(id, found.studies())))
                        .forEachOrdered(runs::add);
            }
        }
        return new Listing(runs, List.copyOf(found.studies()), unread);
    }

    /** One run, read if it has changed; empty if there is none of that id below the folder. */
    public Optional<RunSummary> find(String id) {
        return directory(id).filter(RunRecord::isRun).map(directory -> summary(id, studyOf(id, studiesAbove(id))));
    }

    /** A number that differs when the list would. */
    public long stamp() {
        Found found = find();
        long stamp = 31L * found.studies().hashCode() + entries.size();
        for (String id : found.runs()) {
            Path directory = path(id);
            stamp = 31 * stamp + id.hashCode();
            stamp = 31 * stamp + RunGlance.stamp(directory);
            stamp = 31 * stamp + (isActive(directory) ? 1 : 0);
        }
        return stamp;
    }

    /** The folder of an id; empty if the id leads out of this one's. It need not exist. */
    public Optional<Path> directory(String id) {
        if (id.equals(ITSELF)) {
            return Optional.of(root);
        }
        if (id.isEmpty() || id.indexOf('\0') >= 0 || id.indexOf('\\') >= 0) {
            return Optional.empty();
        }
        for (String name : id.split(SEPARATOR, -1)) {
            if (name.isEmpty() || name.startsWith(".")) {
                return Optional.empty();
            }
        }
        Path directory = path(id);
        return staysInside(directory) ? Optional.of(directory) : Optional.empty();
    }

    /** The id of a folder below this one. */
    public String id(Path directory) {
        Path relative = root.relativize(directory.toAbsolutePath().normalize());
        return relative.toString().isEmpty()
                ? ITSELF
                : relative.toString().replace(relative.getFileSystem().getSeparator(), SEPARATOR);
    }

    private static boolean holdsStudy(Path folder) {
        return STUDY_FILES.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** Whether an id is a study's or a comparison's. */
    public boolean isStudy(String id) {
        return directory(id).filter(RunIndex::holdsStudy).isPresent();
    }

    private Path path(String id) {
        return id.equals(ITSELF) ? root : root.resolve(id);
    }

    // a link inside may lead anywhere; what is not there yet leads nowhere
    private boolean staysInside(Path directory) {
        try {
            return !Files.exists(directory) || directory.toRealPath().startsWith(root.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private RunSummary summary(String id, @Nullable String study) {
        Path directory = path(id);
        long stamp = RunGlance.stamp(directory);
        Entry entry = entries.get(id);
        if (entry == null || entry.stamp() != stamp) {
            entry = read(directory, stamp);
            entries.put(id, entry);
        }
        return new RunSummary(id, state(entry, directory), entry.glance(), entry.problem(), study);
    }

    private static Entry read(Path directory, long stamp) {
        try {
            return new Entry(stamp, RunGlance.of(directory), null);
        } catch (GreaterException e) {
            return new Entry(stamp, null, e.getMessage());
        }
    }

    private static RunState state(Entry entry, Path directory) {
        if (entry.glance() == null) {
            return RunState.UNREADABLE;
        }
        if (entry.glance().finished()) {
            return RunState.FINISHED;
        }
        return RunRecord.isBeingWritten(directory) ? RunState.RUNNING : RunState.INTERRUPTED;
    }

    private boolean isActive(Path directory) {
        Entry entry = entries.get(id(directory));
        boolean ended =
                entry != null && entry.glance() != null && entry.glance().finished();
        return !ended && RunRecord.isBeingWritten(directory);
    }

    private static @Nullable String studyOf(String id, Iterable<String> studies) {
        for (String study : studies) {
            if (id.startsWith(study + SEPARATOR)) {
                return study;
            }
        }
        return null;
    }

    private List<String> studiesAbove(String id) {
        List<String> studies = new ArrayList<>();
        for (int at = id.indexOf('/'); at > 0; at = id.indexOf('/', at + 1)) {
            if (isStudy(id.substring(0, at))) {
                studies.add(id.substring(0, at));
            }
        }
        return studies;
    }

    private record Found(TreeSet<String> runs, TreeSet<String> studies) {}

    private Found find() {
        Found found = new Found(new TreeSet<>(), new TreeSet<>());
        if (!Files.isDirectory(root)) {
            return found;
        }
        try {
            Files.walkFileTree(root, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    if (!folder.equals(root) && folder.getFileName().toString().startsWith(".")) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    if (RunRecord.isRun(folder)) {
                        found.runs().add(id(folder));
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    if (holdsStudy(folder)) {
                        found.studies().add(id(folder));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE; // gone since, or nobody's to read
                }
            });
        } catch (IOException e) {
            return found; // what could be seen so far
        }
        return found;
    }
}
