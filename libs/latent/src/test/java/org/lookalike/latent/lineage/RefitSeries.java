package org.lookalike.latent.lineage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.lookalike.latent.lineage.ClusterTransition.Kind;

/**
 * A world of which the truth is known: Gaussian clusters of images that move, split, merge, appear and vanish from one
 * refit to the next, while a part of the images leaves the sample and others come.
 */
final class RefitSeries {
    static final int DIMENSIONS = 32;
    /** In standard deviations of a cluster along one axis. */
    private static final double SEPARATION = 12;

    private final Random random;
    private final List<Blob> blobs = new ArrayList<>();
    private int images;

    RefitSeries(long seed) {
        random = new Random(seed);
        while (blobs.size() < 12) {
            blobs.add(grown(new Blob(freeCentre(blobs))));
        }
    }

    /** The true clusters now: each image's id with the index of its cluster. */
    Map<String, Integer> members() {
        Map<String, Integer> members = new HashMap<>();
        for (int i = 0; i < blobs.size(); i++) {
            for (Image image : blobs.get(i).images) {
                members.put(image.id, i);
            }
        }
        return members;
    }

    /** The images' vectors now. */
    Map<String, double[]> vectors() {
        Map<String, double[]> vectors = new HashMap<>();
        for (Blob blob : blobs) {
            for (Image image : blob.images) {
                vectors.put(image.id, sum(blob.centre, image.offset, 1));
            }
        }
        return vectors;
    }

    int clusters() {
        return blobs.size();
    }

    /** Goes on to the next refit and tells what happened. */
    Set<Event> advance() {
        List<Blob> before = List.copyOf(blobs);
        Set<Event> truth = new HashSet<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            order.add(i);
            replaceSome(before.get(i));
        }
        Collections.shuffle(order, random);
        blobs.clear();
        List<Image> stragglers = new ArrayList<>();
        for (int turn = 0; turn < order.size(); turn++) {
            int index = order.get(turn);
            Blob blob = before.get(index);
            double chance = random.nextDouble();
            if (chance < 0.05 && before.size() > 8) {
                stragglers.addAll(blob.images.subList(0, Math.min(2, random.nextInt(4))));
                truth.add(new Event(Kind.DEATH, Set.of(index), Set.of()));
            } else if (chance < 0.11 && before.size() < 20) {
                split(blob);
                truth.add(new Event(Kind.SPLIT, Set.of(index), Set.of(blobs.size() - 2, blobs.size() - 1)));
            } else if (chance < 0.16 && turn + 1 < order.size() && before.size() > 8) {
                int partner = order.get(++turn);
                blob.images.addAll(before.get(partner).images);
                move(blob);
                truth.add(new Event(Kind.MERGE, Set.of(index, partner), Set.of(blobs.size() - 1)));
            } else {
                move(blob);
                truth.add(new Event(Kind.CONTINUE, Set.of(index), Set.of(blobs.size() - 1)));
            }
        }
        for (int births = random.nextInt(3); births > 0 && blobs.size() < 20; births--) {
            blobs.add(grown(new Blob(freeCentre(blobs))));
            truth.add(new Event(Kind.BIRTH, Set.of(), Set.of(blobs.size() - 1)));
        }
        stragglers.forEach(
                image -> blobs.get(random.nextInt(blobs.size())).images.add(image));
        return truth;
    }

    /** A fifth to three fifths of a cluster's images leave the sample, and others come. */
    private void replaceSome(Blob blob) {
        Collections.shuffle(blob.images, random);
        double leaving = 0.2 + 0.4 * random.nextDouble();
        blob.images.subList(0, (int) (leaving * blob.images.size())).clear();
        grown(blob);
    }

    private Blob grown(Blob blob) {
        int size = 30 + random.nextInt(90);
        while (blob.images.size() < size) {
            blob.images.add(new Image("image-" + images++, gaussian(1)));
        }
        return blob;
    }

    private void move(Blob blob) {
        List<Blob> others = new ArrayList<>(blobs);
        double[] centre = sum(blob.centre, gaussian(0.5), 1);
        blobs.add(new Blob(isFree(centre, others) ? centre : freeCentre(others), blob.images));
    }

    /** The lesser part gets 25 to 40 % of the images. */
    private void split(Blob blob) {
        int cut = (int) ((0.25 + 0.15 * random.nextDouble()) * blob.images.size());
        List<Image> shuffled = new ArrayList<>(blob.images);
        Collections.shuffle(shuffled, random);
        for (List<Image> part : List.of(shuffled.subList(0, cut), shuffled.subList(cut, shuffled.size()))) {
            move(new Blob(sum(blob.centre, gaussian(1.6), 1), new ArrayList<>(part)));
        }
    }

    private double[] freeCentre(List<Blob> others) {
        double[] centre = gaussian(3);
        while (!isFree(centre, others)) {
            centre = gaussian(3);
        }
        return centre;
    }

    private static boolean isFree(double[] centre, List<Blob> others) {
        return others.stream().allMatch(other -> distance(centre, other.centre) >= SEPARATION);
    }

    private double[] gaussian(double deviation) {
        return random.doubles(DIMENSIONS)
                .map(unused -> deviation * random.nextGaussian())
                .toArray();
    }

    private static double[] sum(double[] one, double[] other, double factor) {
        double[] sum = one.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * other[i];
        }
        return sum;
    }

    static double distance(double[] one, double[] other) {
        double squares = 0;
        for (int i = 0; i < one.length; i++) {
            squares += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return Math.sqrt(squares);
    }

    /** What happened, with the indexes of the clusters before and after. */
    record Event(Kind kind, Set<Integer> from, Set<Integer> to) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Image(String id, double[] offset) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Blob(double[] centre, List<Image> images) {
        Blob(double[] centre) {
            this(centre, new ArrayList<>());
        }
    }
}
