package org.lookalike.encoding.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FeatureLossTest {
    private final List<float[]> features = random(40, 1);

    @Test
    void nothingIsLostWhereNothingChanged() {
        List<float[]> longer = features.stream()
                .map(row -> new float[] {3 * row[0], 3 * row[1], 3 * row[2]})
                .toList();

        FeatureLoss loss = FeatureLoss.between(features, longer);

        assertThat(loss.images()).isEqualTo(40);
        assertThat(loss.meanCosine()).isCloseTo(1, within(1e-9));
        assertThat(loss.minCosine()).isCloseTo(1, within(1e-9));
        assertThat(loss.sharedNeighbours()).isEqualTo(1);
    }

    @Test
    void tellsTheWorstImageFromTheMean() {
        List<float[]> changed = new ArrayList<>(features);
        float[] row = features.get(7);
        changed.set(7, new float[] {-row[0], -row[1], -row[2]});

        FeatureLoss loss = FeatureLoss.between(features, changed);

        assertThat(loss.minCosine()).isCloseTo(-1, within(1e-9));
        assertThat(loss.meanCosine()).isCloseTo(38.0 / 40, within(1e-9));
        assertThat(loss.sharedNeighbours()).isBetween(0.8, 0.999);
    }

    @Test
    void neighboursOfOtherFeaturesAreThoseOfChance() {
        // 10 of 39 others, met by chance.
        assertThat(FeatureLoss.between(features, random(40, 2)).sharedNeighbours())
                .isCloseTo(10.0 / 39, within(0.08));
    }

    @Test
    void aFewImagesHaveFewerNeighbours() {
        List<float[]> few = features.subList(0, 3);
        List<float[]> turned = new ArrayList<>(few);
        Collections.reverse(turned);

        assertThat(FeatureLoss.between(few, turned).sharedNeighbours()).isEqualTo(1);
    }

    @Test
    void refusesListsThatDoNotFitEachOther() {
        assertThatThrownBy(() -> FeatureLoss.between(features, features.subList(0, 39)))
                .hasMessageContaining("40 and 39");
        assertThatThrownBy(() -> FeatureLoss.between(features.subList(0, 1), features.subList(0, 1)))
                .hasMessageContaining("at least 2");
    }

    private static List<float[]> random(int count, long seed) {
        Random random = new Random(seed);
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new float[] {
                (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()
            });
        }
        return rows;
    }
}
