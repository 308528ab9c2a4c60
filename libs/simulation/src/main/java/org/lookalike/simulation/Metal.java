package org.lookalike.simulation;

import java.awt.Color;
import java.awt.LinearGradientPaint;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.util.random.RandomGenerator;

/**
 * The material of one unit, as the colour of its mid tone.
 *
 * @param red channel from 0 to 255
 * @param green channel from 0 to 255
 * @param blue channel from 0 to 255
 */
record Metal(int red, int green, int blue) {

    private static final Metal STEEL = new Metal(158, 162, 168);
    private static final Metal ZINC = new Metal(178, 172, 150);
    private static final Metal BRASS = new Metal(190, 154, 78);
    private static final Metal BLACK_OXIDE = new Metal(74, 74, 80);

    /** Mostly steel, now and then zinc, brass or black oxide, each unit a little lighter or darker. */
    static Metal of(RandomGenerator random) {
        double draw = random.nextDouble();
        Metal metal = draw < 0.62 ? STEEL : draw < 0.78 ? ZINC : draw < 0.88 ? BRASS : BLACK_OXIDE;
        double light = random.nextDouble(0.88, 1.12);
        return new Metal((int) (metal.red * light), (int) (metal.green * light), (int) (metal.blue * light));
    }

    /** The mid tone times a factor; what goes beyond 1 is mixed with white. */
    Color tone(double factor) {
        double scale = Math.min(1, factor);
        double white = Math.min(1, Math.max(0, factor - 1));
        return new Color(channel(red, scale, white), channel(green, scale, white), channel(blue, scale, white));
    }

    /** The shading of a cylinder whose axis is horizontal, between the heights -radius and radius. */
    Paint cylinder(double radius) {
        return new LinearGradientPaint(
                0, (float) -radius, 0, (float) radius, new float[] {0f, 0.18f, 0.34f, 0.6f, 0.86f, 1f}, new Color[] {
                    tone(0.45), tone(0.95), tone(1.62), tone(0.9), tone(0.42), tone(0.6)
                });
    }

    /** The sheen of a turned or milled face of about this radius: a light and a dark band across. */
    Paint face(double radius, RandomGenerator random) {
        double angle = random.nextDouble(Math.PI * 2);
        float x = (float) (Math.cos(angle) * radius);
        float y = (float) (Math.sin(angle) * radius);
        return new LinearGradientPaint(-x, -y, x, y, new float[] {0f, 0.3f, 0.5f, 0.72f, 1f}, new Color[] {
            tone(0.78), tone(1.05), tone(1.4), tone(0.95), tone(0.72)
        });
    }

    /** The shading of a ball of this radius around a centre, lit from the upper left. */
    Paint ball(double x, double y, double radius) {
        return new RadialGradientPaint(
                (float) (x - radius * 0.3),
                (float) (y - radius * 0.3),
                (float) (radius * 1.35),
                new float[] {0f, 0.25f, 1f},
                new Color[] {tone(1.9), tone(1.25), tone(0.3)});
    }

    private static int channel(int value, double scale, double white) {
        double scaled = value * scale;
        return (int) Math.max(0, Math.min(255, scaled + (255 - scaled) * white));
    }
}
