package org.lookalike.query.answer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lookalike.labels.ClusterNames;
import org.lookalike.labels.Labels;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.VectorHit;

/**
 * What is known of spaces and labels while one batch is answered: all requests of it see the same. Used by the handler's
 * thread alone.
 */
final class Knowledge {
    private final Spaces spaces;
    private final Labels labels;
    private final Map<String, ClusterNames> names = new HashMap<>();

    Knowledge(Spaces spaces, Labels labels) {
        this.spaces = spaces;
        this.labels = labels;
    }

    /**
     * What an image is called.
     *
     * @param basis OWN or CLUSTER
     */
    record Naming(String label, String basis) {}

    /** Whether nothing has become known since. */
    boolean isStill(Spaces spacesNow, Labels labelsNow) {
        return spaces == spacesNow && labels == labelsNow;
    }

    Spaces spaces() {
        return spaces;
    }

    Labels labels() {
        return labels;
    }

    /** What an image of the space is called, if anything. */
    Optional<Naming> naming(Space space, VectorHit hit) {
        return labels.ofImage(hit.id())
                .map(label -> new Naming(label, "OWN"))
                .or(() -> names(space).of(hit.membership().cluster()).map(label -> new Naming(label, "CLUSTER")));
    }

    /**
     * The rows of a space that are called one of these.
     *
     * @throws PermanentFailure INVALID_FIELD if more images are concerned than a filter takes
     */
    Condition.Labelled labelled(Space space, Set<String> wanted) {
        Set<String> clusters = names(space).clustersOf(wanted);
        Set<String> ids = new HashSet<>();
        Set<String> otherwise = new HashSet<>();
        labels.images().forEach((id, label) -> {
            if (wanted.contains(label.label())) {
                ids.add(id);
            } else if (!clusters.isEmpty()) {
                otherwise.add(id);
            }
        });
        try {
            return new Condition.Labelled(ids, clusters, otherwise);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "labels: " + e.getMessage(), e);
        }
    }

    private ClusterNames names(Space space) {
        return names.computeIfAbsent(space.id(), id -> labels.clusterNames(space, spaces));
    }
}
