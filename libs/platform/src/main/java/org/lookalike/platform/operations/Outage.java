package org.lookalike.platform.operations;

import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.RetryListener;
import org.lookalike.platform.failure.RootCause;
import org.lookalike.platform.failure.TransientFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether something that a part of the service depends on is down. An outage is logged once when it begins and once when
 * it ends, however many failures there are in between, and health is degraded for as long as it lasts. Thread-safe.
 */
public final class Outage implements RetryListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(Outage.class);

    private final String part;
    private final @Nullable Health health;
    private volatile boolean ongoing;
    private long since;

    /** @param part the part's name in logs and in the health report */
    public Outage(String part, Health health) {
        this(part, health, true);
    }

    private Outage(String part, @Nullable Health health, boolean unused) {
        this.part = part;
        this.health = health;
    }

    /** An outage that is only logged, for a part that would not learn of its end while it is taken out of service. */
    public static Outage logged(String part) {
        return new Outage(part, null, true);
    }

    /** Whether there is an outage now. */
    public boolean isOngoing() {
        return ongoing;
    }

    /** Something failed: an outage begins, or continues. */
    public synchronized void begin(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        if (health != null) {
            health.degraded(part, reason);
        }
        if (!ongoing) {
            ongoing = true;
            since = System.nanoTime();
            LOGGER.atWarn()
                    .addKeyValue("part", part)
                    .addKeyValue("cause", RootCause.of(failure))
                    .log("outage: {}", reason);
        }
    }

    /** Something succeeded: the outage is over, if there was one. */
    public void end() {
        if (ongoing && clear()) {
            LOGGER.atInfo()
                    .addKeyValue("part", part)
                    .addKeyValue("seconds", (System.nanoTime() - since) / 1_000_000_000L)
                    .log("outage over");
        }
    }

    /**
     * Forgets an outage of which nobody will learn whether it is over.
     *
     * @return whether there was one
     */
    public synchronized boolean clear() {
        boolean cleared = ongoing;
        ongoing = false;
        if (cleared && health != null) {
            health.recovered(part);
        }
        return cleared;
    }

    /**
     * Ends the outage, if there is one and a check passes.
     *
     * @param check throws a {@link TransientFailure} while what is checked is down
     */
    public void probe(Runnable check) {
        if (ongoing) {
            try {
                check.run();
                end();
            } catch (TransientFailure e) {
                LOGGER.debug("{} is still down", part, e);
            }
        }
    }

    @Override
    public void onFailure(int attempt, TransientFailure failure) {
        begin(failure);
    }

    @Override
    public void onRecovery() {
        end();
    }
}
