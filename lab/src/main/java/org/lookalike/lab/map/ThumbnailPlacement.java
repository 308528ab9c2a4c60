package org.lookalike.lab.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lookalike.admin.map.MapPoint;
import org.lookalike.admin.map.Thumbnails;

/** Chooses points whose thumbnails a drawing shows: none upon another, the first ones win. */
final class ThumbnailPlacement {
    private final Map<Long, List<double[]>> taken = new HashMap<>();
    private final int side;

    private ThumbnailPlacement(int side) {
        this.side = side;
    }

    /**
     * The chosen points, in order.
     *
     * @param side of a thumbnail on the drawing, in pixels
     */
    static List<Integer> of(List<MapPoint> points, Thumbnails thumbnails, Viewport frame, int side) {
        ThumbnailPlacement shown = new ThumbnailPlacement(side);
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            if (thumbnails.has(i) && shown.take(frame.x(points.get(i)), frame.y(points.get(i)))) {
                chosen.add(i);
            }
        }
        return chosen;
    }

    private boolean take(double x, double y) {
        long column = (long) Math.floor(x / side);
        long row = (long) Math.floor(y / side);
        // Whatever a square may lie upon is in one of the nine cells about its own.
        for (long c = column - 1; c <= column + 1; c++) {
            for (long r = row - 1; r <= row + 1; r++) {
                for (double[] other : taken.getOrDefault(cell(c, r), List.of())) {
                    if (Math.abs(other[0] - x) < side && Math.abs(other[1] - y) < side) {
                        return false;
                    }
                }
            }
        }
        taken.computeIfAbsent(cell(column, row), any -> new ArrayList<>()).add(new double[] {x, y});
        return true;
    }

    private static long cell(long column, long row) {
        return column << Integer.SIZE | (row & 0xffffffffL);
    }
}
