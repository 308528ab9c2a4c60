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
import org.lookalike.latent.labelling.Look.Role;

class AuditSampleTest {
    @Test
    void picksOneMemberOfEachStratumFromTheCentreOutwards() {
        AuditSample looks = AuditSample.choose(members(100), 5, 0, 1);

        assertThat(looks.stratified()).isTrue();
        assertThat(looks.looks().stream().map(look -> number(look) / 20)).containsExactly(0, 1, 2, 3, 4);
        assertThat(looks.looks().get(0).role()).isEqualTo(Role.CENTRE);
        assertThat(looks.looks().get(2).role()).isEqualTo(Role.MIDDLE);
        assertThat(looks.looks().get(4).role()).isEqualTo(Role.EDGE);
    }

    @Test
    void everyMemberIsPickedEquallyOften() {
        for (int size : new int[] {20, 100}) {
            int[] picked = new int[size];
            for (int seed = 0; seed < 4000; seed++) {
                AuditSample.choose(members(size), 5, 0, seed).looks().forEach(look -> picked[number(look)]++);
            }
            double expected = 4000 * 5.0 / size;
            assertThat(IntStream.of(picked).min().orElseThrow())
                    .isGreaterThan((int) (expected - 5 * Math.sqrt(expected)));
            assertThat(IntStream.of(picked).max().orElseThrow()).isLessThan((int) (expected + 5 * Math.sqrt(expected)));
        }
    }

    @Test
    void addsTheMostDoubtfulWithoutCountingThem() {
        AuditSample looks = AuditSample.choose(members(100), 5, 3, 1);

        assertThat(looks.counted()).isEqualTo(5);
        assertThat(looks.looks()).hasSize(8);
        assertThat(looks.looks().subList(5, 8))
                .allMatch(look -> look.role() == Role.DOUBTFUL && number(look) >= 92)
                .doesNotHaveDuplicates();
        assertThat(looks.looks().stream().map(Look::id)).doesNotHaveDuplicates();
    }

    @Test
    void dependsOnTheSeedAndNotOnTheOrder() {
        List<Member> shuffled = new ArrayList<>(members(100));
        Collections.shuffle(shuffled, new Random(3));

        assertThat(AuditSample.choose(shuffled, 5, 2, 7)).isEqualTo(AuditSample.choose(members(100), 5, 2, 7));
        assertThat(AuditSample.choose(members(100), 5, 2, 8)).isNotEqualTo(AuditSample.choose(members(100), 5, 2, 7));
    }

    @Test
    void looksAtAllOfAFew() {
        AuditSample looks = AuditSample.choose(members(3), 5, 5, 1);

        assertThat(looks.counted()).isEqualTo(3);
        assertThat(looks.looks()).hasSize(3);
        assertThat(looks.bound(3, 0.9)).isEqualTo(1);
    }

    @Test
    void bigClustersHaveTheBoundOfStrata() {
        assertThat(AuditSample.choose(members(100), 5, 0, 1).bound(5, 0.9))
                .isCloseTo(PurityBound.ofChosenLabel(5, 5, 0.9), within(1e-12));
        assertThat(AuditSample.choose(members(20), 5, 0, 1).bound(5, 0.9)).isEqualTo(PurityBound.finite(20, 5, 5, 0.9));
    }

    @Test
    void refusesWhatCannotBeLookedAt() {
        assertThatThrownBy(() -> AuditSample.choose(List.of(), 5, 0, 1)).hasMessageContaining("0 members");
        assertThatThrownBy(() -> AuditSample.choose(members(3), 0, 0, 1)).hasMessageContaining("0 looks");
        assertThatThrownBy(() -> AuditSample.choose(members(3), 1, -1, 1)).hasMessageContaining("-1 looks at doubtful");
        Member one = members(1).get(0);
        assertThatThrownBy(() -> AuditSample.choose(List.of(one, one), 1, 0, 1)).hasMessageContaining("occurs twice");
        assertThatThrownBy(() -> new Member("x", Double.NaN, 0)).hasMessageContaining("member x is NaN");
    }

    /** Member i is i from the centre, and the more doubtful the farther. */
    static List<Member> members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Member("picture " + i, i, count - i))
                .toList();
    }

    static int number(Look look) {
        return Integer.parseInt(look.id().substring("picture ".length()));
    }
}
