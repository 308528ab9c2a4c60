package org.lookalike.refit.fit;

import java.util.ArrayList;
import java.util.List;
import org.lookalike.refit.sample.SampledImage;

/** How pure the neighbourhoods of labelled images are: the share of each one's ten nearest that have its label. */
final class LabelPrecision {
    static final int NEIGHBOURS = 10;
    /** With fewer, the precision is noise. */
    static final int MIN_LABELLED = 50;

    private static final int MAX_LABELLED = 2_000;

    private LabelPrecision() {}

    /** The places of labelled images in a sample, the first few thousand. */
    static int[] labelled(List<SampledImage> images) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < images.size() && places.size() < MAX_LABELLED; i++) {
            if (!images.get(i).label().isEmpty()) {
                places.add(i);
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * @param labelled the places of the images to judge by, more than {@value #NEIGHBOURS}
     * @param vectors every image's coordinates, of length 1
     */
    static double at10(List<SampledImage> images, int[] labelled, float[][] vectors) {
        double sum = 0;
        for (int query : labelled) {
            int[] nearest = new int[NEIGHBOURS];
            float[] cosines = new float[NEIGHBOURS];
            int filled = 0;
            for (int other : labelled) {
                if (other == query) {
                    continue;
                }
                float cosine = product(vectors[query], vectors[other]);
                int place = filled < NEIGHBOURS ? filled++ : NEIGHBOURS;
                while (place > 0 && cosines[place - 1] < cosine) {
                    if (place < NEIGHBOURS) {
                        cosines[place] = cosines[place - 1];
                        nearest[place] = nearest[place - 1];
                    }
                    place--;
                }
                if (place < NEIGHBOURS) {
                    cosines[place] = cosine;
                    nearest[place] = other;
                }
            }
            int same = 0;
            for (int i = 0; i < filled; i++) {
                same += images.get(nearest[i]).label().equals(images.get(query).label()) ? 1 : 0;
            }
            sum += (double) same / NEIGHBOURS;
        }
        return sum / labelled.length;
    }

    private static float product(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
