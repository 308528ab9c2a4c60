package org.lookalike.imaging.decode;

import java.awt.image.Raster;

/**
 * Samples of a JPEG as they were stored (grey, YCbCr, RGB, CMYK or YCCK, eight bits), converted by the plain formulas
 * that libjpeg and Pillow use. Embedded colour profiles are left out on purpose, as in the encoders' training.
 */
final class JpegRows implements PixelRows {
    private final Raster raster;
    private final int bands;
    private final boolean lumaAndChroma;
    private final int[] samples;

    JpegRows(Raster raster, JpegStructure structure) {
        this.raster = raster;
        bands = raster.getNumBands();
        lumaAndChroma = bands == 3
                ? structure.adobeTransform() != JpegStructure.ADOBE_UNTRANSFORMED
                : bands == 4 && structure.adobeTransform() == JpegStructure.ADOBE_YCCK;
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
        for (int x = 0; x < width; x++) {
            int first = x * bands;
            int red = samples[first];
            int green = bands == 1 ? red : samples[first + 1];
            int blue = bands == 1 ? red : samples[first + 2];
            if (lumaAndChroma) {
                int luma = red;
                int blueness = green - 128;
                int redness = blue - 128;
                red = clip(luma + 1.402 * redness);
                green = clip(luma - 0.344136 * blueness - 0.714136 * redness);
                blue = clip(luma + 1.772 * blueness);
            }
            if (bands == 4) {
                int black = samples[first + 3];
                red = paper(red, black);
                green = paper(green, black);
                blue = paper(blue, black);
            }
            rgb[3 * x] = (byte) red;
            rgb[3 * x + 1] = (byte) green;
            rgb[3 * x + 2] = (byte) blue;
        }
    }

    /**
     * What white paper reflects through two inks. Ink is stored inverted, 255 for none, as Adobe does it; like Pillow,
     * that is assumed of every file. YCCK holds the complement of the ink as luma and chroma.
     */
    private int paper(int ink, int black) {
        return ((lumaAndChroma ? 255 - ink : ink) * black + 127) / 255;
    }

    private static int clip(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
