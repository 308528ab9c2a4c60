package org.lookalike.simulation;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.random.RandomGenerator;

/** What can be wrong with a unit. Defects change only what the part covers, never the surface beneath. */
enum Defect {
    NONE("none", 0.70) {
        @Override
        void mark(Graphics2D graphics, Point2D edge, RandomGenerator random) {}
    },
    SCRATCH("scratch", 0.06) {
        @Override
        void mark(Graphics2D graphics, Point2D edge, RandomGenerator random) {
            double angle = random.nextDouble(Math.PI);
            for (int i = random.nextInt(2, 5); i > 0; i--) {
                Point2D from = inward(edge, random.nextDouble(0.5, 0.9));
                double direction = angle + random.nextDouble(-0.15, 0.15);
                double reach = random.nextDouble(35, 75);
                double x = Math.cos(direction) * reach;
                double y = Math.sin(direction) * reach;
                stroke(graphics, 2.2f, new Color(30, 30, 34, 190));
                graphics.draw(line(from, x, y, 1.2));
                stroke(graphics, 1.3f, new Color(250, 250, 255, 235));
                graphics.draw(line(from, x, y, 0));
            }
        }
    },
    CRACK("crack", 0.05) {
        @Override
        void mark(Graphics2D graphics, Point2D edge, RandomGenerator random) {
            Path2D crack = new Path2D.Double();
            crack.moveTo(edge.getX(), edge.getY());
            double direction = Math.atan2(-edge.getY(), -edge.getX()) + random.nextDouble(-0.5, 0.5);
            double x = edge.getX();
            double y = edge.getY();
            for (int i = 0; i < 11; i++) {
                double turn = direction + random.nextDouble(-0.9, 0.9);
                x += Math.cos(turn) * 9;
                y += Math.sin(turn) * 9;
                crack.lineTo(x, y);
            }
            stroke(graphics, 3.4f, new Color(18, 16, 16, 235));
            graphics.draw(crack);
        }
    },
    RUST("rust", 0.06) {
        @Override
        void mark(Graphics2D graphics, Point2D edge, RandomGenerator random) {
            Point2D middle = inward(edge, random.nextDouble(0.6, 0.95));
            for (int i = 0; i < 26; i++) {
                double x = middle.getX() + random.nextGaussian() * 20;
                double y = middle.getY() + random.nextGaussian() * 20;
                graphics.setPaint(new Color(
                        random.nextInt(110, 176),
                        random.nextInt(50, 84),
                        random.nextInt(14, 36),
                        random.nextInt(90, 210)));
                graphics.fill(Outlines.blob(x, y, random.nextDouble(2, 13), random));
            }
        }
    },
    DENT("dent", 0.05) {
        @Override
        void mark(Graphics2D graphics, Point2D edge, RandomGenerator random) {
            Point2D middle = inward(edge, random.nextDouble(0.7, 0.9));
            float radius = (float) random.nextDouble(13, 22);
            float[] stops = {0f, 0.55f, 0.85f, 1f};
            Color[] shades = {
                new Color(10, 10, 14, 200),
                new Color(10, 10, 14, 130),
                new Color(255, 255, 255, 170),
                new Color(255, 255, 255, 0)
            };
            graphics.setPaint(new RadialGradientPaint(middle, radius, stops, shades));
            graphics.fill(Outlines.disc(middle.getX(), middle.getY(), radius));
        }
    },
    MISSING_PIECE("missing-piece", 0.04) {
        @Override
        void mark(Graphics2D graphics, Point2D edge, RandomGenerator random) {
            graphics.setComposite(AlphaComposite.DstOut);
            graphics.setPaint(Color.BLACK);
            graphics.fill(Outlines.blob(edge.getX(), edge.getY(), random.nextDouble(22, 34), random));
        }
    },
    CONTAMINATION("contamination", 0.04) {
        @Override
        void mark(Graphics2D graphics, Point2D edge, RandomGenerator random) {
            Point2D middle = inward(edge, random.nextDouble(0.5, 0.9));
            graphics.setPaint(new Color(28, 20, 10, 175));
            graphics.fill(Outlines.blob(middle.getX(), middle.getY(), random.nextDouble(18, 32), random));
            graphics.setPaint(new Color(255, 250, 220, 110));
            graphics.fill(Outlines.blob(middle.getX() - 5, middle.getY() - 6, 5, random));
            for (int i = 0; i < 9; i++) {
                double x = middle.getX() + random.nextGaussian() * 28;
                double y = middle.getY() + random.nextGaussian() * 28;
                graphics.setPaint(new Color(40, 30, 16, 170));
                graphics.fill(Outlines.disc(x, y, random.nextDouble(1, 4)));
            }
        }
    };

    private final String label;
    private final double share;

    Defect(String label, double share) {
        this.label = label;
        this.share = share;
    }

    String label() {
        return label;
    }

    /** Draws a defect by its share of the production; the shares add up to 1. */
    static Defect of(RandomGenerator random) {
        double draw = random.nextDouble();
        for (Defect defect : values()) {
            draw -= defect.share;
            if (draw < 0) {
                return defect;
            }
        }
        return NONE;
    }

    /** Marks the unit that the canvas holds; marks beyond the part's own pixels leave no trace. */
    void apply(Graphics2D graphics, Shape outline, RandomGenerator random) {
        graphics.setComposite(AlphaComposite.SrcAtop);
        mark(graphics, Outlines.edgePoint(outline, random), random);
    }

    /** Draws the mark itself, near or at a place on the outline. */
    abstract void mark(Graphics2D graphics, Point2D edge, RandomGenerator random);

    private static Point2D inward(Point2D edge, double factor) {
        return new Point2D.Double(edge.getX() * factor, edge.getY() * factor);
    }

    private static Line2D line(Point2D from, double x, double y, double offset) {
        double startX = from.getX() + offset;
        double startY = from.getY() + offset;
        return new Line2D.Double(startX - x / 2, startY - y / 2, startX + x / 2, startY + y / 2);
    }

    private static void stroke(Graphics2D graphics, float width, Color color) {
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setPaint(color);
    }
}
