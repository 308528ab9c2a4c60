package org.lookalike.imaging.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lookalike.platform.failure.TransientFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image store in a folder, for one machine or a shared mount; URIs are {@code file:} URIs.
 *
 * <p>A write appears whole or not at all: it goes to a temporary file, is forced to disk if so configured, and is
 * renamed. Only objects of the store's own naming inside its own folder are read, and symbolic links are not followed.
 * Thread-safe, and safe among processes that share the folder.
 */
public final class FolderImageStore implements ImageStore {
    private static final Logger LOGGER = LoggerFactory.getLogger(FolderImageStore.class);
    private static final int RENAME_ATTEMPTS = 10;

    private final Path root;
    private final Path unfinished;
    private final boolean forceToDisk;
    private final Clock clock;

    /** Creates the folder where it is missing; forces each write to disk. */
    public FolderImageStore(Path root) {
        this(root, true, Clock.systemUTC());
    }

    /**
     * @param root created where it is missing
     * @param forceToDisk whether a write waits for the disk, and so survives a power cut
     * @param clock tells the time of writing, which {@link #delete} goes by
     */
    public FolderImageStore(Path root, boolean forceToDisk, Clock clock) {
        this.forceToDisk = forceToDisk;
        this.clock = clock;
        try {
            Files.createDirectories(root);
            this.root = root.toRealPath();
            this.unfinished = this.root.resolve(".unfinished");
            Files.createDirectories(unfinished);
        } catch (IOException e) {
            throw outage("open", root, e);
        }
    }

    @Override
    public URI put(String imageId, String sha256, byte[] bytes) {
        Path target = root.resolve(ObjectKey.next(imageId, sha256, clock.instant()));
        try {
            Path temporary = Files.createTempFile(unfinished, sha256.substring(0, 8), null);
            try {
                write(temporary, bytes);
                rename(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw outage("write", target, e);
        }
        return target.toUri();
    }

    @Override
    public byte[] get(URI uri, long maxBytes) {
        Path path = allowed(uri);
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            long size = Files.size(path);
            if (size > maxBytes) {
                throw StoreFailures.tooManyBytes(uri, size, maxBytes);
            }
            // The file may have been replaced since its size was asked for.
            byte[] bytes = in.readNBytes((int) Math.min(maxBytes, Integer.MAX_VALUE - 8));
            if (in.read() >= 0) {
                throw StoreFailures.tooManyBytes(uri, bytes.length + 1L, maxBytes);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw StoreFailures.missing(uri);
        } catch (IOException e) {
            throw outage("read", path, e);
        }
    }

    @Override
    public boolean contains(URI uri) {
        return Files.isRegularFile(allowed(uri), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public int delete(String imageId, Instant notAfter) {
        Path folder = root.resolve(ObjectKey.folder(imageId));
        int deleted = 0;
        try {
            for (Path path : objects(folder)) {
                if (deleteIfOld(path, notAfter)) {
                    deleted++;
                }
            }
            deleteIfEmpty(folder);
        } catch (IOException e) {
            throw outage("delete", folder, e);
        }
        return deleted;
    }

    @Override
    public boolean delete(URI uri) {
        Path path = allowed(uri);
        try {
            boolean deleted = Files.deleteIfExists(path);
            deleteIfEmpty(path.getParent());
            return deleted;
        } catch (IOException e) {
            throw outage("delete", path, e);
        }
    }

    @Override
    public List<StoredObject> scan(String prefix) {
        List<StoredObject> found = new ArrayList<>();
        Path part = root.resolve(prefix);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(part)) {
            for (Path folder : folders) {
                for (Path path : objects(folder)) {
                    String key = root.relativize(path).toString().replace('\\', '/');
                    if (ObjectKey.isValid(key)) {
                        stored(path).ifPresent(at -> found.add(StoredObject.of(key, path.toUri(), at)));
                    }
                }
            }
        } catch (NoSuchFileException e) {
            return found;
        } catch (IOException | DirectoryIteratorException e) {
            throw outage("list", part, e instanceof IOException known ? known : new IOException(e));
        }
        return found;
    }

    private static Optional<Instant> stored(Path path) throws IOException {
        try {
            return Optional.of(
                    Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant());
        } catch (NoSuchFileException e) {
            // Deleted since it was listed.
            return Optional.empty();
        }
    }

    @Override
    public List<URI> list(String imageId) {
        Path folder = root.resolve(ObjectKey.folder(imageId));
        try {
            return objects(folder).stream().map(Path::toUri).toList();
        } catch (IOException e) {
            throw outage("list", folder, e);
        }
    }

    @Override
    public void check() {
        if (!Files.isDirectory(root) || !Files.isWritable(unfinished)) {
            throw new TransientFailure("the image store's folder %s cannot be written to".formatted(root));
        }
    }

    @Override
    public void close() {}

    private void write(Path temporary, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer source = ByteBuffer.wrap(bytes);
            while (source.hasRemaining()) {
                channel.write(source);
            }
            if (forceToDisk) {
                channel.force(true);
            }
        }
        // The file system's own clock lags behind by milliseconds, enough for a deletion just before to win.
        Files.setLastModifiedTime(temporary, FileTime.from(clock.instant()));
    }

    private static void rename(Path temporary, Path target) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.createDirectories(target.getParent());
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return;
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                // A deletion has just removed the emptied folder; it may vanish even while it is being created.
                if (attempt == RENAME_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Path allowed(URI uri) {
        if (!"file".equals(uri.getScheme())
                || uri.getPath() == null
                || uri.getAuthority() != null
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw StoreFailures.notAllowed(uri, root.toString());
        }
        Path path;
        try {
            path = Path.of(uri.getPath());
        } catch (IllegalArgumentException e) {
            throw StoreFailures.notAllowed(uri, root.toString());
        }
        if (!path.startsWith(root)
                || !ObjectKey.isValid(root.relativize(path).toString().replace('\\', '/'))) {
            throw StoreFailures.notAllowed(uri, root.toString());
        }
        Path part = root;
        for (Path name : root.relativize(path)) {
            part = part.resolve(name);
            if (Files.isSymbolicLink(part)) {
                throw StoreFailures.notAllowed(uri, root.toString());
            }
        }
        return path;
    }

    private static List<Path> objects(Path folder) throws IOException {
        List<Path> objects = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (ObjectKey.isName(entry.getFileName().toString())
                        && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    objects.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return objects;
    }

    private static boolean deleteIfOld(Path path, Instant notAfter) throws IOException {
        try {
            Instant written =
                    Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
            return !written.isAfter(notAfter) && Files.deleteIfExists(path);
        } catch (NoSuchFileException e) {
            // Somebody else deletes as well.
            return false;
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            LOGGER.atDebug().addKeyValue("folder", folder).log("Newer objects stay");
        }
    }

    private static TransientFailure outage(String action, Path path, IOException e) {
        return new TransientFailure("the image store could not %s %s: %s".formatted(action, path, e), e);
    }
}
