package org.lookalike.latent.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class DriftDetectorTest {
    private static final Logger LOGGER = LoggerFactory.getLogger(DriftDetectorTest.class);
    private static final int DIMENSIONS = 32;
    /** The defaults for fewer dimensions and with a rate that some hundred comparisons can show. */
    private static final DriftRules RULES = new DriftRules(DIMENSIONS, 8, 8, 32, 16, 0.05, 8, 1024, 3);

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 100})
    void mixingPartsAlarmsNoMoreOftenThanAskedFor(int batch) {
        int alarms = 0;
        int comparisons = 0;
        for (int seed = 0; seed < 10; seed++) {
            DriftDetector detector = new DriftDetector(DIMENSIONS, RULES);
            for (DriftComparison comparison : feed(detector, new SimulatedSource(DIMENSIONS, batch, seed), 60)) {
                comparisons++;
                alarms += comparison.drifted() ? 1 : 0;
            }
        }
        LOGGER.atInfo()
                .addKeyValue("batch", batch)
                .addKeyValue("alarms", alarms)
                .addKeyValue("comparisons", comparisons)
                .log("drift.false-alarms");
        assertThat(comparisons).isGreaterThan(500);
        assertThat((double) alarms / comparisons).isLessThanOrEqualTo(0.05);
    }

    @Test
    void aShiftOfTheMeanIsFound() {
        // By a seventh of the distance between two kinds of parts.
        assertFound("shift", source -> source.shift = 1.5);
    }

    @Test
    void aChangeOfScaleIsFound() {
        assertFound("scale", source -> source.scale = 1.35);
    }

    @Test
    void addedNoiseIsFound() {
        assertFound("noise", source -> source.noise = 1.6);
    }

    private static void assertFound(String what, Consumer<SimulatedSource> change) {
        int found = 0;
        for (int seed = 0; seed < 20; seed++) {
            DriftDetector detector = new DriftDetector(DIMENSIONS, RULES);
            SimulatedSource source = new SimulatedSource(DIMENSIONS, 4, seed);
            feed(detector, source, 30);
            change.accept(source);
            found += feed(detector, source, 2).stream().anyMatch(DriftComparison::drifted) ? 1 : 0;
        }
        LOGGER.atInfo()
                .addKeyValue("change", what)
                .addKeyValue("foundOf20", found)
                .log("drift.found");
        assertThat(found).isGreaterThanOrEqualTo(19);
    }

    @Test
    void saysWhatChanged() {
        DriftDetector detector = new DriftDetector(DIMENSIONS, RULES);
        SimulatedSource source = new SimulatedSource(DIMENSIONS, 1, 1);
        DriftComparison before = last(feed(detector, source, 30));
        assertThat(before.meanShift()).isLessThan(0.3);
        assertThat(before.spreadRatio()).isCloseTo(1, within(0.15));
        source.scale = 2;
        DriftComparison scaled = last(feed(detector, source, 1));
        assertThat(scaled.drifted()).isTrue();
        assertThat(scaled.spreadRatio()).isCloseTo(2, within(0.3));
        assertThat(scaled.pValue()).isLessThan(0.05);
        assertThat(scaled.energyDistance()).isGreaterThan(scaled.threshold());
        source.scale = 1;
        source.shift = 40;
        assertThat(last(feed(detector, source, 1)).meanShift()).isGreaterThan(2);
    }

    @Test
    void aChangeThatStaysBecomesTheNewNormal() {
        DriftDetector detector = new DriftDetector(DIMENSIONS, RULES);
        SimulatedSource source = new SimulatedSource(DIMENSIONS, 4, 7);
        feed(detector, source, 30);
        source.shift = 20;
        List<DriftComparison> changed = feed(detector, source, 3);
        assertThat(changed).allMatch(DriftComparison::drifted);
        assertThat(changed).extracting(DriftComparison::relearning).containsExactly(false, false, true);
        List<DriftComparison> after = feed(detector, source, 30);
        assertThat(after.stream().filter(DriftComparison::drifted).count()).isLessThanOrEqualTo(3);
        source.shift = 0;
        assertThat(last(feed(detector, source, 1)).drifted()).isTrue();
    }

    @Test
    void nothingIsSaidWhileThePastIsShort() {
        DriftDetector detector = new DriftDetector(DIMENSIONS, RULES);
        SimulatedSource source = new SimulatedSource(DIMENSIONS, 4, 2);
        int untilTheFirst = 0;
        Optional<DriftComparison> comparison = Optional.empty();
        while (comparison.isEmpty()) {
            comparison = detector.offer(source.next());
            untilTheFirst++;
        }
        assertThat(untilTheFirst).isEqualTo(256 + 64);
        source.shift = 50;
        assertThat(feed(detector, source, 1)).noneMatch(DriftComparison::drifted);
        assertThat(comparison.orElseThrow().threshold()).isInfinite();
    }

    @Test
    void imagesThatNeverChangeAreNoDrift() {
        DriftDetector detector = new DriftDetector(3, RULES);
        List<DriftComparison> comparisons = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            detector.offer(new float[] {1, 2, 3}).ifPresent(comparisons::add);
        }
        assertThat(comparisons)
                .hasSizeGreaterThan(20)
                .allMatch(comparison -> !comparison.drifted() && comparison.pValue() == 1);
    }

    @Test
    void goesOnFromItsStateAsIfNothingHadHappened() {
        DriftDetector steady = new DriftDetector(DIMENSIONS, RULES);
        DriftDetector restarted = new DriftDetector(DIMENSIONS, RULES);
        SimulatedSource source = new SimulatedSource(DIMENSIONS, 4, 9);
        int alarms = 0;
        for (int i = 0; i < 4000; i++) {
            source.shift = i > 2000 ? 30 : 0;
            float[] vector = source.next();
            Optional<DriftComparison> comparison = steady.offer(vector);
            assertThat(restarted.offer(vector)).isEqualTo(comparison);
            alarms += comparison.filter(DriftComparison::drifted).isPresent() ? 1 : 0;
            if (i % 37 == 0) {
                restarted = DriftDetector.decode(restarted.encode(), DIMENSIONS, RULES);
            }
        }
        assertThat(alarms).isGreaterThanOrEqualTo(3);
        assertThat(restarted.encode()).isEqualTo(steady.encode()).hasSizeLessThan(50_000);
    }

    @Test
    void longVectorsAreFoldedSoThatTheirDistancesStay() {
        int length = 1280;
        SimulatedSource source = new SimulatedSource(length, 1, 4);
        FeatureHashing hashing = new FeatureHashing(length, 64);
        double ratios = 0;
        for (int i = 0; i < 200; i++) {
            float[] one = source.next();
            float[] other = source.next();
            float[] folded = new float[128];
            hashing.hash(one, folded, 0);
            hashing.hash(other, folded, 64);
            ratios += squared(Arrays.copyOf(folded, 64), Arrays.copyOfRange(folded, 64, 128)) / squared(one, other);
        }
        assertThat(ratios / 200).isCloseTo(1, within(0.1));
    }

    @Test
    void shortVectorsStayAsTheyAre() {
        float[] folded = new float[5];
        new FeatureHashing(3, 64).hash(new float[] {1, -2, 3}, folded, 1);
        assertThat(folded).containsExactly(0, 1, -2, 3, 0);
    }

    @Test
    void refusesVectorsAndStatesThatDoNotFit() {
        DriftDetector detector = new DriftDetector(4, RULES);
        assertThatThrownBy(() -> detector.offer(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 dimensions, this source has 4");
        assertThatThrownBy(() -> detector.offer(new float[] {0, 0, Float.NaN, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("coordinate 2 is NaN");
        byte[] state = detector.encode();
        assertThatThrownBy(() -> DriftDetector.decode(state, 5, RULES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vector length 4, but it is 5");
        assertThatThrownBy(() -> DriftDetector.decode(Arrays.copyOf(state, state.length - 3), 4, RULES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> DriftDetector.decode(Arrays.copyOf(state, state.length + 3), 4, RULES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 too many");
        assertThatThrownBy(() -> new DriftRules(64, 8, 8, 32, 16, 0, 8, 1024, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("falseAlarmRate 0.0");
    }

    private static List<DriftComparison> feed(DriftDetector detector, SimulatedSource source, int comparisons) {
        List<DriftComparison> made = new ArrayList<>();
        while (made.size() < comparisons) {
            detector.offer(source.next()).ifPresent(made::add);
        }
        return made;
    }

    private static DriftComparison last(List<DriftComparison> comparisons) {
        return comparisons.get(comparisons.size() - 1);
    }

    private static double squared(float[] one, float[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> (one[i] - other[i]) * (one[i] - other[i]))
                .sum();
    }
}
