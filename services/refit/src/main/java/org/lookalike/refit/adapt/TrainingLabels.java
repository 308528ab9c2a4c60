package org.lookalike.refit.adapt;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.refit.fit.AdaptedFitConfig;
import org.lookalike.schemas.Sha256;

/**
 * The labels that a space learns from: those of single images, of classes that have enough.
 *
 * @param labels each image's label, by its id
 * @param classes how many classes they have
 * @param digest identifies the labels
 */
public record TrainingLabels(Map<String, String> labels, int classes, String digest) {
    private static final int DIGEST = 16;

    /** Of all classes together: 100 MB of features of 1,280 values. */
    private static final int MAX_LABELS = 20_000;

    public TrainingLabels {
        labels = Map.copyOf(labels);
    }

    /**
     * Chooses labels, of each class those of the images of smallest hash.
     *
     * @param labels the label of each image, by its id
     */
    public static TrainingLabels of(Map<String, String> labels, AdaptedFitConfig config) {
        Map<String, List<String>> byLabel = labels.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, TreeMap::new, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        byLabel.values().removeIf(ids -> ids.size() < config.minLabels());
        int each = Math.min(config.maxLabels(), Math.max(config.minLabels(), MAX_LABELS / Math.max(1, byLabel.size())));
        Map<String, String> chosen = new HashMap<>();
        StringBuilder all = new StringBuilder();
        byLabel.forEach((label, ids) -> ids.stream()
                .sorted(Comparator.comparing(SampleHash::of, Long::compareUnsigned))
                .limit(each)
                .forEach(id -> {
                    chosen.put(id, label);
                    all.append(label).append('\0').append(id).append('\0');
                }));
        return new TrainingLabels(
                chosen, byLabel.size(), Sha256.of(all.toString()).substring(0, DIGEST));
    }

    /** Whether there are classes enough. */
    public boolean suffice(AdaptedFitConfig config) {
        return classes >= config.minClasses();
    }
}
