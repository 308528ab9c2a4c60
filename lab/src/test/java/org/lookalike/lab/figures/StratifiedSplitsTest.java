package org.lookalike.lab.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSplitsTest {
    /** 7 things of class 0, 5 of class 1. */
    private static final int[] LABELS = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0};

    private static long of(int label, int[] things) {
        return Arrays.stream(things).filter(i -> LABELS[i] == label).count();
    }

    @Test
    void takesAsManyOfEachClass() {
        Split split = new StratifiedSplits(2, 3, 1, 0).of(LABELS).get(0);
        assertThat(of(0, split.fit())).isEqualTo(2);
        assertThat(of(1, split.fit())).isEqualTo(2);
        assertThat(of(0, split.test())).isEqualTo(3);
        assertThat(of(1, split.test())).isEqualTo(3);
        assertThat(split.fit()).doesNotContain(split.test());
    }

    @Test
    void halvesRoundDownAndTheRestIsTested() {
        Split split = new StratifiedSplits(StratifiedSplits.HALF, StratifiedSplits.REST, 1, 0)
                .of(LABELS)
                .get(0);
        assertThat(of(0, split.fit())).isEqualTo(3);
        assertThat(of(1, split.fit())).isEqualTo(2);
        assertThat(IntStream.concat(Arrays.stream(split.fit()), Arrays.stream(split.test())))
                .containsExactlyInAnyOrder(
                        IntStream.range(0, LABELS.length).boxed().toArray(Integer[]::new));
    }

    @Test
    void testsOnFewerWhereAClassIsSmaller() {
        Split split = new StratifiedSplits(2, 4, 1, 0).of(LABELS).get(0);
        assertThat(of(0, split.test())).isEqualTo(4);
        assertThat(of(1, split.test())).isEqualTo(3);
    }

    @Test
    void oneSeedIsOneSeriesOfDifferentSplits() {
        List<Split> three = new StratifiedSplits(2, 3, 3, 7).of(LABELS);
        List<Split> two = new StratifiedSplits(2, 3, 2, 7).of(LABELS);
        List<Split> others = new StratifiedSplits(2, 3, 2, 8).of(LABELS);
        assertThat(three.get(1).fit()).isEqualTo(two.get(1).fit());
        assertThat(three.get(0).fit()).isNotEqualTo(three.get(1).fit());
        assertThat(others.get(0).fit()).isNotEqualTo(two.get(0).fit());
    }

    @Test
    void groupsStayOnOneSide() {
        int[] labels = new int[40];
        String[] groups = new String[labels.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / 20;
            groups[i] = "part " + i / 2;
        }
        for (Split split : new StratifiedSplits(7, StratifiedSplits.REST, 5, 1).of(labels, groups)) {
            List<String> fitted =
                    Arrays.stream(split.fit()).mapToObj(i -> groups[i]).toList();
            assertThat(fitted).hasSize(12);
            assertThat(Arrays.stream(split.test()).mapToObj(i -> groups[i]))
                    .hasSize(28)
                    .doesNotContainAnyElementsOf(fitted);
        }
    }

    @Test
    void refusesAClassThatIsTooSmall() {
        assertThatThrownBy(() -> new StratifiedSplits(5, 1, 1, 0).of(LABELS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class 1 has 5 things in 5 groups, must have more than the 5 to fit on");
    }

    @Test
    void refusesSenselessNumbers() {
        assertThatThrownBy(() -> new StratifiedSplits(-1, 1, 1, 0)).hasMessageContaining("at least 1, or 0 for half");
        assertThatThrownBy(() -> new StratifiedSplits(1, 0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StratifiedSplits(1, 1, 0, 0)).hasMessageContaining("repeats: 0");
    }

    @Test
    void spreadsAreOfASample() {
        // Mean 4, squares 4 + 0 + 4, divided by 2.
        assertThat(RepeatStatistics.of(List.of(2.0, 4.0, 6.0))).isEqualTo(new RepeatStatistics(3, 4, 2, 2, 6));
        assertThat(RepeatStatistics.of(List.of(0.5)).deviation()).isZero();
    }
}
