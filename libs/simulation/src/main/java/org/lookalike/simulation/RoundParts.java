package org.lookalike.simulation;

import static org.lookalike.simulation.Outlines.disc;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Parts seen along their axis: gear wheel, washer, ball bearing, hexagon nut. */
final class RoundParts {

    private static final BasicStroke THIN = new BasicStroke(1.6f);
    private static final BasicStroke THICK = new BasicStroke(3.2f);

    private RoundParts() {}

    static Shape gear(Graphics2D graphics, Metal metal, RandomGenerator random) {
        int count = random.nextInt(12, 31);
        double root = 98 - 260.0 / count;
        double bore = random.nextDouble(14, 24);
        Shape rim = Outlines.teeth(count, root, 98);
        List<Shape> holes = new ArrayList<>();
        holes.add(disc(0, 0, bore));
        holes.add(new Rectangle2D.Double(-bore * 0.22, -bore * 1.35, bore * 0.44, bore * 0.5));
        double hub = bore + random.nextDouble(9, 15);
        double web = root - 10;
        if (random.nextInt(3) > 0) {
            int openings = random.nextInt(3, 7);
            double middle = (hub + web) / 2;
            double radius = Math.min((web - hub) / 2 - 3, middle * Math.sin(Math.PI / openings) - 4);
            for (int i = 0; i < openings; i++) {
                double angle = 2 * Math.PI * i / openings;
                holes.add(disc(Math.cos(angle) * middle, Math.sin(angle) * middle, radius));
            }
        }
        fill(graphics, Outlines.with(rim, holes), metal.face(100, random));
        graphics.setStroke(THICK);
        ring(graphics, web, metal.tone(0.55), metal.tone(1.4));
        ring(graphics, hub, metal.tone(0.5), metal.tone(1.5));
        graphics.setStroke(THIN);
        graphics.setPaint(metal.tone(0.35));
        holes.forEach(graphics::draw);
        graphics.draw(rim);
        return rim;
    }

    static Shape washer(Graphics2D graphics, Metal metal, RandomGenerator random) {
        double bore = random.nextDouble(40, 60);
        Shape rim = disc(0, 0, 96);
        fill(graphics, Outlines.with(rim, List.of(disc(0, 0, bore))), metal.face(96, random));
        graphics.setStroke(new BasicStroke(0.8f));
        for (double radius = bore + 4; radius < 92; radius += random.nextDouble(3, 6)) {
            graphics.setPaint(metal.tone(random.nextDouble(0.85, 1.3)));
            graphics.draw(disc(0, 0, radius));
        }
        graphics.setStroke(THICK);
        ring(graphics, 93, metal.tone(0.6), metal.tone(1.6));
        ring(graphics, bore + 2, metal.tone(1.5), metal.tone(0.5));
        return rim;
    }

    static Shape bearing(Graphics2D graphics, Metal metal, RandomGenerator random) {
        double bore = random.nextDouble(26, 40);
        double inner = bore + random.nextDouble(11, 15);
        double outer = random.nextDouble(76, 82);
        Shape rim = disc(0, 0, 97);
        fill(graphics, Outlines.with(rim, List.of(disc(0, 0, outer))), metal.face(97, random));
        graphics.setPaint(new Color(38, 36, 36));
        graphics.fill(Outlines.with(disc(0, 0, outer), List.of(disc(0, 0, inner))));
        double middle = (inner + outer) / 2;
        double ball = (outer - inner) / 2 * 0.92;
        graphics.setStroke(new BasicStroke((float) (ball * 0.5)));
        graphics.setPaint(random.nextBoolean() ? new Color(150, 112, 52) : new Color(96, 98, 104));
        graphics.draw(disc(0, 0, middle));
        int count = (int) (Math.PI / Math.asin(ball / middle) * random.nextDouble(0.68, 0.92));
        Metal chrome = new Metal(176, 180, 188);
        for (int i = 0; i < count; i++) {
            double angle = 2 * Math.PI * i / count;
            double x = Math.cos(angle) * middle;
            double y = Math.sin(angle) * middle;
            fill(graphics, disc(x, y, ball), chrome.ball(x, y, ball));
        }
        fill(graphics, Outlines.with(disc(0, 0, inner), List.of(disc(0, 0, bore))), metal.face(inner, random));
        graphics.setStroke(THIN);
        ring(graphics, 96, metal.tone(0.4), metal.tone(1.6));
        ring(graphics, outer, metal.tone(0.35), metal.tone(1.6));
        ring(graphics, inner, metal.tone(0.35), metal.tone(1.5));
        ring(graphics, bore, metal.tone(1.4), metal.tone(0.35));
        return rim;
    }

    static Shape nut(Graphics2D graphics, Metal metal, RandomGenerator random) {
        double bore = random.nextDouble(44, 54);
        Shape hexagon = Outlines.polygon(6, 98);
        Shape hole = disc(0, 0, bore);
        fill(graphics, Outlines.with(hexagon, List.of(hole)), metal.tone(0.62));
        Path2D top = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        top.append(disc(0, 0, 84), false);
        top.append(hole, false);
        fill(graphics, top, metal.face(84, random));
        for (int i = 0; i < 6; i++) {
            Shape facet = facet(i, 98, 84);
            fill(graphics, facet, metal.tone(0.55 + 0.3 * Math.abs(Math.sin(i * 1.1 + 0.4))));
        }
        graphics.setStroke(new BasicStroke(2.4f));
        for (int turn = 0; turn < 4; turn++) {
            graphics.setPaint(metal.tone(turn % 2 == 0 ? 0.35 : 1.05));
            graphics.draw(disc(turn * 0.4, turn * 0.4, bore - turn * 2.4));
        }
        graphics.setStroke(THIN);
        ring(graphics, 84, metal.tone(1.5), metal.tone(0.5));
        graphics.setPaint(metal.tone(0.35));
        graphics.draw(hexagon);
        return hexagon;
    }

    /** The chamfer at one corner of a nut: what the hexagon has beyond the round top. */
    private static Shape facet(int corner, double tip, double top) {
        double half = Math.acos(tip * Math.cos(Math.PI / 6) / top);
        double reach = Math.PI / 6 - (Double.isNaN(half) ? 0 : half);
        Path2D path = new Path2D.Double();
        path.moveTo(tip, 0);
        path.lineTo(Math.cos(reach) * top, Math.sin(reach) * top);
        path.quadTo(top * 1.02, 0, Math.cos(reach) * top, -Math.sin(reach) * top);
        path.closePath();
        return AffineTransform.getRotateInstance(corner * Math.PI / 3).createTransformedShape(path);
    }

    private static void fill(Graphics2D graphics, Shape shape, Paint paint) {
        graphics.setPaint(paint);
        graphics.fill(shape);
    }

    /** A step in height: a dark circle and, just inside it, a light one. */
    private static void ring(Graphics2D graphics, double radius, Color outside, Color inside) {
        graphics.setPaint(outside);
        graphics.draw(disc(0, 0, radius));
        graphics.setPaint(inside);
        graphics.draw(disc(0, 0, radius - 2.2));
    }
}
