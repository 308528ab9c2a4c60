package org.lookalike.refit.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.config.Settings;
import org.lookalike.refit.fit.AdaptedFitConfig;

final class TrainingLabelsTest {
    private final AdaptedFitConfig config = Settings.read(
                    List.of("--refit.adapt.max-labels=10"), Map.of(), AdaptedFitConfig::from)
            .config();

    @Test
    void classesWithTooFewLabelsDoNotCount() {
        TrainingLabels chosen = TrainingLabels.of(labels(7, 5, 4), config);

        assertThat(chosen.classes()).isEqualTo(2);
        assertThat(chosen.suffice(config)).isTrue();
        assertThat(chosen.labels()).hasSize(12).doesNotContainValue("kind 2");
        assertThat(TrainingLabels.of(labels(7, 4, 4), config).suffice(config)).isFalse();
    }

    @Test
    void noClassHasMoreThanIsOfUse() {
        assertThat(TrainingLabels.of(labels(30, 6), config).labels().values())
                .filteredOn("kind 0"::equals)
                .hasSize(10);
    }

    @Test
    void theDigestTellsChangesFromRepetitions() {
        Map<String, String> labels = labels(7, 6);
        Map<String, String> inAnotherOrder = new TreeMap<>(Comparator.reverseOrder());
        inAnotherOrder.putAll(labels);

        String digest = TrainingLabels.of(labels, config).digest();

        assertThat(TrainingLabels.of(inAnotherOrder, config).digest()).isEqualTo(digest);
        Map<String, String> fewer = new LinkedHashMap<>(labels);
        fewer.remove("p0-0");
        assertThat(TrainingLabels.of(fewer, config).digest()).isNotEqualTo(digest);
        labels.put("p0-0", "kind 1");
        assertThat(TrainingLabels.of(labels, config).digest()).isNotEqualTo(digest);
    }

    private static Map<String, String> labels(int... sizes) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int kind = 0; kind < sizes.length; kind++) {
            for (int i = 0; i < sizes[kind]; i++) {
                labels.put("p" + kind + "-" + i, "kind " + kind);
            }
        }
        return labels;
    }
}
