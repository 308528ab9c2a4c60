package org.lookalike.latent.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.Rows;

final class MutualNeighboursTest {
    @Test
    void bothRowsHaveToBeAmongTheNearestOfTheOther() {
        float[] values = new float[12 * 4];
        for (int i = 1; i <= 12; i++) {
            for (int j = 1; j <= 4; j++) {
                values[(i - 1) * 4 + j - 1] = (float) Math.sin(1.7 * i * j + 0.3 * i * i);
            }
        }

        assertThat(pairs(MutualNeighbours.of(Rows.of(values, 4), 3, 1)))
                .containsExactly(
                        "1,6", "2,4", "2,6", "3,7", "3,8", "3,12", "4,5", "4,11", "5,9", "5,11", "7,8", "8,12",
                        "10,12");
    }

    @Test
    void aRowOfZerosIsInNoPair() {
        Rows rows = Rows.of(new float[] {1, 0, 0, 0, 1, 0.1f, 0, 0}, 2);

        assertThat(pairs(MutualNeighbours.of(rows, 3, 1))).containsExactly("1,3");
    }

    private static List<String> pairs(MutualNeighbours pairs) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < pairs.count(); i++) {
            named.add("%d,%d".formatted(pairs.first()[i] + 1, pairs.second()[i] + 1));
        }
        return named;
    }
}
