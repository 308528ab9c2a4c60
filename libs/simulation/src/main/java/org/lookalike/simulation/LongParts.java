package org.lookalike.simulation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;
import java.util.random.RandomGenerator;

/** Parts seen from the side, their axis along x: hexagon bolt, compression spring, stepped shaft. */
final class LongParts {

    private static final BasicStroke THIN = new BasicStroke(1.4f);

    private LongParts() {}

    static Shape bolt(Graphics2D graphics, Metal metal, RandomGenerator random) {
        double shank = random.nextDouble(14, 21);
        double head = shank * random.nextDouble(1.75, 2);
        double headLength = shank * random.nextDouble(1.2, 1.5);
        double left = -96;
        double neck = left + headLength;
        double right = random.nextDouble(70, 97);
        double threadStart = neck + (right - neck) * random.nextDouble(0.1, 0.5);

        Shape plain = new Rectangle2D.Double(neck, -shank, threadStart - neck, 2 * shank);
        graphics.setPaint(metal.cylinder(shank));
        graphics.fill(plain);
        thread(graphics, metal, threadStart, right, shank);

        double[] edges = {-1, -0.5, 0.5, 1};
        double[] tones = {0.62, 1.3, 0.5};
        for (int face = 0; face < tones.length; face++) {
            Path2D facet = new Path2D.Double();
            double top = edges[face] * head;
            double bottom = edges[face + 1] * head;
            double inset = headLength * 0.16;
            facet.moveTo(left + inset, top);
            facet.quadTo(left - inset * 0.6, (top + bottom) / 2, left + inset, bottom);
            facet.lineTo(neck, bottom);
            facet.lineTo(neck, top);
            facet.closePath();
            graphics.setPaint(metal.tone(tones[face]));
            graphics.fill(facet);
            graphics.setPaint(metal.tone(0.35));
            graphics.setStroke(THIN);
            graphics.draw(facet);
        }
        graphics.setPaint(metal.tone(1.5));
        graphics.draw(new Line2D.Double(neck - 2, -head, neck - 2, head));
        Path2D outline = new Path2D.Double();
        outline.append(new Rectangle2D.Double(left, -head, headLength, 2 * head), false);
        outline.append(new Rectangle2D.Double(neck, -shank, right - neck, 2 * shank), false);
        return outline;
    }

    static Shape spring(Graphics2D graphics, Metal metal, RandomGenerator random) {
        int turns = random.nextInt(6, 13);
        double radius = random.nextDouble(30, 46);
        double wire = Math.min(random.nextDouble(7, 11), 196.0 / turns * 0.55);
        double left = -96 + wire;
        double pitch = (192 - 2 * wire) / turns;
        for (int turn = 0; turn < turns; turn++) {
            double x = left + turn * pitch;
            strand(graphics, metal, x + pitch * 0.5, radius, x + pitch, -radius, wire, 0.5);
        }
        for (int turn = 0; turn <= turns; turn++) {
            double x = left + turn * pitch;
            double lean = turn == turns ? 0 : pitch * 0.5;
            strand(graphics, metal, x, -radius, x + lean, radius, wire, 1);
        }
        return new Rectangle2D.Double(-96, -radius - wire / 2, 192, 2 * radius + wire);
    }

    static Shape shaft(Graphics2D graphics, Metal metal, RandomGenerator random) {
        int steps = random.nextInt(4, 7);
        double x = -98;
        Path2D outline = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double radius = random.nextDouble(12, 18);
        int widest = random.nextInt(1, steps - 1);
        for (int step = 0; step < steps; step++) {
            double length = 196.0 / steps * (step == widest ? 1.3 : 1 - 0.3 / (steps - 1));
            double height = step == widest ? random.nextDouble(34, 44) : radius;
            Shape body = new RoundRectangle2D.Double(x, -height, length, 2 * height, 5, 5);
            graphics.setPaint(metal.cylinder(height));
            graphics.fill(body);
            graphics.setStroke(THIN);
            graphics.setPaint(metal.tone(0.32));
            graphics.draw(body);
            if (step == 0 && random.nextBoolean()) {
                thread(graphics, metal, x, x + length * 0.8, height);
            } else if (step == widest && random.nextBoolean()) {
                splines(graphics, metal, x, length, height);
            } else if (height > 15) {
                keyway(graphics, metal, x + length / 2, length * 0.6, height * 0.25);
            }
            outline.append(body, false);
            x += length;
            radius = step < widest ? random.nextDouble(18, 29) : random.nextDouble(11, 26);
        }
        return outline;
    }

    /** A threaded piece: slanted crests whose tips stick out of the core. */
    private static void thread(Graphics2D graphics, Metal metal, double left, double right, double radius) {
        double core = radius * 0.86;
        graphics.setPaint(metal.cylinder(core));
        graphics.fill(new Rectangle2D.Double(left, -core, right - left, 2 * core));
        double pitch = Math.max(4.5, radius * 0.3);
        for (double x = left; x + pitch <= right; x += pitch) {
            Path2D crest = new Path2D.Double();
            crest.moveTo(x, -core);
            crest.lineTo(x + pitch * 0.4, -radius);
            crest.lineTo(x + pitch * 0.95, radius);
            crest.lineTo(x + pitch * 0.55, radius);
            crest.closePath();
            graphics.setPaint(metal.tone(0.38));
            graphics.fill(crest);
            graphics.setStroke(new BasicStroke(1f));
            graphics.setPaint(metal.tone(1.45));
            graphics.draw(new Line2D.Double(x + pitch * 0.1, -radius * 0.7, x + pitch * 0.4, radius * 0.3));
        }
    }

    private static void splines(Graphics2D graphics, Metal metal, double left, double length, double radius) {
        graphics.setStroke(new BasicStroke(2f));
        for (int i = 1; i < 9; i++) {
            double y = -Math.cos(Math.PI * i / 9) * radius;
            graphics.setPaint(metal.tone(0.35));
            graphics.draw(new Line2D.Double(left + 4, y, left + length - 4, y));
        }
    }

    private static void keyway(Graphics2D graphics, Metal metal, double x, double length, double height) {
        Shape slot = new RoundRectangle2D.Double(x - length / 2, -height, length, 2 * height, 2 * height, 2 * height);
        graphics.setPaint(metal.tone(0.4));
        graphics.fill(slot);
        graphics.setPaint(metal.tone(1.3));
        graphics.draw(slot);
    }

    /** One half turn of wire: dark edge, body, and a thin highlight. */
    private static void strand(
            Graphics2D graphics, Metal metal, double x, double y, double endX, double endY, double wire, double light) {
        Path2D path = new Path2D.Double();
        path.moveTo(x, y);
        path.curveTo(x, y + (endY - y) * 0.3, endX, endY - (endY - y) * 0.3, endX, endY);
        List<Color> tones = List.of(metal.tone(0.3 * light), metal.tone(0.95 * light), metal.tone(1.6 * light));
        double[] widths = {1, 0.76, 0.25};
        for (int i = 0; i < widths.length; i++) {
            graphics.setStroke(
                    new BasicStroke((float) (wire * widths[i]), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.setPaint(tones.get(i));
            graphics.draw(path);
        }
    }
}
