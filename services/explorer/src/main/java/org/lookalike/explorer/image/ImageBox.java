package org.lookalike.explorer.image;

import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * A part of an image, in shares of its width and height, 0 to 1, from the upper left corner.
 *
 * @param x of the left side
 * @param y of the upper side
 * @param width more than 0
 * @param height more than 0
 */
public record ImageBox(double x, double y, double width, double height) {
    /** Less is a slip of the finger. */
    private static final double MIN_SIDE = 0.01;

    private static final double ROUNDING = 1e-6;

    public ImageBox {
        boolean inside = x >= 0 && y >= 0 && x + width <= 1 + ROUNDING && y + height <= 1 + ROUNDING;
        if (!inside || !(width >= MIN_SIDE) || !(height >= MIN_SIDE)) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "the box %s,%s,%s,%s must lie within 0 to 1 and be at least %s wide and high"
                            .formatted(x, y, width, height, MIN_SIDE));
        }
    }

    /**
     * Reads {@code x,y,width,height}.
     *
     * @throws PermanentFailure INVALID_FIELD for anything else
     */
    public static ImageBox parse(String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 4) {
                return new ImageBox(
                        Double.parseDouble(parts[0]),
                        Double.parseDouble(parts[1]),
                        Double.parseDouble(parts[2]),
                        Double.parseDouble(parts[3]));
            }
        } catch (NumberFormatException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "the box must be four numbers: x,y,width,height", e);
        }
        throw new PermanentFailure(ErrorCode.INVALID_FIELD, "the box must be four numbers: x,y,width,height");
    }
}
