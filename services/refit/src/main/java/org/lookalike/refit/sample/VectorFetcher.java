package org.lookalike.refit.sample;

import java.util.Optional;

/** Fetches single vectors by the offsets of their records. Used by one thread. */
public interface VectorFetcher extends AutoCloseable {
    /**
     * Fetches a vector.
     *
     * @return empty if the record has been compacted away: the image has a newer vector, or was deleted
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not answer
     */
    Optional<VectorUpdate.Upsert> fetch(String topic, int partition, long offset);

    @Override
    void close();
}
