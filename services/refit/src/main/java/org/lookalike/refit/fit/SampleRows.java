package org.lookalike.refit.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.novelty.NoveltyThreshold;
import org.lookalike.refit.sample.SampledImage;

/**
 * A sample's features, and which images are held out to evaluate the fit.
 *
 * @param images the images
 * @param all a row for each
 * @param fitted the places of those that are fitted
 * @param heldOut the places of the others, evenly spread over the order of hashes, hence at random
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SampleRows(List<SampledImage> images, Rows all, int[] fitted, int[] heldOut) {
    /** More than this is never held out for the sake of the novelty threshold alone. */
    private static final double MAX_HELD_OUT = 1.0 / 3;

    static SampleRows of(List<SampledImage> images, int features, FitConfig config) {
        float[] values = new float[Math.multiplyExact(images.size(), features)];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i).values(), 0, values, i * features, features);
        }
        int count = images.size();
        int wanted = Math.max((int) Math.ceil(count * config.heldOut()), (int)
                Math.min(count * MAX_HELD_OUT, NoveltyThreshold.smallestSample(config.noveltyRate())));
        boolean[] held = new boolean[count];
        for (int i = 0; i < wanted; i++) {
            held[(int) ((long) i * count / wanted)] = true;
        }
        List<Integer> fitted = new ArrayList<>();
        List<Integer> heldOut = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            (held[i] ? heldOut : fitted).add(i);
        }
        return new SampleRows(images, Rows.of(values, features), array(fitted), array(heldOut));
    }

    Rows fittedRows() {
        return all.select(fitted);
    }

    Rows heldOutRows() {
        return all.select(heldOut);
    }

    private static int[] array(List<Integer> places) {
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String toString() {
        return "%d pictures, held out %s".formatted(images.size(), Arrays.toString(heldOut));
    }
}
