package org.lookalike.latent.labelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MemberSampleTest {
    @Test
    void aLargeClusterIsCountedWholeAndKeptInPart() {
        MemberSample passing = passing(100_000, 1_000);

        assertThat(passing.count()).isEqualTo(100_000);
        assertThat(passing.distances()).hasSizeBetween(1_000, 1_000 + ClusterMembers.MAX_FARTHEST);
        assertThat(passing.farthest()).hasSize(ClusterMembers.MAX_FARTHEST).startsWith("m99999", "m99998");
    }

    @Test
    void theFarthestAreNotPickedAtRandomBecauseTheyAreFar() {
        MemberSample passing = passing(100_000, 1_000);
        AuditSample sample = passing.draw(members(passing.distances()), 100, 0);

        assertThat(sample.clusterSize()).isEqualTo(100_000);
        assertThat(sample.size()).isEqualTo(100);
        // 256 of 1,256 known members are the farthest: a pick among all of them would show some twenty.
        assertThat(sample.members().stream().filter(member -> number(member.id()) >= 99_744))
                .hasSizeLessThan(3);
        assertThat(sample.stratified())
                .as("claims no more than picks from the whole do")
                .isFalse();
        assertThat(sample.bound(100, 0.95)).isEqualTo(PurityBound.finite(100_000, 100, 100, 0.95));
    }

    @Test
    void aSmallClusterIsAuditedAsAWhole() {
        MemberSample passing = passing(500, 1_000);
        List<Member> members = members(passing.distances());
        assertThat(passing.draw(members, 5, 2)).isEqualTo(AuditSample.draw(members, 5, 2, 7));
    }

    private static MemberSample passing(int count, int maxSize) {
        MemberSample passing = new MemberSample(maxSize, 7);
        for (int i = 0; i < count; i++) {
            passing.add("m" + i, i);
        }
        return passing;
    }

    private static List<Member> members(Map<String, Double> distances) {
        List<Member> members = new ArrayList<>();
        distances.forEach((id, distance) -> members.add(new Member(id, distance, Double.POSITIVE_INFINITY)));
        return members;
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(1));
    }
}
