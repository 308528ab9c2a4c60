package org.lookalike.labels;

import java.time.Instant;
import org.lookalike.schemas.LabelText;

/**
 * What somebody called an image.
 *
 * @param imageId the image
 * @param label see {@link LabelText}
 * @param by who or what said it; may be empty
 * @param at when
 */
public record ImageLabel(String imageId, String label, String by, Instant at) {
    /**
     * The label of images that are none of the things that others are called. They are of no class: none is recognised
     * as one of them, nor does a space learn to tell them apart; recognition learns from them how strangers look.
     */
    public static final String BACKGROUND = "background";

    public ImageLabel {
        if (imageId.isEmpty()) {
            throw new IllegalArgumentException("a labelled picture has an empty id");
        }
        LabelText.require(label);
    }

    /** Whether it says that the image is none of the things that others are called. */
    public boolean isBackground() {
        return label.equals(BACKGROUND);
    }
}
