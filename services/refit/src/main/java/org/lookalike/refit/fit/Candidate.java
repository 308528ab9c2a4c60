package org.lookalike.refit.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.cluster.KMeans;
import org.lookalike.latent.cluster.KMeansModel;
import org.lookalike.latent.cluster.KMeansOptions;
import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.novelty.NoveltyThreshold;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.BatchPlacement;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Novelty;
import org.lookalike.spaces.Placement;
import org.lookalike.spaces.Space;

/** A space that was fitted to a sample, before its clusters are named. */
final class Candidate {
    private static final int EXAMPLES = 8;

    private final VectorStream stream;
    private final LinearProjection projection;
    private final SampleRows sample;
    private final KMeansModel clusters;
    private final Placed placed;
    private final @Nullable Novelty novelty;

    private Candidate(
            VectorStream stream,
            LinearProjection projection,
            SampleRows sample,
            KMeansModel clusters,
            Placed placed,
            @Nullable Novelty novelty) {
        this.stream = stream;
        this.projection = projection;
        this.sample = sample;
        this.clusters = clusters;
        this.placed = placed;
        this.novelty = novelty;
    }

    /**
     * Finds the clusters of a sample, and the threshold of novelty, in what a projection makes of it.
     *
     * @param clustersBefore how many clusters the previous space has, 0 where there is none
     */
    static Candidate fit(
            VectorStream stream, LinearProjection projection, SampleRows sample, FitConfig config, int clustersBefore) {
        Rows coordinates = Rows.of(
                        CentredProduct.of(projection.mean(), projection.basis(), sample.fittedRows()),
                        projection.dimensions())
                .normalised();
        int number = config.clusters() == FitConfig.AUTOMATIC
                ? ClusterNumber.choose(coordinates, config, clustersBefore)
                : Math.min(config.clusters(), coordinates.count());
        KMeansModel clusters = KMeans.fit(
                coordinates,
                KMeansOptions.ofClusters(number)
                        .withRestarts(config.restarts())
                        .withSeed(config.seed())
                        .withThreads(config.threads()));
        Space unnamed = Space.fitted(stream.encoderId(), stream.topic(), projection, unnamed(clusters), null);
        Placed placed = Placed.in(unnamed, sample.all());
        double[] distances = IntStream.of(sample.heldOut())
                .mapToDouble(place -> placed.distances()[place])
                .toArray();
        Novelty novelty = NoveltyThreshold.calibrate(distances, config.noveltyRate())
                .map(threshold -> new Novelty((float) threshold.threshold(), config.noveltyRate()))
                .orElse(null);
        return new Candidate(stream, projection, sample, clusters, placed, novelty);
    }

    private static List<Cluster> unnamed(KMeansModel clusters) {
        return IntStream.range(0, clusters.clusters())
                .mapToObj(index ->
                        new Cluster(Integer.toString(index), clusters.centres().row(index), 0, 0, List.of()))
                .toList();
    }

    /** The id that the candidate would have without names of clusters. */
    String seed() {
        return Space.fitted(stream.encoderId(), stream.topic(), projection, unnamed(clusters), null)
                .id();
    }

    int clusters() {
        return clusters.clusters();
    }

    LinearProjection projection() {
        return projection;
    }

    /** Where each image of the sample lies in it; clusters by their index. */
    Placed placed() {
        return placed;
    }

    ClusterAssignments members() {
        return ClusterAssignments.of(sample.images(), placed.clusters());
    }

    /**
     * The space, its clusters named.
     *
     * @param ids the name of each cluster, by its index
     * @param parents those that clusters came from by a split or a merger, by name
     */
    Space named(List<String> ids, Map<String, List<String>> parents) {
        List<Cluster> named = new ArrayList<>();
        for (int index = 0; index < ids.size(); index++) {
            int cluster = index;
            int[] members = IntStream.range(0, placed.clusters().length)
                    .filter(place -> placed.clusters()[place] == cluster)
                    .toArray();
            double squares = IntStream.of(members)
                    .mapToDouble(place -> (double) placed.distances()[place] * placed.distances()[place])
                    .sum();
            List<String> examples = IntStream.of(members)
                    .boxed()
                    .sorted(Comparator.comparingDouble(place -> placed.distances()[place]))
                    .limit(EXAMPLES)
                    .map(place -> sample.images().get(place).imageId())
                    .toList();
            float spread = members.length == 0 ? 0 : (float) Math.sqrt(squares / members.length);
            String id = ids.get(index);
            named.add(new Cluster(
                    id,
                    clusters.centres().row(index),
                    members.length,
                    spread,
                    examples,
                    parents.getOrDefault(id, List.of())));
        }
        return Space.fitted(stream.encoderId(), stream.topic(), projection, named, novelty);
    }

    /**
     * Where the images of a sample lie in a space.
     *
     * @param vectors their coordinates
     * @param clusters the index of each one's cluster, -1 where the space has none or the image has no place in it
     * @param distances each one's distance to that cluster's centre
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Placed(float[][] vectors, int[] clusters, float[] distances) {
        static Placed in(Space space, Rows rows) {
            List<String> ids = space.clusters().stream().map(Cluster::id).toList();
            float[][] vectors = new float[rows.count()][];
            int[] clusters = new int[rows.count()];
            float[] distances = new float[rows.count()];
            List<float[]> features =
                    IntStream.range(0, rows.count()).mapToObj(rows::row).toList();
            new BatchPlacement(space).place(features, new BatchPlacement.Visitor() {
                @Override
                public void placed(int row, Placement placement) {
                    vectors[row] = placement.vector();
                    clusters[row] = ids.indexOf(placement.cluster());
                    distances[row] = placement.clusterDistance();
                }

                /** An image exactly in the middle has no direction, and hence is like no other. */
                @Override
                public void refused(int row, IllegalArgumentException reason) {
                    placed(row, new Placement(new float[space.dimensions()], "", 1));
                }
            });
            return new Placed(vectors, clusters, distances);
        }
    }
}
