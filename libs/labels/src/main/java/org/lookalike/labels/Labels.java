package org.lookalike.labels;

import java.util.Collection;
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
    private static final Labels NONE =
            new Labels(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    private final PersistentMap<ImageLabel> images;
    /** The same labels by class, so that a filter by one need not go through all. */
    private final PersistentMap<PersistentMap<ImageLabel>> byClass;

    private final PersistentMap<ClusterLabel> clusters;
    private final PersistentMap<Double> falseMatchRates;

    private Labels(
            PersistentMap<ImageLabel> images,
            PersistentMap<PersistentMap<ImageLabel>> byClass,
            PersistentMap<ClusterLabel> clusters,
            PersistentMap<Double> falseMatchRates) {
        this.images = images;
        this.byClass = byClass;
        this.clusters = clusters;
        this.falseMatchRates = falseMatchRates;
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

    /** Every image that has a label of its own, by id, in the unsigned order of the ids' {@code SampleHash}. */
    public Map<String, ImageLabel> images() {
        return images;
    }

    /** The images that were given this label themselves, by id, in the same order; none for an unknown label. */
    public Map<String, ImageLabel> imagesOf(String label) {
        return byClass.getOrDefault(label, PersistentMap.empty());
    }

    /** Every label that some image was given itself, with its images by id. */
    public Map<String, ? extends Map<String, ImageLabel>> imagesByClass() {
        return byClass;
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

    /** Collects the changes of several records; what they do not touch is shared with the labels before. */
    final class Changes {
        private PersistentMap<ImageLabel> nextImages = images;
        private PersistentMap<PersistentMap<ImageLabel>> nextByClass = byClass;
        private PersistentMap<ClusterLabel> nextClusters = clusters;
        private PersistentMap<Double> nextRates = falseMatchRates;

        void put(ImageLabel given) {
            removeImage(given.imageId());
            PersistentMap<ImageLabel> others = nextOf(given.label());
            ImageLabel label = others.isEmpty()
                    ? given
                    : sharingTexts(given, others.values().iterator().next());
            nextImages = nextImages.with(label.imageId(), label);
            nextByClass = nextByClass.with(label.label(), others.with(label.imageId(), label));
        }

        /** The same label with the class's own text: a million copies of it would take more than all the rest. */
        private static ImageLabel sharingTexts(ImageLabel label, ImageLabel other) {
            return new ImageLabel(
                    label.imageId(),
                    other.label(),
                    label.by().equals(other.by()) ? other.by() : label.by(),
                    label.at());
        }

        void put(ClusterLabel label) {
            nextClusters = nextClusters.with(label.clusterId(), label);
        }

        void putRate(String label, double rate) {
            nextRates = nextRates.with(label, rate);
        }

        void removeImage(String imageId) {
            ImageLabel before = nextImages.get(imageId);
            if (before == null) {
                return;
            }
            nextImages = nextImages.without(imageId);
            PersistentMap<ImageLabel> others = nextOf(before.label()).without(imageId);
            nextByClass =
                    others.isEmpty() ? nextByClass.without(before.label()) : nextByClass.with(before.label(), others);
        }

        private PersistentMap<ImageLabel> nextOf(String label) {
            return nextByClass.getOrDefault(label, PersistentMap.empty());
        }

        void removeCluster(String clusterId) {
            nextClusters = nextClusters.without(clusterId);
        }

        void removeRate(String label) {
            nextRates = nextRates.without(label);
        }

        Labels made() {
            return new Labels(nextImages, nextByClass, nextClusters, nextRates);
        }
    }
}
