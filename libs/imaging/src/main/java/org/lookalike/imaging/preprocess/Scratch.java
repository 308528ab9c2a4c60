package org.lookalike.imaging.preprocess;

import org.jspecify.annotations.Nullable;
import org.lookalike.imaging.decode.DecodedImage;

/** One thread's working memory; images of one size, as a camera sends them, find their weights ready. */
final class Scratch {
    ResampleWeights horizontal = new ResampleWeights(1, 1, 0, 1);
    ResampleWeights vertical = horizontal;
    /** The source rows that count: where they begin, and how many. */
    int firstRow;

    int rows;
    byte[] narrowed = new byte[0];
    int[] sums = new int[0];
    float[] output = new float[0];

    private @Nullable Preprocessing preparedFor;
    private int preparedWidth;
    private int preparedHeight;

    void prepare(DecodedImage image, Preprocessing preprocessing) {
        if (!preprocessing.equals(preparedFor) || image.width() != preparedWidth || image.height() != preparedHeight) {
            prepareWeights(image.width(), image.height(), preprocessing);
            preparedFor = preprocessing;
            preparedWidth = image.width();
            preparedHeight = image.height();
        }
        int samples = preprocessing.width() * Preprocessing.CHANNELS;
        int needed = Math.multiplyExact(samples, rows);
        if (narrowed.length < needed) {
            narrowed = new byte[needed];
        }
        if (sums.length != samples) {
            sums = new int[samples];
        }
        if (output.length < preprocessing.elements()) {
            output = new float[preprocessing.elements()];
        }
    }

    private void prepareWeights(int sourceWidth, int sourceHeight, Preprocessing preprocessing) {
        int scaledWidth = preprocessing.width();
        int scaledHeight = preprocessing.height();
        if (preprocessing.resizeMode() == ResizeMode.CENTER_CROP) {
            int shortSide = preprocessing.cropFromShortSide();
            boolean upright = sourceWidth <= sourceHeight;
            scaledWidth = upright ? shortSide : longSide(sourceWidth, sourceHeight, shortSide);
            scaledHeight = upright ? longSide(sourceHeight, sourceWidth, shortSide) : shortSide;
        }
        horizontal = weights(sourceWidth, scaledWidth, preprocessing.width());
        vertical = weights(sourceHeight, scaledHeight, preprocessing.height());
        int last = vertical.length() - 1;
        firstRow = vertical.first(0);
        rows = vertical.first(last) + vertical.count(last) - firstRow;
    }

    private static ResampleWeights weights(int sourceLength, int scaledLength, int length) {
        // Halves go to the even neighbour, as torchvision's centre crop has it.
        int offset = (int) Math.rint((scaledLength - length) / 2.0);
        return new ResampleWeights(sourceLength, scaledLength, offset, length);
    }

    private static int longSide(int sourceLong, int sourceShort, int shortSide) {
        return Math.toIntExact((long) shortSide * sourceLong / sourceShort);
    }
}
