package org.lookalike.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("outage: gone")
final class PeriodicTaskTest {
    @Test
    void goesOnAfterAnOutageUntilItIsInterrupted() throws Exception {
        AtomicInteger times = new AtomicInteger();
        Thread thread = new Thread(new PeriodicTask("test", Duration.ZERO, Duration.ofMillis(1), () -> {
            if (times.incrementAndGet() == 1) {
                throw new TransientFailure("gone", new IllegalStateException());
            }
        }));
        thread.start();

        await().until(() -> times.get() > 2);
        thread.interrupt();

        thread.join(Duration.ofSeconds(20).toMillis());
        assertThat(thread.isAlive()).isFalse();
    }
}
