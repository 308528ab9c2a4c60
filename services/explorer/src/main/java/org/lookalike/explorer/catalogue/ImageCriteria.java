package org.lookalike.explorer.catalogue;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lookalike.client.SearchQuery;

/**
 * Which images are meant: those that satisfy everything that is given.
 *
 * @param sources images of one of these; empty for any
 * @param clusters images of one of these; empty for any
 * @param labels images with one of these labels, their own or their cluster's; empty for any
 * @param withoutLabels no image with one of these
 * @param unlabelled only images without a label
 * @param from taken at or after this instant; null for any
 * @param to taken before this instant; null for any
 * @param attributes images with all of these
 */
public record ImageCriteria(
        Set<String> sources,
        Set<String> clusters,
        Set<String> labels,
        Set<String> withoutLabels,
        boolean unlabelled,
        @Nullable Instant from,
        @Nullable Instant to,
        Map<String, String> attributes) {
    public ImageCriteria {
        sources = Set.copyOf(sources);
        clusters = Set.copyOf(clusters);
        labels = Set.copyOf(labels);
        withoutLabels = Set.copyOf(withoutLabels);
        attributes = Map.copyOf(attributes);
    }

    /** @param label the image's label, its own or its cluster's; null for none */
    boolean matches(CataloguedImage image, @Nullable String label) {
        return (sources.isEmpty() || sources.contains(image.source()))
                && (clusters.isEmpty() || clusters.contains(image.cluster()))
                && (labels.isEmpty() || (label != null && labels.contains(label)))
                && (label == null || !withoutLabels.contains(label))
                && (!unlabelled || label == null)
                && (from == null || !image.time().isBefore(from))
                && (to == null || image.time().isBefore(to))
                && image.attributes().entrySet().containsAll(attributes.entrySet());
    }

    /** Has a search return such images only. */
    public void restrict(SearchQuery.Builder search) {
        if (!sources.isEmpty()) {
            search.sources(sources.toArray(String[]::new));
        }
        if (!clusters.isEmpty()) {
            search.clusters(clusters.toArray(String[]::new));
        }
        if (!labels.isEmpty()) {
            search.labels(labels.toArray(String[]::new));
        }
        if (!withoutLabels.isEmpty()) {
            search.withoutLabels(withoutLabels.toArray(String[]::new));
        }
        if (unlabelled) {
            search.unlabelled();
        }
        if (from != null) {
            search.from(from);
        }
        if (to != null) {
            search.to(to);
        }
        attributes.forEach(search::attribute);
    }
}
