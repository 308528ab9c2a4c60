package org.lookalike.simulation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Sheet parts and boards: perforated plate, angle bracket, circuit board. */
final class FlatParts {

    private static final List<Color> MASKS =
            List.of(new Color(22, 98, 52), new Color(18, 84, 60), new Color(28, 110, 44));
    private static final Color GOLD = new Color(214, 178, 92);
    private static final Color CHIP = new Color(34, 34, 38);
    private static final Color TIN = new Color(196, 198, 202);

    private FlatParts() {}

    static Shape plate(Graphics2D graphics, Metal metal, RandomGenerator random) {
        double width = random.nextDouble(84, 96);
        double height = random.nextDouble(54, 78);
        Shape outer = new RoundRectangle2D.Double(-width, -height, 2 * width, 2 * height, 16, 16);
        double pitch = random.nextDouble(18, 27);
        double radius = pitch * random.nextDouble(0.27, 0.36);
        boolean staggered = random.nextBoolean();
        int columns = (int) ((2 * width - 24) / pitch);
        int rows = (int) ((2 * height - 20) / pitch);
        List<Shape> holes = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            boolean shifted = staggered && row % 2 == 1;
            for (int column = 0; column < (shifted ? columns - 1 : columns); column++) {
                double x = (column - (columns - 1) / 2.0 + (shifted ? 0.5 : 0)) * pitch;
                holes.add(Outlines.disc(x, (row - (rows - 1) / 2.0) * pitch, radius));
            }
        }
        sheet(graphics, metal, outer, holes, random);
        return outer;
    }

    static Shape bracket(Graphics2D graphics, Metal metal, RandomGenerator random) {
        double arm = random.nextDouble(44, 62);
        double left = -88;
        double bottom = 88;
        double right = random.nextDouble(72, 92);
        double top = -random.nextDouble(72, 92);
        double fillet = random.nextDouble(14, 34);
        Path2D outer = new Path2D.Double();
        outer.moveTo(left, top + 12);
        outer.quadTo(left, top, left + 12, top);
        outer.lineTo(left + arm - 12, top);
        outer.quadTo(left + arm, top, left + arm, top + 12);
        outer.lineTo(left + arm, bottom - arm - fillet);
        outer.quadTo(left + arm, bottom - arm, left + arm + fillet, bottom - arm);
        outer.lineTo(right - 12, bottom - arm);
        outer.quadTo(right, bottom - arm, right, bottom - arm + 12);
        outer.lineTo(right, bottom - 12);
        outer.quadTo(right, bottom, right - 12, bottom);
        outer.lineTo(left, bottom);
        outer.closePath();
        double radius = random.nextDouble(8, 14);
        double middle = arm / 2;
        List<Shape> holes = new ArrayList<>();
        holes.add(Outlines.disc(left + middle, top + middle, radius));
        holes.add(Outlines.disc(right - middle, bottom - middle, radius));
        if (random.nextBoolean()) {
            holes.add(new RoundRectangle2D.Double(left + middle - radius * 0.7, -22, radius * 1.4, 46, radius, radius));
        } else {
            holes.add(Outlines.disc(left + middle, bottom - middle, radius));
        }
        sheet(graphics, metal, outer, holes, random);
        graphics.setStroke(new BasicStroke(2.6f));
        graphics.setPaint(metal.tone(0.55));
        graphics.draw(new Line2D.Double(left + arm - 9, top + 14, left + arm - 9, bottom - arm));
        graphics.draw(new Line2D.Double(left + arm, bottom - arm + 9, right - 14, bottom - arm + 9));
        return outer;
    }

    static Shape circuitBoard(Graphics2D graphics, Metal metal, RandomGenerator random) {
        double width = random.nextDouble(84, 97);
        double height = random.nextDouble(56, 76);
        Shape board = new RoundRectangle2D.Double(-width, -height, 2 * width, 2 * height, 8, 8);
        Color mask = MASKS.get(random.nextInt(MASKS.size()));
        graphics.setPaint(mask);
        graphics.fill(board);
        tracks(graphics, mask.brighter(), width, height, random);
        for (int i = 0; i < 4; i++) {
            double x = (i % 2 == 0 ? -1 : 1) * (width - 10);
            double y = (i < 2 ? -1 : 1) * (height - 10);
            pad(graphics, x, y, 6);
        }
        for (int i = 0; i < 10; i++) {
            double x = -width + 26 + i * (2 * width - 52) / 9;
            pad(graphics, x, height - 8, 3.6);
        }
        int chips = random.nextInt(2, 4);
        for (int i = 0; i < chips; i++) {
            double x = -width * 0.62 + i * width * 1.2 / (chips - 0.5) + random.nextDouble(-4, 4);
            chip(graphics, x, random.nextDouble(-height * 0.45, height * 0.2), random.nextDouble(14, 22), random);
        }
        for (int i = 0; i < 12; i++) {
            double x = random.nextDouble(-width + 18, width - 24);
            double y = random.nextBoolean() ? random.nextDouble(height * 0.45, height - 22) : 14 - height;
            graphics.setPaint(TIN);
            graphics.fill(new Rectangle2D.Double(x, y, 13, 6));
            graphics.setPaint(i % 3 == 0 ? new Color(150, 112, 76) : CHIP);
            graphics.fill(new Rectangle2D.Double(x + 3, y, 7, 6));
        }
        double canX = random.nextDouble(width * 0.5, width - 26);
        double canY = random.nextDouble(-height * 0.4, height * 0.3);
        graphics.setPaint(metal.ball(canX, canY, 14));
        graphics.fill(Outlines.disc(canX, canY, 14));
        return board;
    }

    /** Right-angled copper under the solder mask, with a via at each end. */
    private static void tracks(Graphics2D graphics, Color copper, double width, double height, RandomGenerator random) {
        for (int i = 0; i < 16; i++) {
            double x = random.nextDouble(-width + 12, width - 12);
            double y = random.nextDouble(-height + 10, height - 10);
            double endX = random.nextDouble(-width + 12, width - 12);
            double endY = random.nextDouble(-height + 10, height - 10);
            Path2D track = new Path2D.Double();
            track.moveTo(x, y);
            track.lineTo(endX, y);
            track.lineTo(endX, endY);
            graphics.setStroke(new BasicStroke(1.8f));
            graphics.setPaint(copper);
            graphics.draw(track);
            pad(graphics, x, y, 2.4);
            pad(graphics, endX, endY, 2.4);
        }
    }

    private static void chip(Graphics2D graphics, double x, double y, double half, RandomGenerator random) {
        int legs = random.nextInt(5, 9);
        graphics.setPaint(TIN);
        for (int leg = 0; leg < legs; leg++) {
            double at = -half + (leg + 0.5) * 2 * half / legs;
            graphics.fill(new Rectangle2D.Double(x + at - 1.1, y - half - 5, 2.2, 2 * half + 10));
            graphics.fill(new Rectangle2D.Double(x - half - 5, y + at - 1.1, 2 * half + 10, 2.2));
        }
        graphics.setPaint(CHIP);
        graphics.fill(new Rectangle2D.Double(x - half, y - half, 2 * half, 2 * half));
        graphics.setPaint(new Color(92, 92, 98));
        graphics.fill(Outlines.disc(x - half + 5, y - half + 5, 2));
        graphics.fill(new Rectangle2D.Double(x - half * 0.5, y - 1, half, 2));
    }

    private static void pad(Graphics2D graphics, double x, double y, double radius) {
        graphics.setPaint(GOLD);
        graphics.fill(Outlines.disc(x, y, radius));
        graphics.setPaint(new Color(20, 24, 20));
        graphics.fill(Outlines.disc(x, y, radius * 0.45));
    }

    /** A sheet with punched holes, a light upper edge and dark rims in the holes. */
    private static void sheet(
            Graphics2D graphics, Metal metal, Shape outer, List<Shape> holes, RandomGenerator random) {
        graphics.setPaint(metal.face(100, random));
        graphics.fill(Outlines.with(outer, holes));
        graphics.setStroke(new BasicStroke(2f));
        graphics.setPaint(metal.tone(0.4));
        holes.forEach(graphics::draw);
        graphics.draw(outer);
    }
}
