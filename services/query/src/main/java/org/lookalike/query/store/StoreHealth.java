package org.lookalike.query.store;

import java.util.concurrent.atomic.AtomicBoolean;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the service's health in step with a store that it needs: one line in the log when an outage begins and one when
 * it ends. Thread-safe.
 */
public final class StoreHealth {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoreHealth.class);

    private final String part;
    private final Health health;
    private final Runnable check;
    private final AtomicBoolean down = new AtomicBoolean();

    /**
     * Watches a store.
     *
     * @param part its name in the health report
     * @param check returns when the store answers, throws a {@link TransientFailure} when it does not
     */
    public StoreHealth(String part, Health health, Runnable check) {
        this.part = part;
        this.health = health;
        this.check = check;
    }

    /** Asks the store, while it is down, whether it is back; so that health recovers without a request. */
    public void probe() {
        if (down.get()) {
            try {
                check.run();
                answered();
            } catch (TransientFailure e) {
                LOGGER.debug("{} is still down", part, e);
            }
        }
    }

    public void answered() {
        if (down.compareAndSet(true, false)) {
            health.recovered(part);
            LOGGER.atInfo().addKeyValue("part", part).log("outage over");
        }
    }

    public void failed(TransientFailure outage) {
        if (down.compareAndSet(false, true)) {
            health.degraded(part, String.valueOf(outage.getMessage()));
            LOGGER.atWarn()
                    .addKeyValue("part", part)
                    .log("outage, answering STORE_UNAVAILABLE: {}", outage.getMessage());
        }
    }
}
