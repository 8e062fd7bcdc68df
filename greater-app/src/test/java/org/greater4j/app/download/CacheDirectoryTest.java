package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheDirectoryTest {
    @TempDir
    Path home;

    @Test
    void followsThePlatform() {
        assertThat(of(Map.of(), "Linux")).isEqualTo(home.resolve(".cache/greater4j"));
        assertThat(of(Map.of(), "Mac OS X")).isEqualTo(home.resolve("Library/Caches/greater4j"));
        assertThat(of(Map.of(), "Windows 11")).isEqualTo(home.resolve("AppData/Local/greater4j"));
        assertThat(of(Map.of("LOCALAPPDATA", home.resolve("L").toString()), "Windows 11"))
                .isEqualTo(home.resolve("L/greater4j"));
    }

    @Test
    void takesTheSharedCacheOnlyIfItsPathIsAbsolute() {
        assertThat(of(Map.of("XDG_CACHE_HOME", home.resolve("x").toString()), "Linux"))
                .isEqualTo(home.resolve("x/greater4j"));
        assertThat(of(Map.of("XDG_CACHE_HOME", "x"), "Linux")).isEqualTo(home.resolve(".cache/greater4j"));
    }

    @Test
    void ownVariableWinsUnlessItIsEmpty() {
        String own = home.resolve("own").toString();
        assertThat(of(Map.of("GREATER_CACHE", own, "XDG_CACHE_HOME", "/x"), "Linux"))
                .isEqualTo(home.resolve("own"));
        assertThat(of(Map.of("GREATER_CACHE", ""), "Linux")).isEqualTo(home.resolve(".cache/greater4j"));
    }

    private Path of(Map<String, String> environment, String operatingSystem) {
        return CacheDirectory.of(environment, operatingSystem, home);
    }
}
