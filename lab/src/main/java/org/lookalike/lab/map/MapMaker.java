package org.lookalike.lab.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lookalike.admin.map.MapPoint;
import org.lookalike.admin.map.PointImage;
import org.lookalike.latent.map.Place;
import org.lookalike.latent.map.Tsne;
import org.lookalike.latent.map.TsneMap;
import org.lookalike.latent.map.TsneMonitor;
import org.lookalike.latent.map.TsneOptions;
import org.lookalike.latent.matrix.Rows;

/** Finds the place of each image. */
public final class MapMaker {
    private final TsneOptions options;
    private final TsneMonitor watch;

    /** A maker of maps, told how and by whom it is watched. */
    public MapMaker(TsneOptions options, TsneMonitor watch) {
        this.options = options;
        this.watch = watch;
    }

    /**
     * Places of images.
     *
     * @param positions x and y of each
     * @param known how many have their place from an earlier map, or began there
     * @param summary in a few words, for a person
     */
    public record Made(Rows positions, int known, String summary) {}

    /** A new map. */
    public Made create(List<PointImage> images) {
        TsneMap map = Tsne.fit(rows(images), options, watch);
        return new Made(map.positions(), 0, summary(map));
    }

    /**
     * A map that begins where an earlier one ended.
     *
     * @param earlier places by name
     */
    public Made from(List<PointImage> images, Map<String, Place> earlier) {
        Map<Integer, Place> places = new HashMap<>();
        for (int i = 0; i < images.size(); i++) {
            Place place = earlier.get(images.get(i).imageId());
            if (place != null) {
                places.put(i, place);
            }
        }
        requireKnown(places.size(), images.size());
        TsneMap map = Tsne.fitFrom(rows(images), places, options, watch);
        return new Made(map.positions(), places.size(), summary(map));
    }

    /**
     * An earlier map with new images placed among those on it, which stay exactly where they are.
     *
     * @param earlier places by name
     */
    public Made place(List<PointImage> images, Map<String, Place> earlier) {
        int[] known = IntStream.range(0, images.size())
                .filter(i -> earlier.containsKey(images.get(i).imageId()))
                .toArray();
        int[] fresh = IntStream.range(0, images.size())
                .filter(i -> !earlier.containsKey(images.get(i).imageId()))
                .toArray();
        requireKnown(known.length, images.size());
        float[] positions = new float[2 * images.size()];
        float[] fixed = new float[2 * known.length];
        for (int k = 0; k < known.length; k++) {
            Place place = earlier.getOrDefault(images.get(known[k]).imageId(), new Place(0, 0));
            fixed[2 * k] = place.x();
            fixed[2 * k + 1] = place.y();
            System.arraycopy(fixed, 2 * k, positions, 2 * known[k], 2);
        }
        if (fresh.length > 0) {
            Rows all = rows(images);
            float[] placed = Tsne.place(all.select(known), Rows.of(fixed, 2), all.select(fresh), options)
                    .values();
            for (int k = 0; k < fresh.length; k++) {
                System.arraycopy(placed, 2 * k, positions, 2 * fresh[k], 2);
            }
        }
        return new Made(
                Rows.of(positions, 2), known.length, "%d placed among %d".formatted(fresh.length, known.length));
    }

    /** Points, with labels in the images' order. */
    public static List<MapPoint> points(List<PointImage> images, List<String> labels, Rows positions) {
        List<MapPoint> points = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            PointImage image = images.get(i);
            points.add(new MapPoint(
                    image.imageId(),
                    image.uri(),
                    image.source(),
                    positions.values()[2 * i],
                    positions.values()[2 * i + 1],
                    image.cluster(),
                    labels.get(i)));
        }
        return points;
    }

    private static Rows rows(List<PointImage> images) {
        return Rows.copyOf(images.stream().map(PointImage::vector).toList());
    }

    private static String summary(TsneMap map) {
        return "KL divergence %.4f after %d iterations".formatted(map.divergence(), map.iterations());
    }

    private static void requireKnown(int known, int images) {
        if (known == 0) {
            throw new IllegalArgumentException(
                    "none of the %d pictures is on the earlier map: make a new one".formatted(images));
        }
    }
}
