package org.greater4j.app.download;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where downloaded files live, by the convention of the platform. */
public final class CacheDirectory {
    private CacheDirectory() {}

    /**
     * The cache directory of this user: {@code GREATER_CACHE} if set; else {@code ${XDG_CACHE_HOME:-~/.cache}/greater4j},
     * {@code ~/Library/Caches/greater4j} on macOS, {@code %LOCALAPPDATA%\greater4j} on Windows. Absolute; not created.
     */
    public static Path of(Map<String, String> environment) {
        return of(environment, System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", ".")));
    }

    static Path of(Map<String, String> environment, String operatingSystem, Path home) {
        @Nullable String own = environment.get("GREATER_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath().normalize();
        }
        return platformCache(environment, operatingSystem.toLowerCase(Locale.ROOT), home)
                .resolve("greater4j")
                .toAbsolutePath()
                .normalize();
    }

    private static Path platformCache(Map<String, String> environment, String operatingSystem, Path home) {
        if (operatingSystem.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches");
        }
        if (operatingSystem.startsWith("windows")) {
            @Nullable String local = environment.get("LOCALAPPDATA");
            return local != null && !local.isBlank()
                    ? Path.of(local)
                    : home.resolve("AppData").resolve("Local");
        }
        @Nullable String shared = environment.get("XDG_CACHE_HOME");
        // The XDG specification says to ignore a relative path.
        return shared != null && shared.startsWith("/") ? Path.of(shared) : home.resolve(".cache");
    }
}
