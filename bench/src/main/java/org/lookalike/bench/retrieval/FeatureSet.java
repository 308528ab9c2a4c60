package org.lookalike.bench.retrieval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.images.LabelledSet;
import org.lookalike.latent.matrix.Rows;

/**
 * A labelled set with its encoder's features.
 *
 * @param name of the set
 * @param images all of them, the gallery of the given split first
 * @param labels theirs
 * @param features theirs
 * @param gallery how many are in the gallery of the given split
 */
record FeatureSet(String name, List<BenchImage> images, List<String> labels, Rows features, int gallery) {
    private static final String TEMPLATE = "_temp.";
    private static final String TEST = "_test.";

    FeatureSet {
        images = List.copyOf(images);
        labels = List.copyOf(labels);
    }

    static FeatureSet of(LabelledSet set, Rows features) {
        return new FeatureSet(
                set.name(),
                set.all(),
                LabelledSet.labels(set.all()),
                features,
                set.gallery().size());
    }

    /** The id under which an image is indexed. */
    String id(int image) {
        return name + "/" + images.get(image).name();
    }

    /**
     * Halves the set, as {@code split.json} does for number 0 and at random for others: each class is halved, and two images
     * of one thing stay together.
     *
     * @return whether each image is in the gallery
     */
    boolean[] split(int number) {
        boolean[] inGallery = new boolean[images.size()];
        if (number == 0) {
            IntStream.range(0, gallery).forEach(i -> inGallery[i] = true);
            return inGallery;
        }
        Map<String, Map<String, List<Integer>>> classes = new TreeMap<>();
        for (int i = 0; i < images.size(); i++) {
            classes.computeIfAbsent(labels.get(i), label -> new TreeMap<>())
                    .computeIfAbsent(thing(images.get(i).name()), thing -> new ArrayList<>())
                    .add(i);
        }
        Random random = new Random(number);
        classes.values().forEach(things -> {
            List<List<Integer>> order = new ArrayList<>(things.values());
            Collections.shuffle(order, random);
            order.subList(0, order.size() / 2).forEach(thing -> thing.forEach(i -> inGallery[i] = true));
        });
        return inGallery;
    }

    private static String thing(String image) {
        return image.replace(TEMPLATE, "").replace(TEST, "");
    }
}
