package org.lookalike.simulation;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.FlatteningPathIterator;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Shapes that several parts share, and places on them. */
final class Outlines {

    private Outlines() {}

    static Ellipse2D disc(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    /** A regular polygon around the origin whose corners lie at the radius. */
    static Path2D polygon(int corners, double radius) {
        Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            moveOrLine(path, i == 0, Math.cos(angle) * radius, Math.sin(angle) * radius);
        }
        path.closePath();
        return path;
    }

    /** A gear's rim: teeth as trapezoids between the root and the tip radius. */
    static Path2D teeth(int count, double root, double tip) {
        Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        double[] offsets = {-0.30, -0.16, 0.16, 0.30};
        double[] radii = {root, tip, tip, root};
        for (int i = 0; i < count; i++) {
            for (int corner = 0; corner < offsets.length; corner++) {
                double angle = 2 * Math.PI * (i + offsets[corner]) / count;
                double radius = radii[corner];
                moveOrLine(path, i == 0 && corner == 0, Math.cos(angle) * radius, Math.sin(angle) * radius);
            }
        }
        path.closePath();
        return path;
    }

    /** A shape with holes in it, which even-odd filling leaves open. */
    static Path2D with(Shape outer, List<? extends Shape> holes) {
        Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        path.append(outer, false);
        holes.forEach(hole -> path.append(hole, false));
        return path;
    }

    /** A closed irregular blob around a place. */
    static Path2D blob(double x, double y, double radius, RandomGenerator random) {
        Path2D path = new Path2D.Double();
        int corners = 11;
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            double distance = radius * random.nextDouble(0.6, 1.15);
            moveOrLine(path, i == 0, x + Math.cos(angle) * distance, y + Math.sin(angle) * distance);
        }
        path.closePath();
        return path;
    }

    /** A random corner of the shape's flattened outline. */
    static Point2D edgePoint(Shape shape, RandomGenerator random) {
        List<Point2D> corners = new ArrayList<>();
        double[] at = new double[6];
        for (PathIterator path = new FlatteningPathIterator(shape.getPathIterator(null), 2);
                !path.isDone();
                path.next()) {
            if (path.currentSegment(at) != PathIterator.SEG_CLOSE) {
                corners.add(new Point2D.Double(at[0], at[1]));
            }
        }
        return corners.get(random.nextInt(corners.size()));
    }

    private static void moveOrLine(Path2D path, boolean first, double x, double y) {
        if (first) {
            path.moveTo(x, y);
        } else {
            path.lineTo(x, y);
        }
    }
}
