package org.lookalike.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server that is started at its first use, on a temporary folder, and stopped with the test JVM. Thread-safe. */
final class SharedServer<T extends AutoCloseable> {

    private final String name;
    private final Function<Path, T> start;
    private @Nullable T server;

    SharedServer(String name, Function<Path, T> start) {
        this.name = name;
        this.start = start;
    }

    synchronized T get() {
        if (server == null) {
            T started = start.apply(temporaryFolder());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(started), "stop-" + name));
            server = started;
        }
        return server;
    }

    private Path temporaryFolder() {
        try {
            return Files.createTempDirectory("lookalike-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder for " + name, e);
        }
    }

    private void close(T started) {
        try {
            started.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot stop " + name, e);
        }
    }
}
