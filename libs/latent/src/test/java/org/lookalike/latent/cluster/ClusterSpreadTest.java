package org.lookalike.latent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterSpreadTest {
    @Test
    void tellsDistancesByNearestRank() {
        double[] distances =
                IntStream.rangeClosed(1, 200).mapToDouble(i -> 201 - i).toArray();

        assertThat(ClusterSpread.of(distances))
                .isEqualTo(new ClusterSpread(Math.sqrt(200 * 201 * 401 / 6.0 / 200), 100, 180, 198, 200));
    }

    @Test
    void ofOneMemberIsItsDistance() {
        assertThat(ClusterSpread.of(new double[] {2})).isEqualTo(new ClusterSpread(2, 2, 2, 2, 2));
    }
}
