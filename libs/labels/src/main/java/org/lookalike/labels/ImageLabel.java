package org.lookalike.labels;

import java.time.Instant;
import org.lookalike.schemas.LabelText;

/**
 * A label given to an image.
 *
 * @param imageId the image
 * @param label see {@link LabelText}
 * @param by who or what gave it; may be empty
 * @param at when
 */
public record ImageLabel(String imageId, String label, String by, Instant at) {
    /**
     * The label of images of no class. Nothing is recognised as background, and no space is fitted to separate it;
     * recognition takes them as examples of the unknown.
     */
    public static final String BACKGROUND = "background";

    public ImageLabel {
        if (imageId.isEmpty()) {
            throw new IllegalArgumentException("a labelled picture has an empty id");
        }
        LabelText.require(label);
    }

    /** Whether the image is of no class. */
    public boolean isBackground() {
        return label.equals(BACKGROUND);
    }
}
