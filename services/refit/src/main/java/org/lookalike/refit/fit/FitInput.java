package org.lookalike.refit.fit;

import java.util.List;
import java.util.Map;
import org.lookalike.refit.sample.SampleWindow;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Spaces;

/**
 * The input of a periodic refit.
 *
 * @param stream whose vectors they are
 * @param window the window that closed
 * @param imageCount about how many images it had
 * @param images the merged sample, each image once, smallest hash first
 * @param spaces the known spaces
 * @param members the samples that earlier spaces were fitted to, as far as they are kept, by space id
 * @param learning whether there are labels enough for spaces that learn from them
 */
public record FitInput(
        VectorStream stream,
        SampleWindow window,
        long imageCount,
        List<SampledImage> images,
        Spaces spaces,
        Map<String, ClusterAssignments> members,
        boolean learning) {
    public FitInput {
        images = List.copyOf(images);
        members = Map.copyOf(members);
    }
}
