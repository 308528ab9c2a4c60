package org.lookalike.sink.generation;

import com.carrotsearch.hppc.LongHashSet;
import org.lookalike.latent.sample.SampleHash;

/**
 * Ids by 64 bits of their SHA-256, at 11 to 22 bytes each, and up to 33 while the table is being enlarged: among ten million
 * ids, two look the same once in 400,000 times. Used by one thread.
 */
final class ImageIdSet {
    private final LongHashSet hashes = new LongHashSet();

    void add(String id) {
        hashes.add(SampleHash.of(id));
    }

    /** Returns whether it was there. */
    boolean remove(String id) {
        return hashes.removeAll(SampleHash.of(id)) > 0;
    }

    boolean isEmpty() {
        return hashes.isEmpty();
    }

    boolean contains(String id) {
        return hashes.contains(SampleHash.of(id));
    }

    int size() {
        return hashes.size();
    }
}
