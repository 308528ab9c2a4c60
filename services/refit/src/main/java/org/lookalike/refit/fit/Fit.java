package org.lookalike.refit.fit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ClusterChange;
import org.lookalike.events.ClusterChangeKind;
import org.lookalike.events.RefitReport;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.NeighbourOverlap;
import org.lookalike.refit.fit.Candidate.Placed;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Space;

/**
 * One refit: fits a candidate to a sample, names its clusters after those before, and lets the gate judge it. The
 * candidate depends on the sample, the configuration and the space before alone, so that a repetition after a crash comes
 * to the same space. Thread-safe.
 */
public final class Fit {
    private static final int OVERLAP_QUERIES = 1_000;
    private static final int LEAST_PICTURES = 10;

    private final FitConfig config;
    private final Gate gate;
    private final InstantSource clock;

    public Fit(FitConfig config, InstantSource clock) {
        this.config = config;
        this.gate = new Gate(config);
        this.clock = clock;
    }

    /**
     * Takes seconds, and the processors.
     *
     * @throws IllegalArgumentException if no space can be made of the sample, for example because all vectors are equal
     */
    public FitResult run(FitInput input) {
        long start = System.nanoTime();
        int features = input.stream().dimensions();
        int dimensions = Math.min(features, config.dimensions().most());
        int most = FitMemory.largestSample(config.maxBytes(), features, dimensions);
        List<SampledImage> images =
                input.images().subList(0, Math.min(input.images().size(), most));
        if (images.size() < LEAST_PICTURES) {
            throw new IllegalArgumentException("%d pictures, of which %s leaves %d: a fit needs %d"
                    .formatted(input.images().size(), FitConfig.MAX_BYTES.key(), most, LEAST_PICTURES));
        }
        SampleRows sample = SampleRows.of(images, features, config);
        List<Space> others = PreviousSpace.fitted(input.stream(), input.spaces());
        @Nullable
        Space previous = PreviousSpace.of(input.stream(), input.spaces()).orElse(null);
        Candidate candidate = Candidate.fit(
                input.stream(),
                sample,
                config,
                previous == null ? 0 : previous.clusters().size());
        @Nullable Placed before = previous == null ? null : Placed.in(previous, sample.all());
        ClusterLineage lineage = ClusterLineage.of(
                candidate.seed(),
                candidate.clusters(),
                candidate.members(),
                previous,
                membersBefore(previous, before, input, images),
                input.spaces().all());
        Space space = candidate.named(lineage.ids(), lineage.parents());
        Rows heldOut = sample.heldOutRows();
        double explained = ExplainedShare.of(candidate.projection(), heldOut);
        Gate.Verdict verdict = gate.decide(space, explained, heldOut, others, input.spaces());
        Map<String, Long> sizes = new HashMap<>();
        space.clusters().forEach(cluster -> sizes.put(cluster.id(), cluster.size()));
        List<ClusterChange> changes = lineage.changes(sizes);
        int[] labelled = LabelPrecision.labelled(images);
        boolean judged = labelled.length >= LabelPrecision.FEWEST;
        RefitReport report = RefitReport.newBuilder()
                .setSpaceId(space.id())
                .setEncoderId(space.encoderId())
                .setAt(clock.instant())
                .setProposed(verdict.proposed())
                .setReason(verdict.reason())
                .setWindowStart(Instant.ofEpochMilli(input.window().start()))
                .setWindowEnd(Instant.ofEpochMilli(input.window().end()))
                .setWindowPictures(input.pictures())
                .setSampleSize(images.size())
                .setDimensions(space.dimensions())
                .setClusters(space.clusters().size())
                .setExplainedVariance(explained)
                .setPreviousSpaceId(previous == null ? null : previous.id())
                .setPreviousExplainedVariance(
                        previous == null
                                ? null
                                : previous.projection()
                                        .map(projection -> ExplainedShare.of(projection, heldOut))
                                        .orElse(null))
                .setOverlapAt10(
                        before == null
                                ? null
                                : NeighbourOverlap.at10(
                                                before.vectors(),
                                                candidate.placed().vectors(),
                                                OVERLAP_QUERIES)
                                        .mean())
                .setLabelledPictures(labelled.length)
                .setPrecisionAt10(
                        judged
                                ? LabelPrecision.at10(
                                        images, labelled, candidate.placed().vectors())
                                : null)
                .setPreviousPrecisionAt10(
                        judged && before != null ? LabelPrecision.at10(images, labelled, before.vectors()) : null)
                .setFitMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                .setFitBytes(FitMemory.bytes(images.size(), features, space.dimensions()))
                .setChanges(changes)
                .build();
        boolean first = previous == null || previous.clusters().isEmpty();
        return new FitResult(space, report, candidate.members(), first ? List.of() : births(space, changes, images));
    }

    /** What is kept of the sample before; where it is lost, where that space puts today's pictures. */
    private static @Nullable Members membersBefore(
            @Nullable Space previous, @Nullable Placed before, FitInput input, List<SampledImage> images) {
        if (previous == null || before == null || previous.clusters().isEmpty()) {
            return null;
        }
        Members kept = input.members().get(previous.id());
        return kept != null ? kept : Members.of(images, before.clusters());
    }

    private static List<FitResult.Birth> births(Space space, List<ClusterChange> changes, List<SampledImage> images) {
        Map<String, Cluster> clusters = new HashMap<>();
        space.clusters().forEach(cluster -> clusters.put(cluster.id(), cluster));
        Map<String, String> uris = new HashMap<>();
        images.forEach(image -> uris.put(image.imageId(), image.uri()));
        return changes.stream()
                .filter(change -> change.getKind() == ClusterChangeKind.BIRTH)
                .map(change -> clusters.get(change.getClusterId()))
                .filter(cluster -> cluster != null && !cluster.examples().isEmpty())
                .map(cluster -> {
                    String example = cluster.examples().get(0);
                    return new FitResult.Birth(
                            cluster.id(),
                            cluster.size(),
                            (double) cluster.size() / images.size(),
                            example,
                            uris.getOrDefault(example, ""));
                })
                .toList();
    }
}
