package org.lookalike.sink.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class BackfillThrottleTest {
    private static final long USUAL = Duration.ofMillis(10).toNanos();
    private static final long SLOW = Duration.ofMillis(200).toNanos();
    private static final long BATCH = Duration.ofMillis(100).toNanos();

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void aBackfillDoesNotPauseWhileLatencyIsUsual() {
        BackfillThrottle throttle = throttle(0);
        usual(throttle);

        assertThat(throttle.pauseNanos(500, BATCH)).isZero();
        assertThat(metrics.get("lookalike.sink.build.share").gauge().value()).isEqualTo(1);
    }

    @Test
    void aFixedRateIsKept() {
        // 500 vectors at 1,000 a second take half a second, of which the write took a tenth.
        assertThat(Duration.ofNanos(throttle(1_000).pauseNanos(500, BATCH))).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void isThrottledWhileSearchesAreSlowAndRecovers() {
        BackfillThrottle throttle = slowSearches();
        assertThat(throttle.share()).isEqualTo(0.1);
        assertThat(Duration.ofNanos(throttle.pauseNanos(500, BATCH)))
                .isBetween(Duration.ofMillis(890), Duration.ofMillis(910));

        searchesDuringBackfill(throttle, 30, USUAL);
        assertThat(throttle.share()).isEqualTo(1);
    }

    @Test
    void isThrottledWhileLiveWritesAreSlow() {
        BackfillThrottle throttle = throttle(0);
        writes(throttle, 10, USUAL);
        writesDuringBackfill(throttle, 10, SLOW);
        assertThat(throttle.share()).isLessThan(0.5);
    }

    @Test
    void aLargeLiveWriteIsNoMeasureOfTheLatency() {
        BackfillThrottle throttle = throttle(0);
        writes(throttle, 10, USUAL);
        for (int i = 0; i < 10; i++) {
            throttle.pauseNanos(500, BATCH);
            now = now.plusSeconds(1);
            throttle.observeLiveWrite(500, SLOW);
        }
        assertThat(throttle.share()).isEqualTo(1);
    }

    @Test
    void aStoreThatIsSlowWithoutABackfillThrottlesNothing() {
        BackfillThrottle throttle = throttle(0);
        usual(throttle);
        searches(throttle, 10, SLOW);
        assertThat(throttle.share()).isEqualTo(1);
    }

    @Test
    void anOutageIsNoMeasureOfTheWork() {
        BackfillThrottle throttle = slowSearches();

        assertThat(Duration.ofNanos(
                        throttle.pauseNanos(500, Duration.ofMinutes(10).toNanos())))
                .isBetween(Duration.ofSeconds(44), Duration.ofSeconds(46));
    }

    @Test
    void aFixedRateIsKeptByLargeBatches() {
        assertThat(Duration.ofNanos(
                        throttle(100).pauseNanos(2_000, Duration.ofSeconds(2).toNanos())))
                .isEqualTo(Duration.ofSeconds(18));
    }

    @Test
    void theShareIsKeptByASlowStore() {
        assertThat(Duration.ofNanos(
                        slowSearches().pauseNanos(2_000, Duration.ofSeconds(2).toNanos())))
                .isBetween(Duration.ofMillis(17_900), Duration.ofMillis(18_100));
    }

    @Test
    void slowWritesBeforeLiveTrafficStoppedDoNotThrottleForLong() {
        BackfillThrottle throttle = throttle(0);
        usual(throttle);
        writes(throttle, 10, USUAL);
        writesDuringBackfill(throttle, 10, SLOW);
        assertThat(throttle.share()).isEqualTo(0.1);

        searchesDuringBackfill(throttle, 30, USUAL);
        assertThat(throttle.share()).isEqualTo(1);
    }

    @Test
    void theTimeToConnectIsNoPartOfTheBaseline() {
        BackfillThrottle throttle = throttle(0);
        search(throttle, Duration.ofSeconds(2).toNanos());
        searches(throttle, 5, USUAL);
        searchesDuringBackfill(throttle, 10, SLOW);
        assertThat(throttle.share()).isEqualTo(0.1);
    }

    @Test
    void afterAStartDuringABackfillTheBaselineIsLearntOnceItHasEnded() {
        BackfillThrottle throttle = throttle(0);
        searchesDuringBackfill(throttle, 10, SLOW);
        assertThat(throttle.share()).isEqualTo(1);
        now = now.plusSeconds(60);
        searches(throttle, 5, USUAL);
        searchesDuringBackfill(throttle, 10, SLOW);
        assertThat(throttle.share()).isEqualTo(0.1);
    }

    private BackfillThrottle slowSearches() {
        BackfillThrottle throttle = throttle(0);
        usual(throttle);
        searchesDuringBackfill(throttle, 10, SLOW);
        return throttle;
    }

    private BackfillThrottle throttle(int maxRate) {
        return new BackfillThrottle(new BackfillThrottleConfig(maxRate, 0.1, 3), metrics, () -> now);
    }

    private void usual(BackfillThrottle throttle) {
        searches(throttle, 20, USUAL);
    }

    private void searches(BackfillThrottle throttle, int count, long nanos) {
        for (int i = 0; i < count; i++) {
            search(throttle, nanos);
        }
    }

    private void searchesDuringBackfill(BackfillThrottle throttle, int count, long nanos) {
        for (int i = 0; i < count; i++) {
            throttle.pauseNanos(500, BATCH);
            search(throttle, nanos);
        }
    }

    private void writesDuringBackfill(BackfillThrottle throttle, int count, long nanos) {
        for (int i = 0; i < count; i++) {
            throttle.pauseNanos(500, BATCH);
            write(throttle, nanos);
        }
    }

    private void writes(BackfillThrottle throttle, int count, long nanos) {
        for (int i = 0; i < count; i++) {
            write(throttle, nanos);
        }
    }

    private void search(BackfillThrottle throttle, long nanos) {
        now = now.plusSeconds(1);
        throttle.observeSearch(nanos);
    }

    private void write(BackfillThrottle throttle, long nanos) {
        now = now.plusSeconds(1);
        throttle.observeLiveWrite(5, nanos);
    }
}
