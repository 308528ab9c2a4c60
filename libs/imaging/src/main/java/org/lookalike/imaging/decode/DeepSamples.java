package org.lookalike.imaging.decode;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.util.function.DoubleConsumer;

/** The samples of a raster of integers or floating point numbers, row by row, as numbers. */
final class DeepSamples {
    private final Raster raster;
    private final SampleModel model;
    private final boolean floating;
    private final boolean signed;
    private final int[] integers;
    private final double[] row;

    DeepSamples(Raster raster) {
        this.raster = raster;
        model = raster.getSampleModel();
        int type = raster.getTransferType();
        floating = type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE;
        signed = type == DataBuffer.TYPE_SHORT;
        int length = Math.multiplyExact(raster.getWidth(), raster.getNumBands());
        integers = floating ? new int[0] : new int[length];
        row = new double[length];
    }

    int bands() {
        return raster.getNumBands();
    }

    boolean isFloating() {
        return floating;
    }

    /** Bits of the largest sample. */
    int bits() {
        int bits = 0;
        for (int band = 0; band < bands(); band++) {
            bits = Math.max(bits, model.getSampleSize(band));
        }
        return bits;
    }

    /** The range of the sample type: of floating point numbers 0 to 1. */
    SampleLevels full() {
        if (floating) {
            return new SampleLevels(0, 1);
        }
        return signed ? new SampleLevels(Short.MIN_VALUE, Short.MAX_VALUE) : SampleLevels.ofBits(bits());
    }

    /** The samples of one row, the bands of each pixel together; valid until the next call. */
    double[] row(int y) {
        int width = raster.getWidth();
        int top = raster.getMinY() + y;
        if (floating) {
            return raster.getPixels(raster.getMinX(), top, width, 1, row);
        }
        raster.getPixels(raster.getMinX(), top, width, 1, integers);
        for (int i = 0; i < integers.length; i++) {
            // Java has no unsigned 32 bits, but TIFF has.
            row[i] = signed ? integers[i] : Integer.toUnsignedLong(integers[i]);
        }
        return row;
    }

    /** Passes all finite samples of some neighbouring bands. */
    void forEach(int firstBand, int endBand, Deadline deadline, DoubleConsumer consumer) {
        int bands = bands();
        for (int y = 0; y < raster.getHeight(); y++) {
            deadline.check();
            double[] values = row(y);
            for (int first = 0; first < values.length; first += bands) {
                for (int band = firstBand; band < endBand; band++) {
                    double value = values[first + band];
                    if (Double.isFinite(value)) {
                        consumer.accept(value);
                    }
                }
            }
        }
    }
}
