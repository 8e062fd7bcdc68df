package org.greater4j.torch.memory;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * The native libraries on the class path, unpacked whole before any of them is loaded.
 *
 * <p>JavaCPP unpacks a library when it is about to load it. The system's loader, though, also maps the libraries that it depends on, whole
 * or not: one that another process is still writing, or that a killed one left behind, ends the JVM by a bus error, and it does so again at
 * every later start. So all are unpacked first, under a lock of all processes of this user; what is cut short is written anew.
 */
public final class NativeLibraries {
    private static final String ROOT = "org/bytedeco/";
    private static final Pattern LIBRARY = Pattern.compile("[^/]+\\.(so(\\.[0-9.]+)?|dll|dylib)");

    private static volatile boolean unpacked;

    private NativeLibraries() {}

    /**
     * Unpacks what is not unpacked yet; once that is done, this does nothing.
     *
     * @throws GreaterException ({@code NOT_WRITABLE}) if the folder can't be written
     */
    public static void unpack() {
        if (!unpacked) {
            unpackNow();
        }
    }

    private static synchronized void unpackNow() {
        if (unpacked) {
            return;
        }
        @Nullable File folder = null;
        try {
            folder = Loader.getCacheDir();
            unpackInto(folder.toPath());
            unpacked = true;
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "native libraries: expected a folder to unpack them to, with about half a gigabyte of room (CUDA's take several), found: "
                            + FileProblem.of(e) + ", in " + (folder == null ? "~/.javacpp/cache" : folder)
                            + "; make room, or name another folder by GREATER_JAVA_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=DIR",
                    e);
        }
    }

    @SuppressWarnings("try") // the lock is used by being held
    private static void unpackInto(Path folder) throws IOException {
        List<URL> libraries = libraries();
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("greater4j.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                @Nullable FileLock lock = lock(channel)) {
            for (URL library : libraries) {
                Loader.cacheResource(library);
            }
        }
    }

    // a class loader beside this one may hold it in the same process, which the system refuses to wait for
    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.lock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** All libraries for this platform, its variants with CUDA among them. */
    private static List<URL> libraries() throws IOException {
        List<URL> libraries = new ArrayList<>();
        String platform = Loader.getPlatform();
        for (URL folder :
                Collections.list(NativeLibraries.class.getClassLoader().getResources(ROOT))) {
            URLConnection connection = folder.openConnection();
            if (connection instanceof JarURLConnection jar) {
                URL file = jar.getJarFileURL();
                for (String name : Collections.list(jar.getJarFile().entries()).stream()
                        .map(entry -> entry.getName())
                        .filter(name -> isLibrary(name, platform))
                        .toList()) {
                    libraries.add(new URL("jar:" + file + "!/" + name));
                }
            }
        }
        return libraries;
    }

    // org/bytedeco/pytorch/linux-x86_64-gpu/libtorch_cuda.so
    private static boolean isLibrary(String name, String platform) {
        String[] parts = name.split("/", -1);
        return name.startsWith(ROOT)
                && parts.length == 5
                && (parts[3].equals(platform) || parts[3].startsWith(platform + "-"))
                && LIBRARY.matcher(parts[4]).matches();
    }
}
