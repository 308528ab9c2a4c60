package org.lookalike.imaging.decode;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Grey, RGB or palette pixels of 1 to 16 bits, perhaps with alpha, composited over white.
 *
 * <p>Reads stored samples and not {@link BufferedImage#getRGB}, which would brighten grey images: Java takes their
 * samples for linear light.
 */
final class RasterRows implements PixelRows {
    private final Raster raster;
    private final int[] palette;
    private final int bands;
    private final int colours;
    private final int[] largest;
    private final int[] samples;

    RasterRows(BufferedImage image) {
        raster = image.getRaster();
        ColorModel model = image.getColorModel();
        bands = raster.getNumBands();
        palette = palette(model);
        colours = model.getNumColorComponents();
        if (palette.length == 0 && colours != 1 && colours != 3) {
            throw ImageHeader.corrupt("the picture has %d colour components, 1 or 3 are read".formatted(colours));
        }
        largest = new int[bands];
        for (int band = 0; band < bands; band++) {
            largest[band] = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
        }
        samples = new int[raster.getWidth() * bands];
    }

    @Override
    public int width() {
        return raster.getWidth();
    }

    @Override
    public int height() {
        return raster.getHeight();
    }

    @Override
    public void read(int y, byte[] rgb) {
        int width = width();
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
        if (palette.length > 0) {
            for (int x = 0; x < width; x++) {
                int argb = samples[x] < palette.length ? palette[samples[x]] : 0;
                put(rgb, x, (argb >> 16) & 0xff, (argb >> 8) & 0xff, argb & 0xff, argb >>> 24);
            }
            return;
        }
        boolean alpha = bands > colours;
        int greenBand = colours == 1 ? 0 : 1;
        int blueBand = colours == 1 ? 0 : 2;
        for (int x = 0; x < width; x++) {
            int first = x * bands;
            put(
                    rgb,
                    x,
                    sample(first, 0),
                    sample(first, greenBand),
                    sample(first, blueBand),
                    alpha ? sample(first, colours) : 255);
        }
    }

    private int sample(int first, int band) {
        int value = samples[first + band];
        int max = largest[band];
        return max == 255 ? value : (value * 255 + max / 2) / max;
    }

    private static void put(byte[] rgb, int x, int red, int green, int blue, int alpha) {
        rgb[3 * x] = overWhite(red, alpha);
        rgb[3 * x + 1] = overWhite(green, alpha);
        rgb[3 * x + 2] = overWhite(blue, alpha);
    }

    private static byte overWhite(int colour, int alpha) {
        return (byte) (alpha == 255 ? colour : (colour * alpha + 255 * (255 - alpha) + 127) / 255);
    }

    private static int[] palette(ColorModel model) {
        if (!(model instanceof IndexColorModel indexed)) {
            return new int[0];
        }
        int[] argb = new int[indexed.getMapSize()];
        indexed.getRGBs(argb);
        return argb;
    }
}
