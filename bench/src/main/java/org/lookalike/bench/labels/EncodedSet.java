package org.lookalike.bench.labels;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.images.LabelledSet;
import org.lookalike.latent.linear.Pca;
import org.lookalike.latent.linear.PcaOptions;
import org.lookalike.latent.matrix.Rows;

/**
 * A labelled set's vectors in one space.
 *
 * @param name of the set
 * @param space the space's name, for the report
 * @param names of the images, the gallery's first
 * @param labels their classes
 * @param vectors theirs
 * @param gallery how many are of the gallery; the others are queries
 */
record EncodedSet(String name, String space, List<String> names, List<String> labels, Rows vectors, int gallery) {
    EncodedSet {
        names = List.copyOf(names);
        labels = List.copyOf(labels);
        if (names.size() != labels.size() || names.size() != vectors.count() || gallery > names.size()) {
            throw new IllegalArgumentException(
                    "set %s has %d names, %d labels and %s".formatted(name, names.size(), labels.size(), vectors));
        }
    }

    static EncodedSet of(LabelledSet set, Rows features) {
        List<BenchImage> all = set.all();
        return new EncodedSet(
                set.name(),
                "encoder",
                all.stream().map(BenchImage::name).toList(),
                LabelledSet.labels(all),
                features,
                set.gallery().size());
    }

    /** In the principal components of the gallery alone. */
    EncodedSet inPrincipalComponents(int dimensions) {
        return in("PCA %d", dimensions, vectors.select(galleryPlaces()));
    }

    /** In the principal components of all images, as after a refit that saw them all. */
    EncodedSet inOwnPrincipalComponents(int dimensions) {
        return in("PCA %d all", dimensions, vectors);
    }

    private EncodedSet in(String title, int dimensions, Rows sample) {
        Rows projected = Pca.fit(sample, PcaOptions.ofDimensions(dimensions)).project(vectors);
        return new EncodedSet(name, title.formatted(projected.width()), names, labels, projected.normalised(), gallery);
    }

    /** The classes, ascending. */
    List<String> classes() {
        return labels.stream().distinct().sorted().toList();
    }

    int[] galleryPlaces() {
        return IntStream.range(0, gallery).toArray();
    }

    int[] queryPlaces() {
        return IntStream.range(gallery, names.size()).toArray();
    }

    List<String> labelsOf(int[] places) {
        return Arrays.stream(places).mapToObj(labels::get).toList();
    }

    /** Whether it shows one thing in two images, the template and the test. */
    boolean hasPairs() {
        return names.stream().allMatch(image -> isTemplate(image) || image.contains(TEST));
    }

    private static final String TEMPLATE = "_temp.";
    private static final String TEST = "_test.";

    static boolean isTemplate(String image) {
        return image.contains(TEMPLATE);
    }

    /** The class of an image of such a set. */
    static String pair(String image) {
        return Stream.of(TEMPLATE, TEST)
                .filter(image::contains)
                .map(mark -> image.substring(0, image.indexOf(mark)))
                .findFirst()
                .orElseThrow();
    }
}
