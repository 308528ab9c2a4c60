package org.lookalike.query.vector;

import java.nio.FloatBuffer;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * Turns what an encoder is given of an image by 90 degrees clockwise. To squash an image or to cut out its middle and to
 * turn it may be done in either order where the result is square.
 */
final class QuarterTurn {
    /** The turns that there are, none included. */
    static final int ALL = 4;

    private static final int CHANNELS = 3;

    private QuarterTurn() {}

    /**
     * Turns an image.
     *
     * @param pixels as {@code preprocessing} lays them out, from index 0; left as it is
     * @return a new buffer
     * @throws PermanentFailure INVALID_FIELD if the encoder's input is not square
     */
    static FloatBuffer of(FloatBuffer pixels, Preprocessing preprocessing) {
        int side = preprocessing.width();
        if (preprocessing.height() != side) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "rotations: the encoder takes pictures of %d × %d pixels, must be square"
                            .formatted(side, preprocessing.height()));
        }
        boolean planes = preprocessing.layout() == Layout.NCHW;
        int pixelStride = planes ? 1 : CHANNELS;
        int channelStride = planes ? side * side : 1;
        FloatBuffer turned = FloatBuffer.allocate(preprocessing.elements());
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    // The left column, from its foot, becomes the top row.
                    int from = (side - 1 - x) * side + y;
                    int to = y * side + x;
                    turned.put(
                            to * pixelStride + channel * channelStride,
                            pixels.get(from * pixelStride + channel * channelStride));
                }
            }
        }
        return turned;
    }
}
