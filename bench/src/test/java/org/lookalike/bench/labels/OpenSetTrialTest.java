package org.lookalike.bench.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenSetTrialTest {
    @Test
    void countsMatchesOfClassesThatWereEnrolledAndNot() {
        EncodedSet set = SimulatedSet.of(60, 8, 0.3);

        OpenSetOutcome outcome = new OpenSetTrial(set, 3, false, 0.1).run(4);

        assertThat(outcome.splits()).isEqualTo(4);
        assertThat(outcome.area()).isGreaterThan(0.98);
        assertThat(outcome.right()).isGreaterThan(0.98);
        assertThat(outcome.falseMatches()).isBetween(0.0, 0.15);
        assertThat(outcome.missed()).isLessThan(0.1);
    }

    @Test
    void strangersAreOfTheOtherClasses() {
        OpenSetOutcome outcome = new OpenSetTrial(SimulatedSet.of(40, 20, 0.9), 3, true, 0.1).run(6);

        assertThat(outcome.falseMatches()).isBetween(0.06, 0.14);
    }

    @Test
    void takesEveryHalfOfAFewClassesOnceAndSomeOfMany() {
        assertThat(ClassSplits.of(List.of("a", "b", "c", "d"), 100))
                .hasSize(6)
                .doesNotHaveDuplicates()
                .contains(Set.of("a", "b"), Set.of("c", "d"))
                .allMatch(half -> half.size() == 2);
        assertThat(ClassSplits.of(List.of("a", "b", "c", "d"), 3)).hasSize(3);
        assertThat(ClassSplits.of(IntStream.range(0, 40).mapToObj(i -> "c" + i).toList(), 5))
                .hasSize(5)
                .allMatch(half -> half.size() == 20);
    }

    @Test
    void pairsBecomeClassesWithOneTemplate() {
        EncodedSet set = SimulatedSet.of(6, 2, 0.1);
        List<String> names = IntStream.range(0, 12)
                .mapToObj(i -> "board/" + i % 6 + (i < 6 ? "_test.jpg" : "_temp.jpg"))
                .toList();
        EncodedSet pairs = new EncodedSet("pairs", "none", names, set.labels(), set.vectors(), 6);

        EncodedSet identities = PairTrial.identities(pairs);

        assertThat(pairs.hasPairs()).isTrue();
        assertThat(set.hasPairs()).isFalse();
        assertThat(identities.gallery()).isEqualTo(6);
        assertThat(identities.names().subList(0, 6)).allMatch(EncodedSet::isTemplate);
        assertThat(identities.labels().get(0)).isEqualTo("board/0");
        assertThat(PairTrial.recall(pairs)).isEqualTo(1);
    }
}
