package org.lookalike.admin.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ClusterEvent;
import org.lookalike.spaces.Space;

class ClusterSummaryTest {
    private static final Space BEFORE = TestSpaceHistory.fitted(
            0, TestSpaceHistory.cluster("a", 1, 0, 30), TestSpaceHistory.cluster("b", 0, 1, 10));
    private static final Space AFTER = TestSpaceHistory.fitted(
            0.5f, TestSpaceHistory.cluster("c", 0, 1, 20), TestSpaceHistory.cluster("a", 1, 0, 60));

    @Test
    void theLargestComesFirstWithItsShareAndWhatBecameOfIt() {
        List<ClusterSummary> clusters = ClusterSummary.of(
                AFTER,
                BEFORE,
                List.of(event("a", "CONTINUE"), event("c", "SPLIT", "a"), event("b", "DEATH", "c")),
                Map.of("a", "gear")::get);

        assertThat(clusters).extracting(ClusterSummary::id).containsExactly("a", "c", "b");
        assertThat(clusters).extracting(ClusterSummary::label).containsExactly("gear", null, null);
        assertThat(clusters).extracting(ClusterSummary::share).containsExactly(0.75, 0.25, 0.0);
        assertThat(clusters).extracting(ClusterSummary::previousShare).containsExactly(0.75, null, 0.25);
        assertThat(clusters).extracting(ClusterSummary::change).containsExactly("CONTINUE", "SPLIT", "DEATH");
        assertThat(clusters.get(1).related()).containsExactly("a");
        assertThat(clusters.get(0).examples()).containsExactly("a-1", "a-2");
    }

    @Test
    void withoutEventsAndWithoutASpaceBeforeNothingIsSaidOfChange() {
        List<ClusterSummary> clusters = ClusterSummary.of(AFTER, null, List.of(), id -> null);

        assertThat(clusters).hasSize(2).allSatisfy(cluster -> {
            assertThat(cluster.change()).isNull();
            assertThat(cluster.previousShare()).isNull();
        });
    }

    private static ClusterEvent event(String clusterId, String kind, String... related) {
        return ClusterEvent.newBuilder()
                .setSpaceId(AFTER.id())
                .setPreviousSpaceId(BEFORE.id())
                .setAt(Instant.EPOCH)
                .setKind(kind)
                .setClusterId(clusterId)
                .setRelated(List.of(related))
                .setShared(5)
                .setSize(0)
                .build();
    }
}
