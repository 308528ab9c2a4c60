package org.lookalike.refit.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.labels.ImageLabel;
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
    void theBackgroundIsNoClass() {
        List<ImageLabel> labels = labels(7, 6);
        TrainingLabels without = TrainingLabels.of(labels, config);
        for (int i = 0; i < 9; i++) {
            labels.add(new ImageLabel("stranger-" + i, ImageLabel.BACKGROUND, "", Instant.EPOCH));
        }

        assertThat(TrainingLabels.of(labels, config)).isEqualTo(without);
    }

    @Test
    void noClassHasMoreThanIsOfUse() {
        assertThat(TrainingLabels.of(labels(30, 6), config).labels().values())
                .filteredOn("kind 0"::equals)
                .hasSize(10);
    }

    @Test
    void theDigestTellsChangesFromRepetitions() {
        List<ImageLabel> labels = labels(7, 6);
        List<ImageLabel> shuffled = new ArrayList<>(labels);
        Collections.reverse(shuffled);

        String digest = TrainingLabels.of(labels, config).digest();

        assertThat(TrainingLabels.of(shuffled, config).digest()).isEqualTo(digest);
        assertThat(TrainingLabels.of(labels.subList(1, labels.size()), config).digest())
                .isNotEqualTo(digest);
        labels.set(0, new ImageLabel("p0-0", "kind 1", "", Instant.EPOCH));
        assertThat(TrainingLabels.of(labels, config).digest()).isNotEqualTo(digest);
    }

    private static List<ImageLabel> labels(int... sizes) {
        List<ImageLabel> labels = new ArrayList<>();
        for (int kind = 0; kind < sizes.length; kind++) {
            for (int i = 0; i < sizes[kind]; i++) {
                labels.add(new ImageLabel("p" + kind + "-" + i, "kind " + kind, "", Instant.EPOCH));
            }
        }
        return labels;
    }
}
