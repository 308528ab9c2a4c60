package org.lookalike.imaging.decode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the folder of real images that are not part of the project. */
final class SharedData {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedData.class);

    private SharedData() {}

    static Path file(String name) {
        return folder().resolve(name);
    }

    /** Missing images are a reason to skip on a developer's machine only, never where everything must be tested. */
    static boolean isWanted(String name) {
        boolean wanted = Files.exists(file(name)) || Boolean.parseBoolean(System.getenv("CI"));
        if (!wanted) {
            LOGGER.atWarn().addKeyValue("file", file(name)).log("Real pictures are missing; their test is skipped");
        }
        return wanted;
    }

    private static Path folder() {
        String property = System.getProperty("lookalike.shared.data");
        String stated = property != null ? property : System.getenv("LOOKALIKE_SHARED_DATA");
        return stated != null
                ? Path.of(stated)
                : repository().resolveSibling("shared").resolve("data");
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw")) && folder.getParent() != null) {
            folder = Objects.requireNonNull(folder.getParent());
        }
        return folder;
    }
}
