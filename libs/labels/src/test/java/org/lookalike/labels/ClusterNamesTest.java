package org.lookalike.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

final class ClusterNamesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Space first = space(0, cluster("seals"), cluster("gears"));

    @Test
    void aClusterThatGoesOnKeepsItsName() {
        Space second = space(1, cluster("seals"));

        assertThat(names(second, Map.of("seals", label(first, "seals", "seal")), first, second)
                        .of("seals"))
                .contains("seal");
    }

    @Test
    void whatSplitOffInheritsTheName() {
        Space second = space(1, cluster("seals", "seals"), cluster("offspring", "seals"));
        Map<String, ClusterLabel> labels = Map.of("seals", label(first, "seals", "seal"));

        assertThat(names(second, labels, first, second).of("seals")).contains("seal");
        assertThat(names(second, labels, first, second).of("offspring")).contains("seal");
        assertThat(names(second, labels, first, second).clustersOf(Set.of("seal")))
                .containsExactlyInAnyOrder("seals", "offspring");
    }

    @Test
    void aPartThatIsLabelledAfterTheSplitHasItsOwnName() {
        Space second = space(1, cluster("seals", "seals"), cluster("offspring", "seals"));
        Map<String, ClusterLabel> labels =
                Map.of("seals", label(first, "seals", "seal"), "offspring", label(second, "offspring", "ring"));

        assertThat(names(second, labels, first, second).of("offspring")).contains("ring");
        assertThat(names(second, labels, first, second).of("seals")).contains("seal");
    }

    @Test
    void aMergerOfTwoNamesHasNoneUntilSomebodyLooksAgain() {
        Space second = space(1, cluster("seals", "seals", "gears"));
        Map<String, ClusterLabel> labels =
                Map.of("seals", label(first, "seals", "seal"), "gears", label(first, "gears", "gear"));

        assertThat(names(second, labels, first, second).of("seals")).isEmpty();
        assertThat(names(first, labels, first, second).of("seals"))
                .as("a rollback")
                .contains("seal");
        assertThat(names(second, Map.of("seals", label(second, "seals", "part")), first, second)
                        .of("seals"))
                .contains("part");
    }

    @Test
    void aMergerWithWhatNobodyLookedAtHasNoName() {
        Space second = space(1, cluster("seals", "seals", "gears"));

        assertThat(names(second, Map.of("seals", label(first, "seals", "seal")), first, second)
                        .of("seals"))
                .isEmpty();
    }

    @Test
    void aMergerOfOneNameKeepsIt() {
        Space second = space(1, cluster("seals", "seals", "gears"));
        Space third = space(2, cluster("seals"));
        Map<String, ClusterLabel> labels =
                Map.of("seals", label(first, "seals", "part"), "gears", label(first, "gears", "part"));

        assertThat(names(third, labels, first, second, third).of("seals")).contains("part");
    }

    private static ClusterNames names(Space space, Map<String, ClusterLabel> labels, Space... history) {
        Spaces spaces = Arrays.stream(history).reduce(Spaces.none(), Spaces::with, (a, b) -> b);
        return Labels.of(List.of(), labels.values()).clusterNames(space, spaces);
    }

    private static ClusterLabel label(Space space, String cluster, String label) {
        return new ClusterLabel(space.id(), cluster, label, List.of(), 0, 0, 0, "test", NOON);
    }

    private static Cluster cluster(String id, String... parents) {
        return new Cluster(id, new float[] {1, 0}, 1, 0, List.of(), List.of(parents));
    }

    private static Space space(float tilt, Cluster... clusters) {
        return Space.fitted(
                "0123456789abcdef",
                "vectors",
                LinearProjection.of(new float[] {1, 1, 1}, new float[] {1, tilt, 0, /**/ 0, 1, 0}),
                List.of(clusters),
                null);
    }
}
