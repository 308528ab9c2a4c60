package org.lookalike.bench.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary folder that is deleted with all that lies in it.
 *
 * @param path the folder
 */
public record WorkFolder(Path path) implements AutoCloseable {
    /** Makes one. */
    public static WorkFolder create() throws IOException {
        return new WorkFolder(Files.createTempDirectory("lookalike-bench-"));
    }

    /** What lies in it under a name, made or not. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new BenchFailure("cannot delete the bench's folder " + path, e);
        }
    }
}
