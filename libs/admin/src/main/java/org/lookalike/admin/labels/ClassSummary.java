package org.lookalike.admin.labels;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lookalike.labels.Labels;

/**
 * A class, for a person and for a script.
 *
 * @param label what it is called
 * @param images how many images have the label of their own: these enrol it
 * @param clusters how many clusters are called it, those that have ended included
 * @param falseMatchRate the rate that somebody asked for; null where the service's setting holds
 */
public record ClassSummary(
        String label,
        @JsonProperty("pictures") int images,
        int clusters,
        @Nullable Double falseMatchRate) {

    /** Every class that something is called, or that a rate was asked for, in the order of their names. */
    public static List<ClassSummary> of(Labels labels) {
        Map<String, Integer> images = new TreeMap<>();
        Map<String, Integer> clusters = new TreeMap<>();
        labels.imagesByClass().forEach((label, labelled) -> images.put(label, labelled.size()));
        labels.clusters().values().forEach(label -> clusters.merge(label.label(), 1, Integer::sum));
        Set<String> names = new TreeSet<>(labels.falseMatchRates().keySet());
        names.addAll(images.keySet());
        names.addAll(clusters.keySet());
        return names.stream()
                .map(name -> new ClassSummary(
                        name,
                        images.getOrDefault(name, 0),
                        clusters.getOrDefault(name, 0),
                        labels.falseMatchRates().get(name)))
                .toList();
    }
}
