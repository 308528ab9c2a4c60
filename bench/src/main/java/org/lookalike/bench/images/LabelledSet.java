package org.lookalike.bench.images;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images with classes, divided into a gallery and queries.
 *
 * @param name of the set
 * @param gallery what is searched, at least one; each image's name ends with its class and its file's name
 * @param queries what searches, likewise
 */
public record LabelledSet(String name, List<BenchImage> gallery, List<BenchImage> queries) {
    public LabelledSet {
        gallery = List.copyOf(gallery);
        queries = List.copyOf(queries);
        if (gallery.isEmpty() || queries.isEmpty()) {
            throw new IllegalArgumentException("the set %s has %d pictures and %d queries, needs at least one of each"
                    .formatted(name, gallery.size(), queries.size()));
        }
    }

    /** Both halves, the gallery first. */
    public List<BenchImage> all() {
        return Stream.concat(gallery.stream(), queries.stream()).toList();
    }

    /** The classes of some of its images. */
    public static List<String> labels(List<BenchImage> images) {
        return images.stream().map(LabelledSet::label).toList();
    }

    /** Every n-th image of both halves, under another name. */
    public LabelledSet thinned(String newName, int every) {
        return new LabelledSet(newName, thinned(gallery, every), thinned(queries, every));
    }

    private static List<BenchImage> thinned(List<BenchImage> images, int every) {
        return IntStream.range(0, images.size())
                .filter(i -> i % every == 0)
                .mapToObj(images::get)
                .collect(ArrayList::new, List::add, List::addAll);
    }

    private static String label(BenchImage image) {
        String[] parts = image.name().split("/", -1);
        return parts[parts.length - 2];
    }
}
