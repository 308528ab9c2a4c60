package org.lookalike.explorer.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.labels.LabelLookup;
import org.lookalike.labels.Labels;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.spaces.map.ImageMap;

/** What the topics say now: spaces, labels, map and images. Thread-safe. */
public final class SystemView {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final Supplier<Spaces> spaces;
    private final Supplier<Labels> labels;
    private final Supplier<ImageMap> map;
    private final Supplier<CatalogueSnapshot> catalogue;

    public SystemView(
            Supplier<Spaces> spaces,
            Supplier<Labels> labels,
            Supplier<ImageMap> map,
            Supplier<CatalogueSnapshot> catalogue) {
        this.spaces = spaces;
        this.labels = labels;
        this.map = map;
        this.catalogue = catalogue;
    }

    public Spaces spaces() {
        return spaces.get();
    }

    public Labels labels() {
        return labels.get();
    }

    public ImageMap map() {
        return map.get();
    }

    public CatalogueSnapshot catalogue() {
        return catalogue.get();
    }

    /** The space whose clusters the catalogue knows. */
    public Optional<Space> space() {
        return spaces().find(catalogue().spaceId());
    }

    /** What images and clusters are called at this moment. */
    public Names names() {
        Spaces known = spaces();
        Labels given = labels();
        LabelLookup lookup = known.find(catalogue().spaceId())
                .map(space -> new LabelLookup(given, space, known))
                .orElse(null);
        return new Names(given, lookup);
    }

    /** The images that are meant, those taken last first. */
    public Stream<Named> images(ImageCriteria criteria) {
        Names names = names();
        return catalogue().newestFirst().stream()
                .map(image -> new Named(image, names.ofImage(image)))
                .filter(named -> criteria.matches(named.image(), named.label()));
    }

    /**
     * Waits until the labels are as wanted, because a person who labelled something looks at it next.
     *
     * @return whether they became so in time
     */
    public boolean awaitLabels(Predicate<Labels> wanted, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!wanted.test(labels())) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return true;
    }

    /**
     * An image with its label.
     *
     * @param label its own or its cluster's; null for none
     */
    public record Named(CataloguedImage image, @Nullable String label) {}

    /**
     * Names at one moment.
     *
     * @param labels all labels
     * @param lookup those that hold in the catalogue's space; null where there is none yet
     */
    public record Names(Labels labels, @Nullable LabelLookup lookup) {
        /** An image's own label, else its cluster's, else null. */
        public @Nullable String ofImage(CataloguedImage image) {
            return lookup == null
                    ? labels.ofImage(image.imageId()).orElse(null)
                    : lookup.ofImage(image.imageId(), image.cluster());
        }

        /** What a cluster is called, or null. */
        public @Nullable String ofCluster(String clusterId) {
            return lookup == null ? null : lookup.ofCluster(clusterId);
        }

        /** Every label that somebody gave, of images or clusters. */
        public List<String> all() {
            return Stream.concat(
                            labels.imagesByClass().keySet().stream(),
                            labels.clusters().values().stream().map(label -> label.label()))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }
}
