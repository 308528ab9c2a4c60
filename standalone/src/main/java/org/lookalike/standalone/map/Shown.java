package org.lookalike.standalone.map;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Chooses points whose thumbnails a drawing shows: none upon another, the first ones win. */
final class Shown {
    private Shown() {}

    /**
     * The chosen points, in order.
     *
     * @param side of a thumbnail on the drawing, in pixels
     */
    static List<Integer> of(List<MapPoint> points, Thumbnails thumbnails, Frame frame, int side) {
        Set<Long> taken = new HashSet<>();
        return IntStream.range(0, points.size())
                .filter(i -> thumbnails.of(i).isPresent())
                .filter(i -> taken.add(cell(frame.x(points.get(i)), frame.y(points.get(i)), side)))
                .boxed()
                .toList();
    }

    private static long cell(double x, double y, int side) {
        return Math.round(x / side) << Integer.SIZE | (Math.round(y / side) & 0xffffffffL);
    }
}
