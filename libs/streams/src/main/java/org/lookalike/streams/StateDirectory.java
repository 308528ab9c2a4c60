package org.lookalike.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of the state stores; a temporary one is deleted at the end. */
public final class StateDirectory implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(StateDirectory.class);

    private final Path path;
    private final boolean temporary;

    private StateDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * The folder, made where it is missing.
     *
     * @param configured the folder, or empty for a temporary one
     * @param service what the name of a temporary one ends with
     */
    public static StateDirectory of(String configured, String service) {
        try {
            return configured.isEmpty()
                    ? new StateDirectory(Files.createTempDirectory("lookalike-" + service), true)
                    : new StateDirectory(Files.createDirectories(Path.of(configured)), false);
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder '%s' cannot be made".formatted(configured), e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOGGER.atWarn().addKeyValue("folder", path).log("could not be deleted: {}", e.getMessage());
        }
    }
}
