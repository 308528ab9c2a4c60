package org.lookalike.admin.spaces;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.RefitReport;

/**
 * One refit's report, for a person and for a script; {@link RefitReport} says what each figure is. Instants are ISO-8601,
 * UTC.
 */
public record RefitSummary(
        String spaceId,
        String encoder,
        String at,
        boolean proposed,
        String reason,
        String windowStart,
        String windowEnd,
        @JsonProperty("windowPictures") long windowImages,
        int sampleSize,
        int dimensions,
        int clusters,
        double explainedVariance,
        @Nullable String previousSpaceId,
        @Nullable Double previousExplainedVariance,
        @Nullable Double overlapAt10,
        @JsonProperty("labelledPictures") int labelledImages,
        @Nullable Double precisionAt10,
        @Nullable Double previousPrecisionAt10,
        long fitMillis,
        long fitBytes,
        List<Change> changes,
        String kind,
        boolean handedOver,
        int discriminantDimensions,
        @Nullable Double weight,
        int labelsFitted,
        int labelsHeldOut,
        int labelClasses,
        @Nullable Double meanAveragePrecision,
        @Nullable Double previousMeanAveragePrecision,
        @Nullable Double unseenClassesChange,
        int neighbours,
        double neighbourShrinkage,
        int neighbourPairs,
        @Nullable Double neighbourVariance) {

    /**
     * What became of one cluster.
     *
     * @param kind CONTINUE, SPLIT, MERGE, BIRTH, DEATH, or one that is new to this version
     * @param clusterId the cluster
     * @param related those that it came from or went into
     * @param shared how many members of both samples decided
     * @param size images of the sample that it has now
     */
    public record Change(String kind, String clusterId, List<String> related, int shared, long size) {}

    public static RefitSummary of(RefitReport report) {
        return new RefitSummary(
                report.getSpaceId(),
                report.getEncoderId(),
                report.getAt().toString(),
                report.getProposed(),
                report.getReason(),
                report.getWindowStart().toString(),
                report.getWindowEnd().toString(),
                report.getWindowPictures(),
                report.getSampleSize(),
                report.getDimensions(),
                report.getClusters(),
                report.getExplainedVariance(),
                report.getPreviousSpaceId(),
                report.getPreviousExplainedVariance(),
                report.getOverlapAt10(),
                report.getLabelledPictures(),
                report.getPrecisionAt10(),
                report.getPreviousPrecisionAt10(),
                report.getFitMillis(),
                report.getFitBytes(),
                report.getChanges().stream()
                        .map(change -> new Change(
                                change.getKind().name(),
                                change.getClusterId(),
                                List.copyOf(change.getRelated()),
                                change.getShared(),
                                change.getSize()))
                        .toList(),
                report.getKind().name(),
                report.getHandedOver(),
                report.getDiscriminantDimensions(),
                report.getWeight(),
                report.getLabelsFitted(),
                report.getLabelsHeldOut(),
                report.getLabelClasses(),
                report.getMeanAveragePrecision(),
                report.getPreviousMeanAveragePrecision(),
                report.getUnseenClassesChange(),
                report.getNeighbours(),
                report.getNeighbourShrinkage(),
                report.getNeighbourPairs(),
                report.getNeighbourVariance());
    }
}
