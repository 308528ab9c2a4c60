package org.lookalike.platform.kafka;

import java.time.Duration;
import org.lookalike.platform.operations.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times the attempts to go on while the broker is unwell, and tells of the outage once when it begins and once when it
 * ends. Used by the loop's thread alone.
 */
final class PublishOutage {
    private static final Logger LOGGER = LoggerFactory.getLogger(PublishOutage.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private final String name;
    private final Health health;
    private boolean under;
    private Duration pause = FIRST_PAUSE;
    private long nextTry;

    PublishOutage(String loop, Health health) {
        this.name = loop + ".publish";
        this.health = health;
    }

    /** A publication, or an attempt to go on after one, failed. */
    void noticed(RuntimeException failure) {
        if (under) {
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
        } else {
            under = true;
            health.degraded(name, String.valueOf(failure.getMessage()));
            LOGGER.atWarn()
                    .addKeyValue("loop", name)
                    .addKeyValue("cause", RetryingHandler.rootMessage(failure))
                    .log("outage, retrying: {}", failure.getMessage());
        }
        nextTry = System.nanoTime() + pause.toNanos();
    }

    boolean mayTryNow() {
        return System.nanoTime() - nextTry >= 0;
    }

    /** A publication succeeded, or nothing is left to publish. */
    void over() {
        if (under) {
            under = false;
            pause = FIRST_PAUSE;
            health.recovered(name);
            LOGGER.atInfo().addKeyValue("loop", name).log("outage over");
        }
    }
}
