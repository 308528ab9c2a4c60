package org.lookalike.provision.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

    private static final Path HOME = Path.of("/home/someone");

    @Test
    void ownVariableWins() {
        assertThat(CacheFolder.resolve(Map.of("LOOKALIKE_CACHE", "/a", "XDG_CACHE_HOME", "/b"), HOME))
                .isEqualTo(Path.of("/a"));
    }

    @Test
    void desktopCacheComesNext() {
        assertThat(CacheFolder.resolve(Map.of("XDG_CACHE_HOME", "/b"), HOME)).isEqualTo(Path.of("/b/lookalike"));
    }

    @Test
    void homeIsTheLastResort() {
        assertThat(CacheFolder.resolve(Map.of("LOOKALIKE_CACHE", " ", "XDG_CACHE_HOME", "relative"), HOME))
                .isEqualTo(Path.of("/home/someone/.cache/lookalike"));
    }
}
