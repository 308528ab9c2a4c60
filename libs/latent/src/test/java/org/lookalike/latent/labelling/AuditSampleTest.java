package org.lookalike.latent.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.labelling.SampledMember.Role;

class AuditSampleTest {
    @Test
    void picksOneMemberOfEachStratumFromTheCentreOutwards() {
        AuditSample sample = AuditSample.draw(members(100), 5, 0, 1);

        assertThat(sample.stratified()).isTrue();
        assertThat(sample.members().stream().map(member -> number(member) / 20)).containsExactly(0, 1, 2, 3, 4);
        assertThat(sample.members().get(0).role()).isEqualTo(Role.CENTRE);
        assertThat(sample.members().get(2).role()).isEqualTo(Role.MIDDLE);
        assertThat(sample.members().get(4).role()).isEqualTo(Role.EDGE);
    }

    @Test
    void everyMemberIsPickedEquallyOften() {
        for (int size : new int[] {20, 100}) {
            int[] picked = new int[size];
            for (int seed = 0; seed < 4000; seed++) {
                AuditSample.draw(members(size), 5, 0, seed).members().forEach(member -> picked[number(member)]++);
            }
            double expected = 4000 * 5.0 / size;
            assertThat(IntStream.of(picked).min().orElseThrow())
                    .isGreaterThan((int) (expected - 5 * Math.sqrt(expected)));
            assertThat(IntStream.of(picked).max().orElseThrow()).isLessThan((int) (expected + 5 * Math.sqrt(expected)));
        }
    }

    @Test
    void addsTheMostDoubtfulWithoutCountingThem() {
        AuditSample sample = AuditSample.draw(members(100), 5, 3, 1);

        assertThat(sample.size()).isEqualTo(5);
        assertThat(sample.members()).hasSize(8);
        assertThat(sample.members().subList(5, 8))
                .allMatch(member -> member.role() == Role.DOUBTFUL && number(member) >= 92)
                .doesNotHaveDuplicates();
        assertThat(sample.members().stream().map(SampledMember::id)).doesNotHaveDuplicates();
    }

    @Test
    void dependsOnTheSeedAndNotOnTheOrder() {
        List<Member> shuffled = new ArrayList<>(members(100));
        Collections.shuffle(shuffled, new Random(3));

        assertThat(AuditSample.draw(shuffled, 5, 2, 7)).isEqualTo(AuditSample.draw(members(100), 5, 2, 7));
        assertThat(AuditSample.draw(members(100), 5, 2, 8)).isNotEqualTo(AuditSample.draw(members(100), 5, 2, 7));
    }

    @Test
    void takesAllOfASmallCluster() {
        AuditSample sample = AuditSample.draw(members(3), 5, 5, 1);

        assertThat(sample.size()).isEqualTo(3);
        assertThat(sample.members()).hasSize(3);
        assertThat(sample.bound(3, 0.9)).isEqualTo(1);
    }

    @Test
    void bigClustersHaveTheBoundOfStrata() {
        assertThat(AuditSample.draw(members(100), 5, 0, 1).bound(5, 0.9))
                .isCloseTo(PurityBound.ofChosenLabel(5, 5, 0.9), within(1e-12));
        assertThat(AuditSample.draw(members(20), 5, 0, 1).bound(5, 0.9)).isEqualTo(PurityBound.finite(20, 5, 5, 0.9));
    }

    @Test
    void refusesImpossibleSamples() {
        assertThatThrownBy(() -> AuditSample.draw(List.of(), 5, 0, 1)).hasMessageContaining("0 members");
        assertThatThrownBy(() -> AuditSample.draw(members(3), 0, 0, 1)).hasMessageContaining("0 looks");
        assertThatThrownBy(() -> AuditSample.draw(members(3), 1, -1, 1)).hasMessageContaining("-1 looks at doubtful");
        Member one = members(1).get(0);
        assertThatThrownBy(() -> AuditSample.draw(List.of(one, one), 1, 0, 1)).hasMessageContaining("occurs twice");
        assertThatThrownBy(() -> new Member("x", Double.NaN, 0)).hasMessageContaining("member x is NaN");
    }

    /** Member i is i from the centre, and the more doubtful the farther. */
    static List<Member> members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Member("picture " + i, i, count - i))
                .toList();
    }

    static int number(SampledMember member) {
        return Integer.parseInt(member.id().substring("picture ".length()));
    }
}
