package org.greater4j.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.optimize.GreaterStep;
import org.greater4j.tasks.TaskCatalogue;
import org.greater4j.torch.session.TorchModel;

/**
 * The version of this build: the release's, and behind a plus the beginning of a hash over the code that a run's numbers come from. Two
 * builds of one release, of which one was edited, are two programs.
 */
public final class Version {
    private static final int DIGITS = 12;

    /** One class of core, engine, tasks, methods in words, and this module; commands and pages change no number. */
    static final List<Class<?>> PARTS =
            List.of(GreaterStep.class, TorchModel.class, TaskCatalogue.class, Workbench.class, Version.class);

    private Version() {}

    /** Like {@code 0.1.0+3fa412ab90cd}; {@code development} in front of the plus when run from class files. */
    public static String current() {
        return Known.VERSION;
    }

    private static final class Known {
        static final String VERSION = release() + "+" + hash();
    }

    private static String release() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Class<?> one : PARTS) {
                CodeSource source = one.getProtectionDomain().getCodeSource();
                if (source == null || source.getLocation() == null) {
                    return "unknown";
                }
                add(Path.of(source.getLocation().toURI()), digest);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (IOException | UncheckedIOException | URISyntaxException e) {
            return "unknown";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    // a jar, or a folder of classes
    private static void add(Path place, MessageDigest digest) throws IOException {
        if (Files.isRegularFile(place)) {
            digest.update(Files.readAllBytes(place));
            return;
        }
        List<Path> classes;
        try (Stream<Path> files = Files.walk(place)) {
            classes = files.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : classes) {
            digest.update(Files.readAllBytes(file));
        }
    }
}
