package org.lookalike.latent.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.labelling.Outlier.Reason;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

class OutliersTest {
    private static final Rows CENTRES = Rows.of(new float[] {1, 0, 0, 1}, 2);

    @Test
    void listsTheStrongestReasonsFirst() {
        // At 0, 1, …, 19 degrees, then one halfway to the other centre, one far off, two near one another.
        List<float[]> vectors = new ArrayList<>();
        IntStream.range(0, 20).forEach(degree -> vectors.add(at(degree)));
        vectors.add(at(44.9));
        vectors.add(at(-80));
        vectors.add(at(-20));
        vectors.add(at(-21));
        Rows rows = Rows.copyOf(vectors);
        List<String> ids =
                IntStream.range(0, vectors.size()).mapToObj(i -> "p" + i).toList();
        List<Member> members = members(ids, rows, CENTRES, 0);

        List<Outlier> outliers =
                Outliers.defaults().of(members, rows, "a", Map.of("p0", "a", "p22", "b", "p30", "b"), 10);

        assertThat(outliers.stream().map(Outlier::id)).containsExactly("p22", "p21", "p23", "p20");
        assertThat(outliers.stream().map(Outlier::reason))
                .containsExactly(
                        Reason.LABELLED_OTHERWISE,
                        Reason.RESEMBLES_ANOTHER_LABEL,
                        Reason.RESEMBLES_ANOTHER_LABEL,
                        Reason.BETWEEN_CLUSTERS);
        assertThat(Outliers.defaults().of(members, rows, "a", Map.of(), 10).stream()
                        .map(Outlier::reason))
                .containsExactly(Reason.BETWEEN_CLUSTERS, Reason.FAR_FROM_THE_CENTRE);
        assertThat(Outliers.defaults().of(members, rows, "a", Map.of(), 1)).hasSize(1);
    }

    @Test
    void measuresDistancesAndMargins() {
        List<Member> members = members(List.of("x"), Rows.of(new float[] {4, 1}, 2), CENTRES, 1);

        assertThat(members).containsExactly(new Member("x", 4, Math.sqrt(10) - 4));
        assertThat(members(List.of("x"), CENTRES.select(0), CENTRES.select(1), 0)
                        .get(0)
                        .margin())
                .isInfinite();
    }

    @Test
    void refusesVectorsOfOtherMembers() {
        assertThatThrownBy(() -> Outliers.defaults().of(List.of(), CENTRES, "a", Map.of(), 1))
                .hasMessageContaining("0 members and 2 vectors");
        assertThatThrownBy(() -> ClusterMembers.of(Map.of("x", 1.0), Map.of("x", new float[3]), CENTRES, 0))
                .hasMessageContaining("vector of x has width 3, centres 2");
        assertThatThrownBy(() -> ClusterMembers.of(Map.of(), Map.of(), CENTRES, 2))
                .hasMessageContaining("cluster 2 of 2");
    }

    @Test
    void marginsAndOutliersAreThoseOfMembersWhoseVectorsAreKnown() {
        Map<String, Double> distances = new HashMap<>();
        IntStream.range(0, 300).forEach(i -> distances.put("p" + i, (double) i));
        List<String> farthest = ClusterMembers.farthest(distances);
        ClusterMembers members = ClusterMembers.of(distances, Map.of("p299", at(45), "other", at(0)), CENTRES, 0);

        assertThat(farthest).hasSize(256).startsWith("p299", "p298").endsWith("p44");
        assertThat(members.all()).hasSize(300);
        assertThat(members.all().stream().filter(member -> member.margin() < Double.POSITIVE_INFINITY))
                .extracting(Member::id)
                .containsExactly("p299");
        assertThat(members.outliers(Outliers.defaults(), "a", Map.of("p299", "b", "p0", "b"), 10))
                .containsExactly(new Outlier("p299", Reason.LABELLED_OTHERWISE, 0));
        assertThat(ClusterMembers.of(distances, Map.of(), CENTRES, 0)
                        .outliers(Outliers.defaults(), "a", Map.of("p0", "b"), 10))
                .isEmpty();
    }

    private static List<Member> members(List<String> ids, Rows vectors, Rows centres, int cluster) {
        Map<String, Double> distances = new LinkedHashMap<>();
        Map<String, float[]> byId = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            distances.put(ids.get(i), Vectors.distance(vectors.row(i), centres.row(cluster)));
            byId.put(ids.get(i), vectors.row(i));
        }
        return ClusterMembers.of(distances, byId, centres, cluster).all();
    }

    private static float[] at(double degrees) {
        double angle = Math.toRadians(degrees);
        return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }
}
