package org.lookalike.encoding;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of real images, which is not part of the project. */
public final class SharedData {
    private SharedData() {}

    /**
     * Whether tests that need it run: a machine without it says so and skips them, but not where {@code CI=true}
     * promises it.
     */
    public static boolean isThere() {
        boolean there = Files.isRegularFile(folder().resolve("golden_features.json"));
        if (!there) {
            System.err.printf("skipped: no shared pictures in %s (set LOOKALIKE_SHARED_DATA)%n", folder());
        }
        return there || "true".equals(System.getenv("CI"));
    }

    /** The system property {@code lookalike.shared.data}, else the environment, else beside the repository. */
    public static Path folder() {
        String property = System.getProperty("lookalike.shared.data");
        String variable = System.getenv("LOOKALIKE_SHARED_DATA");
        if (property != null) {
            return Path.of(property);
        }
        if (variable != null) {
            return Path.of(variable);
        }
        Path repository = Path.of("").toAbsolutePath();
        while (!Files.exists(repository.resolve("mvnw")) && repository.getParent() != null) {
            repository = repository.getParent();
        }
        return repository.resolveSibling("shared").resolve("data");
    }
}
