package org.lookalike.refit.fit;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ClusterChange;
import org.lookalike.events.ClusterChangeKind;
import org.lookalike.events.RefitReport;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.refit.fit.Candidate.Placed;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Neighbourhood;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** A candidate with its clusters named after those of the previous space, and how the two compare. */
final class EvaluatedCandidate {
    private final SampleRows sample;
    private final Candidate candidate;
    private final Space space;
    private final @Nullable Space previous;
    private final Rows heldOut;
    private final double explained;
    private final Agreement agreement;
    private final List<ClusterChange> changes;

    private EvaluatedCandidate(
            SampleRows sample,
            Candidate candidate,
            @Nullable Space previous,
            @Nullable Placed before,
            ClusterLineage lineage) {
        this.sample = sample;
        this.candidate = candidate;
        this.space = candidate.named(lineage.ids(), lineage.parents());
        this.previous = previous;
        this.heldOut = sample.heldOutRows();
        this.explained = ExplainedShare.of(candidate.projection(), heldOut);
        this.agreement = Agreement.of(sample.images(), candidate.placed(), before);
        Map<String, Long> sizes = new HashMap<>();
        space.clusters().forEach(cluster -> sizes.put(cluster.id(), cluster.size()));
        this.changes = lineage.changes(sizes);
    }

    /**
     * @param projection of the candidate
     * @param spaces the known spaces
     * @param members the samples that earlier spaces were fitted to, as far as they are kept, by space id
     */
    static EvaluatedCandidate of(
            VectorStream stream,
            SampleRows sample,
            LinearProjection projection,
            Spaces spaces,
            Map<String, ClusterAssignments> members,
            FitConfig config) {
        @Nullable Space previous = PreviousSpace.of(stream, spaces).orElse(null);
        Candidate candidate = Candidate.fit(
                stream,
                projection,
                sample,
                config,
                previous == null ? 0 : previous.clusters().size());
        @Nullable Placed before = previous == null ? null : Placed.in(previous, sample.all());
        ClusterLineage lineage = ClusterLineage.of(
                candidate.seed(),
                candidate.clusters(),
                candidate.members(),
                previous,
                membersBefore(previous, before, members, sample.images()),
                spaces.all());
        return new EvaluatedCandidate(sample, candidate, previous, before, lineage);
    }

    Space space() {
        return space;
    }

    /** The images of the sample that took no part in the fit. */
    Rows heldOut() {
        return heldOut;
    }

    /** The share of their variance that the candidate explains. */
    double explained() {
        return explained;
    }

    /** How far it agrees with the space before. */
    Agreement agreement() {
        return agreement;
    }

    /** A report of everything but the verdict. */
    RefitReport.Builder report(Instant at) {
        int images = sample.images().size();
        return RefitReport.newBuilder()
                .setSpaceId(space.id())
                .setEncoderId(space.encoderId())
                .setAt(at)
                .setSampleSize(images)
                .setDimensions(space.dimensions())
                .setDiscriminantDimensions(candidate.projection().discriminant())
                .setNeighbours(candidate
                        .projection()
                        .neighbourhood()
                        .map(Neighbourhood::neighbours)
                        .orElse(0))
                .setNeighbourShrinkage(candidate
                        .projection()
                        .neighbourhood()
                        .map(Neighbourhood::shrinkage)
                        .orElse(0.0))
                .setClusters(space.clusters().size())
                .setExplainedVariance(explained)
                .setPreviousSpaceId(previous == null ? null : previous.id())
                .setPreviousExplainedVariance(
                        previous == null
                                ? null
                                : previous.projection()
                                        .map(projection -> ExplainedShare.of(projection, heldOut))
                                        .orElse(null))
                .setOverlapAt10(agreement.overlapAt10())
                .setLabelledPictures(agreement.labelled())
                .setPrecisionAt10(agreement.precisionAt10())
                .setPreviousPrecisionAt10(agreement.previousPrecisionAt10())
                .setFitBytes(FitMemory.bytes(images, candidate.projection().features(), space.dimensions()))
                .setChanges(changes);
    }

    FitResult result(RefitReport report) {
        boolean first = previous == null || previous.clusters().isEmpty();
        return new FitResult(space, report, candidate.members(), first ? List.of() : births());
    }

    /** The previous space's own sample; where that is not kept, today's images as that space assigns them. */
    private static @Nullable ClusterAssignments membersBefore(
            @Nullable Space previous,
            @Nullable Placed before,
            Map<String, ClusterAssignments> members,
            List<SampledImage> images) {
        if (previous == null || before == null || previous.clusters().isEmpty()) {
            return null;
        }
        ClusterAssignments kept = members.get(previous.id());
        return kept != null ? kept : ClusterAssignments.of(images, before.clusters());
    }

    private List<FitResult.Birth> births() {
        Map<String, Cluster> clusters = new HashMap<>();
        space.clusters().forEach(cluster -> clusters.put(cluster.id(), cluster));
        Map<String, String> uris = new HashMap<>();
        sample.images().forEach(image -> uris.put(image.imageId(), image.uri()));
        return changes.stream()
                .filter(change -> change.getKind() == ClusterChangeKind.BIRTH)
                .map(change -> clusters.get(change.getClusterId()))
                .filter(cluster -> cluster != null && !cluster.examples().isEmpty())
                .map(cluster -> {
                    String example = cluster.examples().get(0);
                    return new FitResult.Birth(
                            cluster.id(),
                            cluster.size(),
                            (double) cluster.size() / sample.images().size(),
                            example,
                            uris.getOrDefault(example, ""));
                })
                .toList();
    }
}
