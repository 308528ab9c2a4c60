package org.lookalike.provision.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Exclusive work on a folder, against other threads and other processes. The operating system frees the folder when
 * the process that works on it dies.
 */
public final class FolderLock {

    /** File locks belong to the whole JVM, so threads are kept apart by a lock of their own. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private FolderLock() {}

    /** What is done while the folder is held. */
    @FunctionalInterface
    public interface Work {
        /** Runs the task. */
        void run() throws IOException;
    }

    /**
     * Waits until the folder is free, then does the work.
     *
     * @param folder the folder to guard; it need not exist, its parent is made when missing
     * @throws UncheckedIOException when the lock file beside the folder cannot be written, or the work fails so
     */
    public static void holding(Path folder, Work work) {
        Path absolute = folder.toAbsolutePath().normalize();
        Path file = absolute.resolveSibling(absolute.getFileName() + ".lock");
        ReentrantLock threads = THREADS.computeIfAbsent(file, ignored -> new ReentrantLock());
        threads.lock();
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent(), "a folder cannot be the root"));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock processes = channel.lock();
                work.run();
                processes.release();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed while holding " + folder, e);
        } finally {
            threads.unlock();
        }
    }
}
