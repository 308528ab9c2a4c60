package org.lookalike.query.request;

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
 * The spaces and labels that a batch is answered by: all requests of it see the same, whatever is published meanwhile.
 * Keeps what it has worked out. Used by the consumer's thread alone.
 */
public final class MetadataSnapshot {
    private final Spaces spaces;
    private final Labels labels;
    private final Map<String, ClusterNames> names = new HashMap<>();

    public MetadataSnapshot(Spaces spaces, Labels labels) {
        this.spaces = spaces;
        this.labels = labels;
    }

    /**
     * An image's label.
     *
     * @param basis OWN or CLUSTER
     */
    public record AssignedLabel(String label, String basis) {}

    /** This snapshot, while nothing has been published since; else a new one. */
    public MetadataSnapshot refreshed(Spaces spacesNow, Labels labelsNow) {
        return spaces == spacesNow && labels == labelsNow ? this : new MetadataSnapshot(spacesNow, labelsNow);
    }

    Spaces spaces() {
        return spaces;
    }

    /** The space that would have answered if its collection had not been lost; empty in general. */
    public String insteadOf(Request request) {
        return request.body().getSpace() == null
                ? spaces.preferred()
                        .filter(preferred -> !preferred.equals(request.space()))
                        .map(Space::id)
                        .orElse("")
                : "";
    }

    /** Whether answers out of the space may lack images because it is being filled for the first time. */
    public boolean isFilling(Space space) {
        return spaces.isFilling(space);
    }

    public Labels labels() {
        return labels;
    }

    /** The label of an image of the space: its own, or else its cluster's. */
    public Optional<AssignedLabel> labelOf(Space space, VectorHit hit) {
        return labels.ofImage(hit.id())
                .map(label -> new AssignedLabel(label, "OWN"))
                .or(() ->
                        names(space).of(hit.membership().cluster()).map(label -> new AssignedLabel(label, "CLUSTER")));
    }

    /**
     * The rows of a space that have one of these labels.
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
