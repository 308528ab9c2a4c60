package org.lookalike.imaging.store;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;

/** An image store in memory, with the failures that a test asks for. Thread-safe. */
public final class InMemoryImageStore implements ImageStore {
    private static final String ROOT = "memory:/";

    private final Map<URI, Stored> objects = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final InstantSource clock;
    private volatile Runnable onRead = () -> {};
    private volatile boolean down;
    private volatile boolean unmounted;

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Stored(String imageId, byte[] bytes, Instant writtenAt) {}

    public InMemoryImageStore() {
        this(InstantSource.system());
    }

    InMemoryImageStore(InstantSource clock) {
        this.clock = clock;
    }

    /** While it is down, everything fails as an outage. */
    public void setDown(boolean isDown) {
        down = isDown;
    }

    /** While it is unmounted, no object is found and its check fails, as with a network share. */
    public void setUnmounted(boolean isUnmounted) {
        unmounted = isUnmounted;
    }

    /** Called at the beginning of each read, on the reading thread. */
    public void onRead(Runnable action) {
        onRead = action;
    }

    /** How often an object was read or looked for. */
    public int reads() {
        return reads.get();
    }

    /** How many objects it holds. */
    public int size() {
        return objects.size();
    }

    @Override
    public URI put(String imageId, String sha256, byte[] bytes) {
        requireUp();
        URI uri = URI.create(ROOT + ObjectKey.next(imageId, sha256, clock.instant()));
        objects.put(uri, new Stored(imageId, bytes.clone(), clock.instant()));
        return uri;
    }

    @Override
    public byte[] get(URI uri, long maxBytes) {
        reads.incrementAndGet();
        onRead.run();
        requireUp();
        requireOwn(uri);
        Stored stored = unmounted ? null : objects.get(uri);
        if (stored == null) {
            throw new PermanentFailure(ErrorCode.BYTES_MISSING, "nothing under " + uri);
        }
        if (stored.bytes().length > maxBytes) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_TOO_MANY_BYTES,
                    "%s has %d bytes, limit %d".formatted(uri, stored.bytes().length, maxBytes));
        }
        return stored.bytes().clone();
    }

    @Override
    public boolean contains(URI uri) {
        requireUp();
        requireOwn(uri);
        return objects.containsKey(uri);
    }

    @Override
    public int delete(String imageId, Instant notAfter) {
        requireUp();
        AtomicInteger deleted = new AtomicInteger();
        objects.values().removeIf(stored -> {
            boolean matches =
                    stored.imageId().equals(imageId) && !stored.writtenAt().isAfter(notAfter);
            if (matches) {
                deleted.incrementAndGet();
            }
            return matches;
        });
        return deleted.get();
    }

    @Override
    public boolean delete(URI uri) {
        requireUp();
        requireOwn(uri);
        return objects.remove(uri) != null;
    }

    @Override
    public List<StoredObject> scan(String prefix) {
        requireUp();
        return objects.entrySet().stream()
                .map(entry -> StoredObject.of(
                        entry.getKey().toString().substring(ROOT.length()),
                        entry.getKey(),
                        entry.getValue().writtenAt()))
                .filter(object -> object.idHash().startsWith(prefix))
                .toList();
    }

    @Override
    public List<URI> list(String imageId) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getValue().imageId().equals(imageId))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void check() {
        requireUp();
        if (unmounted) {
            throw new TransientFailure("the image store is not mounted");
        }
    }

    @Override
    public void close() {}

    private void requireUp() {
        if (down) {
            throw new TransientFailure("the image store is down");
        }
    }

    private static void requireOwn(URI uri) {
        String path = uri.toString();
        boolean own = path.startsWith(ROOT) && ObjectKey.isValid(path.substring(ROOT.length()));
        if (!own) {
            throw new PermanentFailure(ErrorCode.URI_NOT_ALLOWED, "%s lies outside of the store".formatted(uri));
        }
    }
}
