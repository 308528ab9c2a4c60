package org.lookalike.simulation;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.random.RandomGenerator;

/** Takes the image: surface, shadow, part in a random pose, then the camera's light, blur and noise. */
final class SceneRenderer {

    private SceneRenderer() {}

    /** Renders one unit as the station's camera sees it, without alpha. */
    static BufferedImage render(Station station, Part part, Surface surface, Defect defect, RandomGenerator random) {
        int width = station.width();
        int height = station.height();
        BufferedImage layer = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        paintPart(layer, part, defect, random);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(image);
        surface.fill(pixels, width, height, random);
        Compositor.place(pixels, pixels(layer), width, height, station.lightAngle(), random);
        if (random.nextDouble() < 0.4) {
            Camera.blur(pixels, width, height);
        }
        Camera.expose(pixels, station, random);
        return image;
    }

    private static void paintPart(BufferedImage layer, Part part, Defect defect, RandomGenerator random) {
        Graphics2D graphics = layer.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            double scale = layer.getHeight() / 200.0 * random.nextDouble(0.74, 0.98);
            double freeX = layer.getWidth() * 0.07;
            double freeY = layer.getHeight() * 0.05;
            graphics.translate(
                    layer.getWidth() / 2.0 + random.nextDouble(-freeX, freeX),
                    layer.getHeight() / 2.0 + random.nextDouble(-freeY, freeY));
            double tilt = random.nextDouble(Math.PI);
            graphics.rotate(tilt);
            graphics.scale(scale, scale * random.nextDouble(0.84, 1));
            graphics.rotate(random.nextDouble(2 * Math.PI) - tilt);
            Shape outline = part.paint(graphics, random);
            defect.apply(graphics, outline, random);
        } finally {
            graphics.dispose();
        }
    }

    private static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }
}
