package org.lookalike.refit.fit;

import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.retrieval.AveragePrecision;
import org.lookalike.spaces.Space;

/** How well a space finds images by their labels, measured on images that its fit has not seen. */
final class LabelRetrieval {
    private LabelRetrieval() {}

    /**
     * The mean average precision of the held-out images, each among all labelled ones.
     *
     * @return 0 to 1; NaN where none has another image of its class beside it
     */
    static double of(Space space, LabelledSplit labelled) {
        float[][] fitted = Candidate.Placed.in(space, LabelledSplit.rows(labelled.fitted()))
                .vectors();
        float[][] heldOut = Candidate.Placed.in(space, LabelledSplit.rows(labelled.heldOut()))
                .vectors();
        double sum = 0;
        int judged = 0;
        for (int query = 0; query < heldOut.length; query++) {
            int label = labelled.heldOutLabels()[query];
            float[] cosines = new float[heldOut.length + fitted.length];
            boolean[] relevant = new boolean[cosines.length];
            for (int i = 0; i < cosines.length; i++) {
                boolean other = i < heldOut.length;
                int at = other ? i : i - heldOut.length;
                cosines[i] = (float) Vectors.dot(heldOut[query], other ? heldOut[at] : fitted[at]);
                relevant[i] = (other ? labelled.heldOutLabels()[at] : labelled.fittedLabels()[at]) == label;
            }
            double precision = AveragePrecision.of(cosines, relevant, query);
            if (!Double.isNaN(precision)) {
                sum += precision;
                judged++;
            }
        }
        return judged == 0 ? Double.NaN : sum / judged;
    }
}
