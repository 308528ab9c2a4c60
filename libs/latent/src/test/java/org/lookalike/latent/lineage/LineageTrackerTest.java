package org.lookalike.latent.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.lineage.ClusterTransition.Kind;

class LineageTrackerTest {
    private static final int UNKNOWN = -1;
    private static final int GONE = -1;

    private final LineageTracker tracker = new LineageTracker(LineageRules.defaults());

    @Test
    void theFirstFitIsAllBirths() {
        Lineage lineage = tracker.track(OldClusters.none(), new NewClusters("s1", 3, Map.of("a", 0)), Set.of());
        assertThat(lineage.changes()).hasSize(3).allMatch(change -> change.kind() == Kind.BIRTH);
        assertThat(lineage.newIds()).doesNotHaveDuplicates().allMatch(id -> id.matches("c[0-9a-f]{8}"));
    }

    @Test
    void aClusterThatGoesOnKeepsItsIdUnderAnotherIndex() {
        Lineage lineage = track(List.of("a", "b"), flow(0, 1, 90), flow(0, 0, 4), flow(1, 0, 50), flow(UNKNOWN, 1, 80));
        assertThat(lineage.newIds()).containsExactly("b", "a");
        assertThat(lineage.changes())
                .containsExactly(
                        new ClusterTransition(Kind.CONTINUE, List.of("b"), List.of("b"), 50, 50.0 / 54),
                        new ClusterTransition(Kind.CONTINUE, List.of("a"), List.of("a"), 90, 90.0 / 94));
        assertThat(lineage.successors()).containsOnly(Map.entry("a", "a"), Map.entry("b", "b"));
    }

    @Test
    void theLargestPartOfASplitKeepsTheId() {
        Lineage lineage = track(List.of("a"), flow(0, 0, 20), flow(0, 1, 50), flow(0, 2, 30));
        String small = lineage.newIds().get(0);
        String middle = lineage.newIds().get(2);
        assertThat(lineage.newIds().get(1)).isEqualTo("a");
        assertThat(lineage.changes())
                .containsExactly(new ClusterTransition(Kind.SPLIT, List.of("a"), List.of("a", middle, small), 100, 1));
    }

    @Test
    void aSmallPartThatBreaksOffIsASplitAndNoBirth() {
        Lineage lineage = track(List.of("a"), flow(0, 0, 300), flow(0, 1, 6));
        assertThat(lineage.changes()).extracting(ClusterTransition::kind).containsExactly(Kind.SPLIT);
    }

    @Test
    void theLargestParentOfAMergeKeepsItsIdAndTheOthersAreSucceeded() {
        Lineage lineage = track(List.of("a", "b", "c"), flow(0, 0, 20), flow(1, 0, 50), flow(2, 0, 30));
        assertThat(lineage.newIds()).containsExactly("b");
        assertThat(lineage.changes())
                .containsExactly(new ClusterTransition(Kind.MERGE, List.of("b", "c", "a"), List.of("b"), 100, 1));
        assertThat(lineage.successors()).containsOnly(Map.entry("a", "b"), Map.entry("b", "b"), Map.entry("c", "b"));
    }

    @Test
    void bothIdsLiveOnWhereAPartOfOneMergesWithAnother() {
        Lineage lineage = track(List.of("a", "b"), flow(0, 0, 45), flow(0, 1, 55), flow(1, 1, 60));
        assertThat(lineage.newIds()).containsExactly("a", "b");
        assertThat(lineage.changes()).extracting(ClusterTransition::kind).containsExactly(Kind.SPLIT, Kind.MERGE);
        assertThat(lineage.successors()).containsOnly(Map.entry("a", "b"), Map.entry("b", "b"));
    }

    @Test
    void aClusterOfUnknownImagesIsABirthThoughItTookAFewKnownOnesAlong() {
        Lineage lineage = track(
                List.of("a", "b"), flow(0, 0, 90), flow(1, 1, 90), flow(0, 2, 4), flow(1, 2, 1), flow(UNKNOWN, 2, 100));
        assertThat(lineage.newIds().subList(0, 2)).containsExactly("a", "b");
        assertThat(lineage.changes(Kind.BIRTH))
                .containsExactly(new ClusterTransition(
                        Kind.BIRTH, List.of(), List.of(lineage.newIds().get(2)), 0, 0));
        assertThat(lineage.changes(Kind.CONTINUE)).hasSize(2);
    }

    @Test
    void aClusterMayGrowTenfoldAndGoOn() {
        Lineage lineage = track(List.of("a", "b"), flow(0, 0, 50), flow(UNKNOWN, 0, 450), flow(1, 1, 50));
        assertThat(lineage.newIds()).containsExactly("a", "b");
    }

    @Test
    void aClusterWhoseImagesLeftTheSampleDies() {
        Lineage lineage = track(List.of("a", "b"), flow(0, 0, 90), flow(1, GONE, 90), flow(1, 0, 4));
        assertThat(lineage.newIds()).containsExactly("a");
        assertThat(lineage.changes(Kind.DEATH))
                .containsExactly(new ClusterTransition(Kind.DEATH, List.of("b"), List.of(), 0, 0));
        assertThat(lineage.successors()).containsOnlyKeys("a");
    }

    @Test
    void freshIdsAreTheSameAgainAndNeverReused() {
        NewClusters after = new NewClusters("s1", 2, Map.of());
        List<String> ids = tracker.track(OldClusters.none(), after, Set.of()).newIds();
        assertThat(tracker.track(OldClusters.none(), after, Set.of()).newIds()).isEqualTo(ids);
        assertThat(tracker.track(OldClusters.none(), after, Set.of(ids.get(0))).newIds())
                .doesNotContain(ids.get(0))
                .contains(ids.get(1));
        assertThat(tracker.track(new OldClusters(ids, Map.of()), after, Set.of())
                        .newIds())
                .doesNotContainAnyElementsOf(ids);
        assertThat(tracker.track(OldClusters.none(), new NewClusters("s2", 2, Map.of()), Set.of())
                        .newIds())
                .doesNotContainAnyElementsOf(ids);
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThatThrownBy(() -> new NewClusters("s1", 2, Map.of("image", 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image image is in cluster 2");
        assertThatThrownBy(() -> new OldClusters(List.of("a", "a"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not all different");
        assertThatThrownBy(() -> new LineageRules(0.4, 3, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("majority 0.4");
    }

    private Lineage track(List<String> ids, Flow... flows) {
        Set<Flow> all = new HashSet<>(Arrays.asList(flows));
        int count = Arrays.stream(flows).mapToInt(Flow::to).max().orElseThrow() + 1;
        return tracker.track(before(ids, all), after(count, all), Set.of());
    }

    private static OldClusters before(List<String> ids, Set<Flow> flows) {
        Map<String, Integer> members = new HashMap<>();
        flows.stream().filter(flow -> flow.from != UNKNOWN).forEach(flow -> flow.fill(members, flow.from));
        return new OldClusters(ids, members);
    }

    private static NewClusters after(int count, Set<Flow> flows) {
        Map<String, Integer> members = new HashMap<>();
        flows.stream().filter(flow -> flow.to != GONE).forEach(flow -> flow.fill(members, flow.to));
        return new NewClusters("s1", count, members);
    }

    private static Flow flow(int from, int to, int images) {
        return new Flow(from, to, images);
    }

    /** So many images go from an old cluster, or from nowhere, to a new one, or out of the sample. */
    private record Flow(int from, int to, int images) {
        void fill(Map<String, Integer> members, int cluster) {
            for (int i = 0; i < images; i++) {
                members.put("image-%d-%d-%d".formatted(from, to, i), cluster);
            }
        }
    }
}
