package org.lookalike.labels;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/**
 * The state of the topic {@code labels} up to some record. Immutable and thread-safe; two are the same object exactly where
 * no record came in between.
 *
 * <p>An image has the label that it was given, or otherwise its cluster's; see {@link ClusterNames} for what becomes of a
 * cluster's label when a refit changes the cluster.
 */
public final class Labels {
    private static final Labels NONE = new Labels(Map.of(), Map.of(), Map.of());

    private final Map<String, ImageLabel> images;
    private final Map<String, ClusterLabel> clusters;
    private final Map<String, Double> falseMatchRates;

    Labels(Map<String, ImageLabel> images, Map<String, ClusterLabel> clusters, Map<String, Double> falseMatchRates) {
        this.images = Map.copyOf(images);
        this.clusters = Map.copyOf(clusters);
        this.falseMatchRates = Map.copyOf(falseMatchRates);
    }

    /** Before the first record. */
    public static Labels none() {
        return NONE;
    }

    /** These labels of images and clusters, and nothing else. */
    public static Labels of(Collection<ImageLabel> images, Collection<ClusterLabel> clusters) {
        Changes changes = NONE.changes();
        images.forEach(changes::put);
        clusters.forEach(changes::put);
        return changes.made();
    }

    /** The label that this image was given itself. */
    public Optional<String> ofImage(String imageId) {
        return Optional.ofNullable(images.get(imageId)).map(ImageLabel::label);
    }

    /** Every image that has a label of its own, by id. */
    public Map<String, ImageLabel> images() {
        return images;
    }

    /** Every labelled cluster, by id; also those that no longer exist. */
    public Map<String, ClusterLabel> clusters() {
        return clusters;
    }

    /** The labels of a space's clusters. */
    public ClusterNames clusterNames(Space space, Spaces spaces) {
        return ClusterNames.of(space, spaces, clusters);
    }

    /** The rate of false matches that was set for this class, above 0 and below 1. */
    public OptionalDouble falseMatchRate(String label) {
        Double rate = falseMatchRates.get(label);
        return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }

    /** Every rate that was set, by class. */
    public Map<String, Double> falseMatchRates() {
        return falseMatchRates;
    }

    Changes changes() {
        return new Changes();
    }

    /** Applies several records to one copy of the maps. */
    final class Changes {
        private final Map<String, ImageLabel> moreImages = new HashMap<>(images);
        private final Map<String, ClusterLabel> moreClusters = new HashMap<>(clusters);
        private final Map<String, Double> moreRates = new HashMap<>(falseMatchRates);

        void put(ImageLabel label) {
            moreImages.put(label.imageId(), label);
        }

        void put(ClusterLabel label) {
            moreClusters.put(label.clusterId(), label);
        }

        void putRate(String label, double rate) {
            moreRates.put(label, rate);
        }

        void removeImage(String imageId) {
            moreImages.remove(imageId);
        }

        void removeCluster(String clusterId) {
            moreClusters.remove(clusterId);
        }

        void removeRate(String label) {
            moreRates.remove(label);
        }

        Labels made() {
            return new Labels(moreImages, moreClusters, moreRates);
        }
    }
}
