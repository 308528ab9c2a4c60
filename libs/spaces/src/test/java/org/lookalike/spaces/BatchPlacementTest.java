package org.lookalike.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchPlacementTest {
    private static final String ENCODER = "00112233445566aa";

    private final Map<Integer, Placement> placed = new TreeMap<>();
    private final Map<Integer, String> refused = new TreeMap<>();

    /** What needs the native library is tested where that is: in the services that place many images. */
    @Test
    void aRawSpaceTakesTheFeaturesAsTheyAreAndRefusesEachImageForItself() {
        Space raw = Space.raw(ENCODER, 2);

        place(raw, new float[] {3, 4}, new float[] {1, 2, 3}, new float[] {0, 0}, new float[] {0, -2});

        assertThat(placed).containsOnlyKeys(0, 3);
        assertThat(placed.get(0).vector()).containsExactly(0.6f, 0.8f);
        assertThat(placed.get(3).vector()).containsExactly(0, -1);
        assertThat(refused).containsOnlyKeys(1, 2);
        assertThat(refused.get(1)).contains("3 features", "needs 2");
        assertThat(refused.get(2)).contains("no direction");
    }

    @Test
    void oneImageAloneIsPlacedWithoutAProduct() {
        Space fitted = Space.fitted(
                ENCODER,
                "vectors",
                LinearProjection.of(new float[] {1, 1}, new float[] {0, 1, 1, 0}),
                List.of(
                        new Cluster("east", new float[] {1, 0}, 1, 0, List.of()),
                        new Cluster("north", new float[] {0, 1}, 1, 0, List.of())),
                null);

        place(fitted, new float[] {5, 1});

        assertThat(placed.get(0).vector()).containsExactly(0, 1);
        assertThat(placed.get(0).cluster()).isEqualTo("north");
        assertThat(placed.get(0).clusterDistance()).isZero();
    }

    private void place(Space space, float[]... features) {
        new BatchPlacement(space).place(List.of(features), new BatchPlacement.Visitor() {
            @Override
            public void placed(int index, Placement placement) {
                placed.put(index, placement);
            }

            @Override
            public void refused(int index, IllegalArgumentException reason) {
                refused.put(index, reason.getMessage());
            }
        });
    }
}
