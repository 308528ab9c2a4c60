package org.lookalike.provision.cache;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the folder in which fetched packages and everything made from them are kept between runs. */
public final class CacheFolder {

    /** Names the folder outright. */
    public static final String VARIABLE = "LOOKALIKE_CACHE";

    private CacheFolder() {}

    /**
     * The folder for this user: {@code LOOKALIKE_CACHE}, else {@code $XDG_CACHE_HOME/lookalike}, else
     * {@code ~/.cache/lookalike}. It need not exist yet.
     */
    public static Path resolve() {
        return resolve(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static Path resolve(Map<String, String> environment, Path home) {
        @Nullable String chosen = environment.get(VARIABLE);
        if (chosen != null && !chosen.isBlank()) {
            return Path.of(chosen).toAbsolutePath().normalize();
        }
        @Nullable String shared = environment.get("XDG_CACHE_HOME");
        Path caches = shared != null && Path.of(shared).isAbsolute() ? Path.of(shared) : home.resolve(".cache");
        return caches.resolve("lookalike");
    }
}
