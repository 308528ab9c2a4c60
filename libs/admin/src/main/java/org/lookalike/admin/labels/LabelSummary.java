package org.lookalike.admin.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lookalike.labels.ClusterLabel;
import org.lookalike.labels.ImageLabel;
import org.lookalike.labels.Labels;

/**
 * What one image or one cluster is called, for a person and for a script.
 *
 * @param of image or cluster
 * @param id its id
 * @param label what it is called
 * @param looked how many images somebody looked at for it; null for an image
 * @param agreed how many of them were of the class; null for an image
 * @param purityBound at least this share of the cluster was of the class then, 0 to 1; null for an image
 * @param confidence how often such a bound holds; null for an image
 * @param by who or what said it; may be empty
 * @param at when
 */
public record LabelSummary(
        String of,
        String id,
        String label,
        @Nullable Integer looked,
        @Nullable Integer agreed,
        @Nullable Double purityBound,
        @Nullable Double confidence,
        String by,
        String at) {

    /** Every label: those of clusters first, each kind in the order of its ids. */
    public static List<LabelSummary> of(Labels labels) {
        List<LabelSummary> summaries = new ArrayList<>();
        labels.clusters().values().stream()
                .sorted(Comparator.comparing(ClusterLabel::clusterId))
                .forEach(label -> summaries.add(new LabelSummary(
                        "cluster",
                        label.clusterId(),
                        label.label(),
                        label.looked().size(),
                        label.agreed(),
                        label.purityBound(),
                        label.confidence(),
                        label.by(),
                        label.at().toString())));
        labels.images().values().stream()
                .sorted(Comparator.comparing(ImageLabel::imageId))
                .forEach(label -> summaries.add(new LabelSummary(
                        "picture",
                        label.imageId(),
                        label.label(),
                        null,
                        null,
                        null,
                        null,
                        label.by(),
                        label.at().toString())));
        return List.copyOf(summaries);
    }
}
