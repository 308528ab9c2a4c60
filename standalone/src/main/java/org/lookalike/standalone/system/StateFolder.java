package org.lookalike.standalone.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.system.SystemFailure;

/** The one folder in which a stand-alone system keeps everything; one system at a time may hold it. */
final class StateFolder implements AutoCloseable {
    private final Path root;
    private final FileChannel channel;

    private StateFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Takes the folder, made where missing.
     *
     * @throws SystemFailure if another process holds it
     */
    static StateFolder take(Path folder) {
        try {
            Path root = Files.createDirectories(folder).toRealPath();
            FileChannel channel =
                    FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new SystemFailure(
                        "another lookalike runs on %s; end it, or choose another folder with --state".formatted(root));
            }
            return new StateFolder(root, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder %s cannot be used".formatted(folder), e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path root() {
        return root;
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path registry() {
        return root.resolve("registry");
    }

    Path milvus() {
        return root.resolve("milvus");
    }

    Path images() {
        return root.resolve("images");
    }

    /** For the state of the refit's streams. */
    Path refit() {
        return root.resolve("refit");
    }

    /** For the audit's ledgers. */
    Path audit() {
        return root.resolve("audit");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
