package org.lookalike.sink.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class BuildPaceTest {
    private static final long USUAL = Duration.ofMillis(10).toNanos();
    private static final long SLOW = Duration.ofMillis(200).toNanos();
    private static final long BATCH = Duration.ofMillis(100).toNanos();

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void aBuildDoesNotRestWhereNothingSuffers() {
        BuildPace pace = pace(0);
        usual(pace);

        assertThat(pace.rest(500, BATCH)).isZero();
        assertThat(metrics.get("lookalike.sink.build.share").gauge().value()).isEqualTo(1);
    }

    @Test
    void aFixedRateIsKept() {
        // 500 vectors at 1,000 a second take half a second, of which the write took a tenth.
        assertThat(Duration.ofNanos(pace(1_000).rest(500, BATCH))).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void givesWayWhileSearchesSufferAndComesBack() {
        BuildPace pace = suffering();
        assertThat(pace.share()).isEqualTo(0.1);
        assertThat(Duration.ofNanos(pace.rest(500, BATCH))).isBetween(Duration.ofMillis(890), Duration.ofMillis(910));

        searchesWhileBuilding(pace, 30, USUAL);
        assertThat(pace.share()).isEqualTo(1);
    }

    @Test
    void givesWayWhileLiveWritesSuffer() {
        BuildPace pace = pace(0);
        writes(pace, 10, USUAL);
        writesWhileBuilding(pace, 10, SLOW);
        assertThat(pace.share()).isLessThan(0.5);
    }

    @Test
    void aLargeLiveWriteTakesItsTimeAndIsNoSignOfSuffering() {
        BuildPace pace = pace(0);
        writes(pace, 10, USUAL);
        for (int i = 0; i < 10; i++) {
            pace.rest(500, BATCH);
            now = now.plusSeconds(1);
            pace.wrote(500, SLOW);
        }
        assertThat(pace.share()).isEqualTo(1);
    }

    @Test
    void aStoreThatIsSlowWithoutABuildHoldsNoneBack() {
        BuildPace pace = pace(0);
        usual(pace);
        searches(pace, 10, SLOW);
        assertThat(pace.share()).isEqualTo(1);
    }

    @Test
    void anOutageIsNoMeasureOfTheWork() {
        BuildPace pace = suffering();

        assertThat(Duration.ofNanos(pace.rest(500, Duration.ofMinutes(10).toNanos())))
                .isBetween(Duration.ofSeconds(44), Duration.ofSeconds(46));
    }

    @Test
    void aFixedRateIsKeptByLargeBatches() {
        assertThat(Duration.ofNanos(pace(100).rest(2_000, Duration.ofSeconds(2).toNanos())))
                .isEqualTo(Duration.ofSeconds(18));
    }

    @Test
    void theShareIsKeptByASlowStore() {
        assertThat(Duration.ofNanos(
                        suffering().rest(2_000, Duration.ofSeconds(2).toNanos())))
                .isBetween(Duration.ofMillis(17_900), Duration.ofMillis(18_100));
    }

    @Test
    void aSlowWriteBeforeTheLineStoppedHoldsNothingBackForLong() {
        BuildPace pace = pace(0);
        usual(pace);
        writes(pace, 10, USUAL);
        writesWhileBuilding(pace, 10, SLOW);
        assertThat(pace.share()).isEqualTo(0.1);

        searchesWhileBuilding(pace, 30, USUAL);
        assertThat(pace.share()).isEqualTo(1);
    }

    @Test
    void whatAConnectionTakesIsNotUsual() {
        BuildPace pace = pace(0);
        search(pace, Duration.ofSeconds(2).toNanos());
        searches(pace, 5, USUAL);
        searchesWhileBuilding(pace, 10, SLOW);
        assertThat(pace.share()).isEqualTo(0.1);
    }

    @Test
    void afterAStartInTheMiddleOfABuildWhatIsUsualIsLearntOnceItHasEnded() {
        BuildPace pace = pace(0);
        searchesWhileBuilding(pace, 10, SLOW);
        assertThat(pace.share()).isEqualTo(1);
        now = now.plusSeconds(60);
        searches(pace, 5, USUAL);
        searchesWhileBuilding(pace, 10, SLOW);
        assertThat(pace.share()).isEqualTo(0.1);
    }

    private BuildPace suffering() {
        BuildPace pace = pace(0);
        usual(pace);
        searchesWhileBuilding(pace, 10, SLOW);
        return pace;
    }

    private BuildPace pace(int maxRate) {
        return new BuildPace(new PaceConfig(maxRate, 0.1, 3), metrics, () -> now);
    }

    private void usual(BuildPace pace) {
        searches(pace, 20, USUAL);
    }

    private void searches(BuildPace pace, int count, long nanos) {
        for (int i = 0; i < count; i++) {
            search(pace, nanos);
        }
    }

    private void searchesWhileBuilding(BuildPace pace, int count, long nanos) {
        for (int i = 0; i < count; i++) {
            pace.rest(500, BATCH);
            search(pace, nanos);
        }
    }

    private void writesWhileBuilding(BuildPace pace, int count, long nanos) {
        for (int i = 0; i < count; i++) {
            pace.rest(500, BATCH);
            write(pace, nanos);
        }
    }

    private void writes(BuildPace pace, int count, long nanos) {
        for (int i = 0; i < count; i++) {
            write(pace, nanos);
        }
    }

    private void search(BuildPace pace, long nanos) {
        now = now.plusSeconds(1);
        pace.searched(nanos);
    }

    private void write(BuildPace pace, long nanos) {
        now = now.plusSeconds(1);
        pace.wrote(5, nanos);
    }
}
