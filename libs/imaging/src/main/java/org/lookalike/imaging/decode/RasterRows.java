package org.lookalike.imaging.decode;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * Grey, RGB, CMYK or palette pixels of 1 to 32 bits or floating point, perhaps with alpha, composited over white.
 *
 * <p>Reads stored samples and not {@link BufferedImage#getRGB}, which would brighten grey images: Java takes their
 * samples for linear light.
 */
final class RasterRows implements PixelRows {
    private static final int CMYK = 4;

    private final Raster raster;
    private final int[] palette;
    private final int bands;
    private final int colours;
    private final boolean alpha;
    private final int[] largest;
    private final int[] samples;
    private final @Nullable DeepSamples deep;
    private final SampleLevels colourLevels;
    private final SampleLevels alphaLevels;

    /**
     * @param stated what the file says about samples of more than eight bits, or null
     * @param deadline for finding the range of such samples
     */
    RasterRows(BufferedImage image, @Nullable SampleLevels stated, HighBitDepth highBitDepth, Deadline deadline) {
        this(image.getRaster(), image.getColorModel(), stated, highBitDepth, deadline);
    }

    /** @param model says what the raster's bands mean */
    RasterRows(
            Raster raster,
            ColorModel model,
            @Nullable SampleLevels stated,
            HighBitDepth highBitDepth,
            Deadline deadline) {
        this.raster = raster;
        bands = raster.getNumBands();
        palette = palette(model);
        colours = model.getNumColorComponents();
        if (palette.length == 0 && !isReadable(model)) {
            throw ImageHeader.corrupt("the picture has %d colour components of type %d; grey, RGB and CMYK are read"
                    .formatted(colours, model.getColorSpace().getType()));
        }
        largest = new int[bands];
        boolean isDeep = false;
        for (int band = 0; band < bands; band++) {
            int bits = raster.getSampleModel().getSampleSize(band);
            isDeep |= bits > Byte.SIZE;
            largest[band] = (1 << Math.min(bits, Byte.SIZE)) - 1;
        }
        samples = new int[raster.getWidth() * bands];
        alpha = palette.length == 0 && model.hasAlpha() && bands > colours;
        deep = palette.length == 0 && isDeep ? new DeepSamples(raster) : null;
        if (deep == null) {
            colourLevels = SampleLevels.ofBits(Byte.SIZE);
            alphaLevels = colourLevels;
        } else {
            colourLevels = SampleScaling.of(deep, colours, stated, highBitDepth, deadline);
            alphaLevels = deep.full();
        }
    }

    private boolean isReadable(ColorModel model) {
        int type = model.getColorSpace().getType();
        return colours == 1 || (colours == 3 && type == ColorSpace.TYPE_RGB) || type == ColorSpace.TYPE_CMYK;
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
    public SampleDepth depth() {
        if (deep != null) {
            return SampleDepth.of(deep.bits(), deep.isFloating(), colourLevels);
        }
        int bits = 0;
        for (int band = 0; band < bands; band++) {
            bits = Math.max(bits, raster.getSampleModel().getSampleSize(band));
        }
        return SampleDepth.ofBits(bits);
    }

    @Override
    public void read(int y, byte[] rgb) {
        int width = width();
        if (deep == null) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
        } else {
            scale(deep.row(y));
        }
        if (palette.length > 0) {
            for (int x = 0; x < width; x++) {
                int argb = samples[x * bands] < palette.length ? palette[samples[x * bands]] : 0;
                put(rgb, x, (argb >> 16) & 0xff, (argb >> 8) & 0xff, argb & 0xff, argb >>> 24);
            }
            return;
        }
        int greenBand = colours == 1 ? 0 : 1;
        int blueBand = colours == 1 ? 0 : 2;
        for (int x = 0; x < width; x++) {
            int first = x * bands;
            int red = sample(first, 0);
            int green = sample(first, greenBand);
            int blue = sample(first, blueBand);
            if (colours == CMYK) {
                int paper = 255 - sample(first, 3);
                red = paper(red, paper);
                green = paper(green, paper);
                blue = paper(blue, paper);
            }
            put(rgb, x, red, green, blue, alpha ? sample(first, colours) : 255);
        }
    }

    private void scale(double[] row) {
        for (int i = 0; i < row.length; i++) {
            samples[i] = (alpha && i % bands == colours ? alphaLevels : colourLevels).scale(row[i]);
        }
    }

    private int sample(int first, int band) {
        int value = samples[first + band];
        int max = largest[band];
        return max == 255 ? value : (value * 255 + max / 2) / max;
    }

    /** What is left of the light that white paper reflects through an ink, 255 for full cover. */
    private static int paper(int ink, int paper) {
        return ((255 - ink) * paper + 127) / 255;
    }

    private static void put(byte[] rgb, int x, int red, int green, int blue, int alpha) {
        rgb[3 * x] = Opaque.overWhite(red, alpha);
        rgb[3 * x + 1] = Opaque.overWhite(green, alpha);
        rgb[3 * x + 2] = Opaque.overWhite(blue, alpha);
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
