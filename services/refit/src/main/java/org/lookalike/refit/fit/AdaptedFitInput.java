package org.lookalike.refit.fit;

import java.util.List;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Spaces;

/**
 * What a fit that learns from labels works on.
 *
 * @param stream whose vectors they are
 * @param imageCount about how many images its topic holds
 * @param images a sample of them, smallest hash first
 * @param labelled the images that are labelled, with their labels
 * @param digest says of two inputs whether their labels are the same
 * @param spaces what is known of spaces
 */
public record AdaptedFitInput(
        VectorStream stream,
        long imageCount,
        List<SampledImage> images,
        List<SampledImage> labelled,
        String digest,
        Spaces spaces) {
    public AdaptedFitInput {
        images = List.copyOf(images);
        labelled = List.copyOf(labelled);
    }
}
