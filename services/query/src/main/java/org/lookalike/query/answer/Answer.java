package org.lookalike.query.answer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.lookalike.events.ClusterAnswer;
import org.lookalike.events.PlaceOnMap;
import org.lookalike.events.Verdict;

/** What a {@link Question} was answered with. Immutable. */
public sealed interface Answer {

    /**
     * The similar images.
     *
     * @param hits best first
     * @param expanded whether they are in the order of the expanded query
     * @param took waiting for the vector store
     */
    record SimilarHits(List<Hit> hits, boolean expanded, Duration took) implements Answer {
        public SimilarHits {
            hits = List.copyOf(hits);
        }
    }

    /** The class of the query image. */
    record Recognised(Verdict verdict) implements Answer {}

    /**
     * The place of the query image on the map.
     *
     * @param place empty where no map was published, or none of the neighbours is on it
     */
    record Placed(Optional<PlaceOnMap> place) implements Answer {}

    /**
     * What is known of a cluster.
     *
     * @param images those to label, each with its role
     * @param took waiting for the vector store
     */
    record Audited(ClusterAnswer cluster, List<Hit> images, Duration took) implements Answer {
        public Audited {
            images = List.copyOf(images);
        }
    }
}
