package org.lookalike.refit.fit;

import java.util.List;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Spaces;

/**
 * The input of a fit that learns from labels.
 *
 * @param stream whose vectors they are
 * @param imageCount about how many images its topic holds
 * @param images a sample of them, smallest hash first
 * @param labelled the images that are labelled, with their labels
 * @param digest identifies the labels
 * @param spaces the known spaces
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
