package org.lookalike.bench.fuzz;

import java.net.URI;
import java.util.List;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.StoredObject;

/** Stores nothing, so that fuzzing takes no disk. */
final class DiscardingStore implements ImageStore {
    @Override
    public URI put(String imageId, String sha256, byte[] bytes) {
        return URI.create("discarded:/" + sha256);
    }

    @Override
    public byte[] get(URI uri, long maxBytes) {
        throw new UnsupportedOperationException("nothing is stored");
    }

    @Override
    public boolean contains(URI uri) {
        return false;
    }

    @Override
    public boolean delete(URI uri) {
        return false;
    }

    @Override
    public List<StoredObject> scan(String prefix) {
        return List.of();
    }

    @Override
    public List<URI> list(String imageId) {
        return List.of();
    }

    @Override
    public void check() {}

    @Override
    public void close() {}
}
