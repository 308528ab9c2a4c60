package org.lookalike.refit.fit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.neighbours.NeighbourOverlap;
import org.lookalike.refit.fit.Candidate.Placed;
import org.lookalike.refit.sample.SampledImage;

/**
 * How far a candidate and the space before find the same neighbours, and whose are of one label more often.
 *
 * @param overlapAt10 the share of each image's ten nearest that both have in common; null where there is no space before
 * @param labelled how many images of the sample have labels
 * @param precisionAt10 the share of the ten nearest with the same label, over labelled images; null where they are too few
 * @param previousPrecisionAt10 the same in the space before; null where there is none
 */
record Agreement(
        @Nullable Double overlapAt10,
        int labelled,
        @Nullable Double precisionAt10,
        @Nullable Double previousPrecisionAt10) {
    private static final int OVERLAP_QUERIES = 1_000;

    static Agreement of(List<SampledImage> images, Placed now, @Nullable Placed before) {
        int[] labelled = LabelPrecision.labelled(images);
        boolean judged = labelled.length >= LabelPrecision.MIN_LABELLED;
        return new Agreement(
                before == null
                        ? null
                        : NeighbourOverlap.at10(before.vectors(), now.vectors(), OVERLAP_QUERIES)
                                .mean(),
                labelled.length,
                judged ? LabelPrecision.at10(images, labelled, now.vectors()) : null,
                judged && before != null ? LabelPrecision.at10(images, labelled, before.vectors()) : null);
    }
}
