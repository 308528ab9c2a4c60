package org.lookalike.explorer.catalogue;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The catalogue at some moment. Immutable and thread-safe.
 *
 * @param spaceId the space that the clusters belong to; empty before there was one
 * @param complete whether the topic had been read to its end
 * @param all how many images there are, about where these are a sample
 * @param newestFirst the images, those taken last first
 */
public record CatalogueSnapshot(String spaceId, boolean complete, long all, List<CataloguedImage> newestFirst) {
    private static final Comparator<CataloguedImage> NEWEST =
            Comparator.comparing(CataloguedImage::time).reversed().thenComparing(CataloguedImage::imageId);

    /** Before anything was read. */
    public static final CatalogueSnapshot NONE = new CatalogueSnapshot("", false, 0, List.of());

    private static final int MOST_VALUES = 50;

    public CatalogueSnapshot {
        newestFirst = newestFirst.stream().sorted(NEWEST).toList();
    }

    /** How many images each source published, the most productive first. */
    public Map<String, Integer> sources() {
        Map<String, Integer> counts = new HashMap<>();
        newestFirst.forEach(image -> counts.merge(image.source(), 1, Integer::sum));
        return largestFirst(counts, Integer.MAX_VALUE);
    }

    /** How many images each cluster has. */
    public Map<String, Integer> clusters() {
        Map<String, Integer> counts = new HashMap<>();
        newestFirst.forEach(image -> counts.merge(image.cluster(), 1, Integer::sum));
        return counts;
    }

    /** The values of each attribute with how many images have them, the most frequent {@value #MOST_VALUES}. */
    public Map<String, Map<String, Integer>> attributes() {
        Map<String, Map<String, Integer>> counts = new HashMap<>();
        newestFirst.forEach(image -> image.attributes()
                .forEach((name, value) ->
                        counts.computeIfAbsent(name, key -> new HashMap<>()).merge(value, 1, Integer::sum)));
        Map<String, Map<String, Integer>> shown = new HashMap<>();
        counts.forEach((name, values) -> shown.put(name, largestFirst(values, MOST_VALUES)));
        return shown;
    }

    /** The image under an id, if it is in the catalogue; goes through all. */
    public Optional<CataloguedImage> find(String imageId) {
        return newestFirst.stream()
                .filter(image -> image.imageId().equals(imageId))
                .findAny();
    }

    private static Map<String, Integer> largestFirst(Map<String, Integer> counts, int limit) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }
}
