package org.lookalike.lab.map;

import java.awt.Color;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.lookalike.admin.map.MapPoint;

/**
 * Points by what they are coloured by.
 *
 * @param title what that is
 * @param groups largest first; points without one come last, as a group without a name
 * @param ofPoint which group each point is in, in the points' order
 */
record Grouping(String title, List<Group> groups, List<Integer> ofPoint) {
    /**
     * Told apart by people with any kind of colour vision, after Okabe and Ito, Color Universal Design (2008), as far as
     * the eighth; the others differ in lightness, too.
     */
    private static final List<String> COLOURS = List.of(
            "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8c510a", "#b8a800", "#332288",
            "#f09a8c", "#0b5d1e", "#882255", "#9a4dff", "#7fd34e", "#50606e", "#ff4fd8");

    private static final String NO_COLOUR = "#8a8a8a";
    /** Turns of the colour circle, in degrees, whose multiples never come near each other for long. */
    private static final double TURN = 137.508;

    Grouping {
        groups = List.copyOf(groups);
        ofPoint = List.copyOf(ofPoint);
    }

    /**
     * One colour's points.
     *
     * @param name empty for those that have none
     * @param colour as {@code #rrggbb}
     * @param points how many
     */
    record Group(String name, String colour, int points) {}

    static Grouping byCluster(List<MapPoint> points) {
        return of("cluster", points, MapPoint::cluster);
    }

    static Grouping byLabel(List<MapPoint> points) {
        return of("label", points, MapPoint::label);
    }

    /** By label where there are any, else by cluster. */
    static Grouping telling(List<MapPoint> points) {
        Grouping labels = byLabel(points);
        return labels.isEmpty() ? byCluster(points) : labels;
    }

    /** Whether no point has a group. */
    boolean isEmpty() {
        return groups.stream().allMatch(group -> group.name().isEmpty());
    }

    private static Grouping of(String title, List<MapPoint> points, Function<MapPoint, String> key) {
        Map<String, Integer> sizes = new TreeMap<>();
        points.forEach(point -> sizes.merge(key.apply(point), 1, Integer::sum));
        List<String> names = new ArrayList<>(sizes.keySet());
        names.sort((one, other) -> one.isEmpty() != other.isEmpty()
                ? Boolean.compare(one.isEmpty(), other.isEmpty())
                : Integer.compare(sizes.getOrDefault(other, 0), sizes.getOrDefault(one, 0)));
        Map<String, Integer> places = new HashMap<>();
        List<Group> groups = new ArrayList<>();
        for (String name : names) {
            places.put(name, groups.size());
            groups.add(
                    new Group(name, name.isEmpty() ? NO_COLOUR : colour(groups.size()), sizes.getOrDefault(name, 0)));
        }
        return new Grouping(
                title,
                groups,
                points.stream()
                        .map(point -> places.getOrDefault(key.apply(point), 0))
                        .toList());
    }

    private static String colour(int index) {
        if (index < COLOURS.size()) {
            return COLOURS.get(index);
        }
        // Three rings of lightness around the circle: many groups cannot all be told apart by colour alone.
        float hue = (float) (index * TURN % 360 / 360);
        float brightness = 0.55f + 0.15f * (index % 3);
        int rgb = Color.HSBtoRGB(hue, 0.75f, brightness) & 0xffffff;
        return String.format(Locale.ROOT, "#%06x", rgb);
    }

    String colourOf(int point) {
        return groups.get(ofPoint.get(point)).colour();
    }
}
