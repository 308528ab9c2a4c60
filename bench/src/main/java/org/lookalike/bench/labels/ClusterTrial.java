package org.lookalike.bench.labels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.lookalike.latent.cluster.ClusterCount;
import org.lookalike.latent.cluster.KMeans;
import org.lookalike.latent.cluster.KMeansModel;
import org.lookalike.latent.cluster.KMeansOptions;
import org.lookalike.latent.labelling.AuditResult;
import org.lookalike.latent.labelling.AuditSample;
import org.lookalike.latent.labelling.ClusterMembers;
import org.lookalike.latent.labelling.Member;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

/**
 * Whole clusters are labelled after an audit of a few members, with the true labels as the user's answers.
 *
 * @param set images with true labels
 * @param sampleSize members audited in each cluster
 * @param confidence of the bounds
 */
record ClusterTrial(EncodedSet set, int sampleSize, double confidence) {
    /** Clusters of fewer images on average say nothing. */
    private static final int MIN_MEMBERS = 4;

    private static final int MAX_CLUSTERS = 256;
    /** As many as the query service adds; they do not count. */
    private static final int DOUBTFUL = 2;

    /** With the number of clusters that the knee of the inertia gives. */
    ClusterOutcome ofKnee(int seeds) {
        KMeansOptions options = KMeansOptions.ofClusters(1).withRestarts(1);
        int max = Math.min(MAX_CLUSTERS, set.names().size() / MIN_MEMBERS);
        int knee = ClusterCount.choose(set.vectors(), 2, max, options).model().clusters();
        return of(knee, seeds);
    }

    /** With so many clusters. */
    ClusterOutcome of(int clusters, int seeds) {
        KMeansModel model = KMeans.fit(set.vectors(), KMeansOptions.ofClusters(clusters));
        List<Tally> tallies =
                LongStream.range(0, seeds).mapToObj(seed -> new Tally()).toList();
        int majority = 0;
        for (int cluster = 0; cluster < model.clusters(); cluster++) {
            int number = cluster;
            int[] places = IntStream.range(0, set.names().size())
                    .filter(place -> model.assignment()[place] == number)
                    .toArray();
            Map<String, Integer> sizes = new HashMap<>();
            Map<String, String> truth = new HashMap<>();
            for (int place : places) {
                sizes.merge(set.labels().get(place), 1, Integer::sum);
                truth.put(set.names().get(place), set.labels().get(place));
            }
            majority += sizes.values().stream().mapToInt(size -> size).max().orElse(0);
            List<Member> members = members(places, model.centres(), cluster);
            for (int seed = 0; seed < seeds; seed++) {
                AuditSample sample = AuditSample.draw(members, sampleSize, DOUBTFUL, seed);
                tallies.get(seed).add(AuditResult.of(sample, truth, confidence), sizes);
            }
        }
        return Tally.outcome(
                tallies,
                model.clusters(),
                (double) majority / set.names().size(),
                set.names().size());
    }

    /** As a search for them does: only the vectors of those far from the centre are fetched. */
    private List<Member> members(int[] places, Rows centres, int cluster) {
        Map<String, Integer> placeOf = new HashMap<>();
        Map<String, Double> distances = new HashMap<>();
        float[] centre = centres.row(cluster);
        for (int place : places) {
            placeOf.put(set.names().get(place), place);
            distances.put(set.names().get(place), Vectors.distance(set.vectors().row(place), centre));
        }
        Map<String, float[]> vectors = new HashMap<>();
        for (String id : ClusterMembers.farthest(distances)) {
            vectors.put(id, set.vectors().row(Objects.requireNonNull(placeOf.get(id))));
        }
        return ClusterMembers.of(distances, vectors, centres, cluster).all();
    }

    /** What the samples of one seed lead to. */
    private static final class Tally {
        /** Where all audited members agree, and where all but one do. */
        private final Accepted all = new Accepted();

        private final Accepted allButOne = new Accepted();
        private int bounds;
        private int held;
        private double sumOfBounds;
        private int audited;

        void add(AuditResult audit, Map<String, Integer> sizes) {
            audited += audit.sampleSize();
            if (audit.label().isEmpty()) {
                return;
            }
            int agreeing = Objects.requireNonNull(sizes.get(audit.label()));
            bounds++;
            held += agreeing >= audit.purityBound() * audit.clusterSize() - 1e-9 ? 1 : 0;
            sumOfBounds += audit.purityBound();
            if (audit.agreeing() == audit.sampleSize()) {
                all.add(audit.clusterSize(), agreeing);
            }
            if (audit.agreeing() >= audit.sampleSize() - 1) {
                allButOne.add(audit.clusterSize(), agreeing);
            }
        }

        static ClusterOutcome outcome(List<Tally> tallies, int clusters, double purity, int images) {
            double all = (double) tallies.size() * images;
            int bounds = tallies.stream().mapToInt(tally -> tally.bounds).sum();
            return new ClusterOutcome(
                    clusters,
                    purity,
                    tallies.stream().mapToInt(tally -> tally.audited).sum() / all,
                    Accepted.share(tallies.stream().map(tally -> tally.all).toList(), all),
                    Accepted.share(
                            tallies.stream().map(tally -> tally.allButOne).toList(), all),
                    bounds,
                    (double) tallies.stream().mapToInt(tally -> tally.held).sum() / bounds,
                    tallies.stream().mapToDouble(tally -> tally.sumOfBounds).sum() / bounds);
        }
    }

    /** Images that get their cluster's label. */
    private static final class Accepted {
        private int labelled;
        private int right;

        void add(int members, int agreeing) {
            labelled += members;
            right += agreeing;
        }

        static ClusterOutcome.Share share(List<Accepted> seeds, double images) {
            int labelled = seeds.stream().mapToInt(seed -> seed.labelled).sum();
            int right = seeds.stream().mapToInt(seed -> seed.right).sum();
            return new ClusterOutcome.Share(labelled / images, labelled == 0 ? 0 : (double) right / labelled);
        }
    }
}
