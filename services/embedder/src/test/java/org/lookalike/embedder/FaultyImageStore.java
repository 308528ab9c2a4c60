package org.lookalike.embedder;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;

/** Images in the heap, with the failures that a test asks for. */
final class FaultyImageStore implements ImageStore {
    final AtomicInteger reads = new AtomicInteger();
    /** Called at the beginning of each read, on the reading thread. */
    volatile Runnable onRead = () -> {};

    volatile boolean out;
    /** As a share that is not mounted: nothing is found, and the store itself is unwell. */
    volatile boolean unmounted;

    private final Map<URI, byte[]> objects = new ConcurrentHashMap<>();

    @Override
    public URI put(String imageId, String sha256, byte[] bytes) {
        URI uri = URI.create("memory:/" + sha256);
        objects.put(uri, bytes);
        return uri;
    }

    @Override
    public byte[] get(URI uri, long maxBytes) {
        reads.incrementAndGet();
        onRead.run();
        if (out) {
            throw new TransientFailure("the image store is out");
        }
        byte[] bytes = unmounted ? null : objects.get(uri);
        if (bytes == null) {
            throw new PermanentFailure(ErrorCode.BYTES_MISSING, "nothing under " + uri);
        }
        return bytes;
    }

    @Override
    public boolean contains(URI uri) {
        return objects.containsKey(uri);
    }

    @Override
    public int delete(String imageId, Instant notAfter) {
        throw new UnsupportedOperationException("the embedder deletes nothing");
    }

    @Override
    public List<URI> list(String imageId) {
        return List.copyOf(objects.keySet());
    }

    @Override
    public void check() {
        if (out || unmounted) {
            throw new TransientFailure("the image store is out");
        }
    }

    @Override
    public void close() {}
}
