package org.lookalike.query.request;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lookalike.labels.ClusterNames;
import org.lookalike.labels.Labels;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.VectorHit;

/**
 * The spaces and labels that requests are answered by: each sees the same throughout, whatever is published meanwhile.
 * Keeps what it has worked out. Thread-safe.
 */
public final class MetadataSnapshot {
    /** Each may hold a million ids. */
    private static final int MAX_LABELLED = 16;

    private final Spaces spaces;
    private final Labels labels;
    private final Map<String, ClusterNames> names = new ConcurrentHashMap<>();
    private final Map<LabelledKey, Condition.Labelled> labelled = new ConcurrentHashMap<>();

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

    public Spaces spaces() {
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
     * How many ids the condition of a request's labels takes: those of the labels, and all others where a cluster has one of
     * them. Does not go through them.
     */
    public int labelledIds(Request request) {
        LabelFilter filter = LabelFilter.of(request.body());
        if (!filter.isAsked()) {
            return 0;
        }
        Set<String> deciding = filter.deciding();
        return filter.unlabelled()
                        || !names(request.space()).clustersOf(deciding).isEmpty()
                ? labels.images().size()
                : deciding.stream()
                        .mapToInt(label -> labels.imagesOf(label).size())
                        .sum();
    }

    /** The condition of a filter by labels; empty if all rows of the space meet it. */
    Optional<Condition> condition(Space space, LabelFilter filter) {
        if (!filter.isAsked()) {
            return Optional.empty();
        }
        Condition.Labelled decided =
                labelled(new LabelledKey(space.id(), filter.deciding(), filter.unlabelled()), space);
        if (filter.isPositive()) {
            return Optional.of(decided);
        }
        return decided.ids().isEmpty() && decided.clusters().isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition.NotLabelled(decided));
    }

    private Condition.Labelled labelled(LabelledKey key, Space space) {
        Condition.Labelled known = labelled.get(key);
        if (known != null) {
            return known;
        }
        Condition.Labelled made = key.any()
                ? new Condition.Labelled(labels.images().keySet(), names(space).clusters(), Set.of())
                : labelled(space, key.labels());
        if (labelled.size() >= MAX_LABELLED) {
            labelled.clear();
        }
        labelled.put(key, made);
        return made;
    }

    /** The rows of a space that have one of these labels. */
    private Condition.Labelled labelled(Space space, Set<String> wanted) {
        Set<String> clusters = names(space).clustersOf(wanted);
        Set<String> ids = new HashSet<>();
        wanted.forEach(label -> ids.addAll(labels.imagesOf(label).keySet()));
        Set<String> otherwise = new HashSet<>();
        if (!clusters.isEmpty()) {
            labels.images().keySet().stream().filter(id -> !ids.contains(id)).forEach(otherwise::add);
        }
        return new Condition.Labelled(ids, clusters, otherwise);
    }

    /** @param any of whatever label */
    private record LabelledKey(String spaceId, Set<String> labels, boolean any) {}

    private ClusterNames names(Space space) {
        return names.computeIfAbsent(space.id(), id -> labels.clusterNames(space, spaces));
    }
}
