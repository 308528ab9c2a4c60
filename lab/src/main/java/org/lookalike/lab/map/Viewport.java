package org.lookalike.lab.map;

import java.util.List;
import org.lookalike.admin.map.MapPoint;

/** Brings points of a map onto a drawing, alike in both directions and with a margin. */
final class Viewport {
    private static final double MARGIN = 0.03;

    private final double scale;
    private final double left;
    private final double top;

    Viewport(List<MapPoint> points, int width, int height) {
        double minX = points.stream().mapToDouble(MapPoint::x).min().orElse(0);
        double maxX = points.stream().mapToDouble(MapPoint::x).max().orElse(0);
        double minY = points.stream().mapToDouble(MapPoint::y).min().orElse(0);
        double maxY = points.stream().mapToDouble(MapPoint::y).max().orElse(0);
        double extentX = Math.max(maxX - minX, Float.MIN_NORMAL);
        double extentY = Math.max(maxY - minY, Float.MIN_NORMAL);
        scale = (1 - 2 * MARGIN) * Math.min(width / extentX, height / extentY);
        left = width / 2.0 - scale * (minX + maxX) / 2;
        top = height / 2.0 + scale * (minY + maxY) / 2;
    }

    /** Pixels from the left. */
    double x(MapPoint point) {
        return left + scale * point.x();
    }

    /** Pixels from the top. */
    double y(MapPoint point) {
        return top - scale * point.y();
    }

    /** The side of a square for a point: smaller where there are many. */
    static double side(int points) {
        return Math.max(3, Math.min(12, 400 / Math.sqrt(points + 1.0)));
    }
}
