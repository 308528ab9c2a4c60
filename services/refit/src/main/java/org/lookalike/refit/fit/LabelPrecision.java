package org.lookalike.refit.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;
import org.lookalike.latent.neighbours.Neighbours;
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
     * @param labelled the places of the images to evaluate, more than {@value #NEIGHBOURS}
     * @param vectors every image's coordinates, of length 1
     */
    static double at10(List<SampledImage> images, int[] labelled, float[][] vectors) {
        Rows rows = Rows.copyOf(
                IntStream.of(labelled).mapToObj(place -> vectors[place]).toList());
        Neighbours nearest = NeighbourSearch.in(rows, Metric.COSINE).nearestOthers(NEIGHBOURS, 1);
        int same = 0;
        for (int query = 0; query < labelled.length; query++) {
            String label = images.get(labelled[query]).label();
            for (int rank = 0; rank < NEIGHBOURS; rank++) {
                int other = labelled[nearest.index(query, rank)];
                same += images.get(other).label().equals(label) ? 1 : 0;
            }
        }
        return (double) same / NEIGHBOURS / labelled.length;
    }
}
