package org.lookalike.latent.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.labelling.Outlier.Reason;
import org.lookalike.latent.matrix.Rows;

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
        List<Member> members = ClusterMembers.of(ids, rows, CENTRES, 0);

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
        List<Member> members = ClusterMembers.of(List.of("x"), Rows.of(new float[] {4, 1}, 2), CENTRES, 1);

        assertThat(members).containsExactly(new Member("x", 4, Math.sqrt(10) - 4));
        assertThat(ClusterMembers.of(List.of("x"), CENTRES.select(0), CENTRES.select(1), 0)
                        .get(0)
                        .margin())
                .isInfinite();
    }

    @Test
    void refusesVectorsOfOtherMembers() {
        assertThatThrownBy(() -> Outliers.defaults().of(List.of(), CENTRES, "a", Map.of(), 1))
                .hasMessageContaining("0 members and 2 vectors");
        assertThatThrownBy(() -> ClusterMembers.of(List.of(), CENTRES, CENTRES, 0))
                .hasMessageContaining("do not fit");
        assertThatThrownBy(() -> ClusterMembers.of(List.of("x", "y"), CENTRES, CENTRES, 2))
                .hasMessageContaining("cluster 2 of 2");
    }

    private static float[] at(double degrees) {
        double angle = Math.toRadians(degrees);
        return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }
}
