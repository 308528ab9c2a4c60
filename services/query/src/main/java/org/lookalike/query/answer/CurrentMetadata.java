package org.lookalike.query.answer;

import java.util.function.Supplier;
import org.lookalike.labels.Labels;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.store.CollectionGuard;
import org.lookalike.spaces.Spaces;

/** The spaces and labels by which requests are answered now. Thread-safe. */
public final class CurrentMetadata {
    private final Supplier<Spaces> spaces;
    private final Supplier<Labels> labels;
    private final CollectionGuard guard;
    private MetadataSnapshot snapshot = new MetadataSnapshot(Spaces.none(), Labels.none());

    /**
     * Takes the parts.
     *
     * @param spaces the spaces right now; may throw a {@link org.lookalike.platform.failure.TransientFailure}
     * @param labels the labels right now, likewise
     * @param guard tells whose collections are lost
     */
    public CurrentMetadata(Supplier<Spaces> spaces, Supplier<Labels> labels, CollectionGuard guard) {
        this.spaces = spaces;
        this.labels = labels;
        this.guard = guard;
    }

    /**
     * What is known now; the same object for as long as nothing changes.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the topics have not been read yet
     */
    public MetadataSnapshot get() {
        Spaces known = guard.withoutLost(spaces.get());
        Labels given = labels.get();
        synchronized (this) {
            snapshot = snapshot.refreshed(known, given);
            return snapshot;
        }
    }
}
