package org.lookalike.labels;

import java.time.Instant;
import org.lookalike.schemas.LabelText;

/**
 * What somebody called a picture.
 *
 * @param imageId the picture
 * @param label see {@link LabelText}
 * @param by who or what said it; may be empty
 * @param at when
 */
public record ImageLabel(String imageId, String label, String by, Instant at) {
    public ImageLabel {
        if (imageId.isEmpty()) {
            throw new IllegalArgumentException("a labelled picture has an empty id");
        }
        LabelText.require(label);
    }
}
