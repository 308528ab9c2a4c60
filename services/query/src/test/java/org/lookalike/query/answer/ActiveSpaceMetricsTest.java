package org.lookalike.query.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.lookalike.query.TestSpaces;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

final class ActiveSpaceMetricsTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ActiveSpaceMetrics listener = new ActiveSpaceMetrics(metrics);
    private final Space first = TestSpaces.fitted(new MirrorEncoder(), 1);
    private final Space second = TestSpaces.fitted(new MirrorEncoder(), 2);

    @Test
    void showsWhichSpaceIsActive() {
        Spaces spaces = TestSpaces.active(first, first, second);
        listener.accept(spaces);
        assertThat(active(first)).isEqualTo(1);
        assertThat(active(second)).isZero();
        listener.accept(spaces.with(new Activation(second.id(), "test", "", Instant.EPOCH)));
        assertThat(active(first)).isZero();
        assertThat(active(second)).isEqualTo(1);
    }

    @Test
    void forgetsTheMetersOfADroppedSpace() {
        Spaces spaces = TestSpaces.active(first, first, second);
        listener.accept(spaces);
        metrics.counter(ReplyWriter.REQUESTS, "outcome", "OK", ReplyWriter.SPACE_TAG, second.id())
                .increment();
        metrics.counter("another.service", ReplyWriter.SPACE_TAG, second.id()).increment();
        listener.accept(spaces.with(Generation.dropped(second.id(), "", Instant.EPOCH)));
        assertThat(metrics.getMeters())
                .filteredOn(meter -> second.id().equals(meter.getId().getTag(ReplyWriter.SPACE_TAG)))
                .extracting(meter -> meter.getId().getName())
                .containsExactly("another.service");
        assertThat(active(first)).isEqualTo(1);
    }

    private double active(Space space) {
        return metrics.get(ActiveSpaceMetrics.ACTIVE)
                .tag(ReplyWriter.SPACE_TAG, space.id())
                .gauge()
                .value();
    }
}
