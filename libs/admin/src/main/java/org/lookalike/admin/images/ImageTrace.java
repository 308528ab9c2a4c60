package org.lookalike.admin.images;

import java.util.List;
import java.util.Optional;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.ImageVector;

/**
 * Where one image is, from the topics and the stores themselves.
 *
 * @param arrived the newest event of its arrival; empty if it never arrived or was deleted
 * @param deleted where its tombstone lies, if it was deleted
 * @param stored whether the image store has the bytes that the arrival names
 * @param vectors the newest vector on each topic of vectors that has one
 * @param collections those of the vector store that hold it
 * @param quarantined its newest refusal, unless it arrived again since
 * @param remnants what else there is of it
 */
public record ImageTrace(
        Optional<Located<ImageArrived>> arrived,
        Optional<String> deleted,
        boolean stored,
        List<Located<ImageVector>> vectors,
        List<String> collections,
        Optional<ImageQuarantined> quarantined,
        List<Remnant> remnants) {
    public ImageTrace {
        vectors = List.copyOf(vectors);
        collections = List.copyOf(collections);
        remnants = List.copyOf(remnants);
    }

    /** Whether a deleted image has left no trace but its tombstones. */
    public boolean isGone() {
        return arrived.isEmpty() && vectors.isEmpty() && collections.isEmpty() && remnants.isEmpty();
    }

    /**
     * An event and where it lies.
     *
     * @param event the event
     * @param place topic-partition@offset
     */
    public record Located<V>(V event, String place) {}
}
