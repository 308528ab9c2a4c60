package org.lookalike.bench.pictures;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Pictures with classes, in two halves: one is searched, the other searches.
 *
 * @param name of the set
 * @param gallery what is searched, at least one; each picture's name ends with its class and its file's name
 * @param queries what searches, likewise
 */
public record LabelledSet(String name, List<Picture> gallery, List<Picture> queries) {
    public LabelledSet {
        gallery = List.copyOf(gallery);
        queries = List.copyOf(queries);
        if (gallery.isEmpty() || queries.isEmpty()) {
            throw new IllegalArgumentException("the set %s has %d pictures and %d queries, needs at least one of each"
                    .formatted(name, gallery.size(), queries.size()));
        }
    }

    /** Both halves, the gallery first. */
    public List<Picture> all() {
        return Stream.concat(gallery.stream(), queries.stream()).toList();
    }

    /** The classes of some of its pictures. */
    public static List<String> labels(List<Picture> pictures) {
        return pictures.stream().map(LabelledSet::label).toList();
    }

    /** Each so many-th picture of both halves, under another name. */
    public LabelledSet thinned(String newName, int every) {
        return new LabelledSet(newName, thinned(gallery, every), thinned(queries, every));
    }

    private static List<Picture> thinned(List<Picture> pictures, int every) {
        return IntStream.range(0, pictures.size())
                .filter(i -> i % every == 0)
                .mapToObj(pictures::get)
                .collect(ArrayList::new, List::add, List::addAll);
    }

    private static String label(Picture picture) {
        String[] parts = picture.name().split("/", -1);
        return parts[parts.length - 2];
    }
}
