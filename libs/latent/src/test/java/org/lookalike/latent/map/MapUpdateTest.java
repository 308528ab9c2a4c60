package org.lookalike.latent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;

/** A map that grows: new rows among those of an earlier one. */
class MapUpdateTest {
    private static final int GROUPS = 10;
    private static final int OLD = 800;
    private static final Rows ALL = GroupedTestRows.of(1_000, 30, GROUPS, 2, 10);
    private static final Rows EARLY = ALL.select(IntStream.range(0, OLD).toArray());
    private static final Rows FRESH = ALL.select(IntStream.range(OLD, 1_000).toArray());
    private static final TsneOptions OPTIONS = TsneOptions.defaults().withThreads(2);

    private static Rows earlier;

    @BeforeAll
    static void mapEarlyOnes() {
        earlier = Tsne.fit(EARLY, OPTIONS.withIterations(500, 150)).positions();
    }

    @Test
    void knownRowsHardlyMoveAndNewOnesJoinTheirGroups() {
        TsneMap map = Tsne.fitFrom(ALL, places(OLD), TsneOptions.forUpdate().withThreads(2), TsneMonitor.NONE);

        assertThat(meanMove(map.positions())).isLessThan(.05 * extent());
        assertThat(GroupedTestRows.purity(map.positions(), GROUPS)).isGreaterThan(.99);
        TsneMap anew = Tsne.fit(ALL, OPTIONS.withIterations(500, 150));
        assertThat(map.divergence()).isLessThan(1.1 * anew.divergence());
        assertThat(meanMove(anew.positions())).isGreaterThan(2 * meanMove(map.positions()));
    }

    @Test
    void aStrongerAnchorHoldsTighter() {
        TsneOptions update = TsneOptions.forUpdate().withThreads(2);
        TsneMap free = Tsne.fitFrom(ALL, places(OLD), update.withAnchor(0), TsneMonitor.NONE);
        TsneMap held = Tsne.fitFrom(ALL, places(OLD), update.withAnchor(2), TsneMonitor.NONE);

        assertThat(meanMove(held.positions())).isLessThan(.5 * meanMove(free.positions()));
        assertThat(held.divergence()).isGreaterThan(free.divergence());
    }

    @Test
    void rowsWhoseNeighboursAllAreNewFindAPlaceToo() {
        // Groups 5 to 9 are unknown altogether but for a single row.
        Map<Integer, Place> some = places(OLD);
        some.keySet().removeIf(row -> row % GROUPS >= 5 && row != 7);

        TsneMap map = Tsne.fitFrom(ALL, some, TsneOptions.forUpdate().withThreads(2), TsneMonitor.NONE);

        assertThat(GroupedTestRows.purity(map.positions(), GROUPS)).isGreaterThan(.95);
    }

    @Test
    void newRowsArePlacedAmongTheirNeighbours() {
        Rows placed = Tsne.place(EARLY, earlier, FRESH, OPTIONS);

        assertThat(placed.count()).isEqualTo(200);
        int same = 0;
        for (int i = 0; i < placed.count(); i++) {
            int nearest = NeighbourSearch.in(earlier, Metric.EUCLIDEAN)
                    .nearest(placed.select(i), 1, 1)
                    .index(0, 0);
            same += nearest % GROUPS == (OLD + i) % GROUPS ? 1 : 0;
        }
        assertThat(same).isGreaterThan(190);
    }

    @Test
    void aRowOfTheMapIsPlacedWhereItIs() {
        Rows placed = Tsne.place(EARLY, earlier, EARLY.select(3, 4), OPTIONS.withDimensions(10));

        double off = Math.hypot(placed.values()[0] - earlier.values()[6], placed.values()[1] - earlier.values()[7]);
        assertThat(off).isLessThan(.1 * extent());
    }

    @Test
    void aMapThatStartsFromItselfStays() {
        TsneMap map = Tsne.fitFrom(EARLY, places(OLD), OPTIONS.withIterations(1, 0), TsneMonitor.NONE);

        assertThat(meanMove(map.positions())).isCloseTo(0, within(.02 * extent()));
    }

    @Test
    void refusesWhatDoesNotMatch() {
        TsneOptions update = TsneOptions.forUpdate();
        assertThatThrownBy(() -> Tsne.fitFrom(ALL, Map.of(), update, TsneMonitor.NONE))
                .hasMessageContaining("no row has an earlier place");
        assertThatThrownBy(() -> Tsne.fitFrom(ALL, Map.of(1_000, new Place(0, 0)), update, TsneMonitor.NONE))
                .hasMessageContaining("row 1000 of 1000");
        assertThatThrownBy(() -> Tsne.place(ALL, earlier, FRESH, OPTIONS))
                .hasMessageContaining("a position of width 2");
        assertThatThrownBy(() -> new Place(Float.NaN, 0)).hasMessageContaining("must be finite");
    }

    private static Map<Integer, Place> places(int count) {
        Map<Integer, Place> places = new HashMap<>();
        for (int i = 0; i < count; i++) {
            places.put(i, new Place(earlier.values()[2 * i], earlier.values()[2 * i + 1]));
        }
        return places;
    }

    private static double meanMove(Rows positions) {
        double sum = 0;
        for (int i = 0; i < OLD; i++) {
            sum += Math.hypot(
                    positions.values()[2 * i] - earlier.values()[2 * i],
                    positions.values()[2 * i + 1] - earlier.values()[2 * i + 1]);
        }
        return sum / OLD;
    }

    private static double extent() {
        double right = Float.NEGATIVE_INFINITY;
        double left = Float.POSITIVE_INFINITY;
        for (int i = 0; i < OLD; i++) {
            right = Math.max(right, earlier.values()[2 * i]);
            left = Math.min(left, earlier.values()[2 * i]);
        }
        return right - left;
    }
}
