package org.lookalike.platform.operations;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.RetryListener;
import org.lookalike.platform.failure.RootCause;
import org.lookalike.platform.failure.TransientFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether something that a part of the service depends on is down. An outage is logged when it begins and when it ends, and in
 * between again after 1, 5 and 15 minutes and then every hour, however many failures there are. Health is degraded for as long
 * as it lasts. Thread-safe.
 */
public final class Outage implements RetryListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(Outage.class);

    private static final List<Duration> REMINDERS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));

    private final String part;
    private final @Nullable Health health;
    private final LongSupplier nanoTime;
    private volatile boolean ongoing;
    private long since;
    /** How often it has been logged that it goes on. */
    private int reminders;

    /** @param part the part's name in logs and in the health report */
    public Outage(String part, Health health) {
        this(part, health, System::nanoTime);
    }

    Outage(String part, @Nullable Health health, LongSupplier nanoTime) {
        this.part = part;
        this.health = health;
        this.nanoTime = nanoTime;
    }

    /** An outage that is only logged, for a part that would not learn of its end while it is taken out of service. */
    public static Outage logged(String part) {
        return new Outage(part, null, System::nanoTime);
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
            since = nanoTime.getAsLong();
            reminders = 0;
            LOGGER.atWarn()
                    .addKeyValue("part", part)
                    .addKeyValue("cause", RootCause.of(failure))
                    .log("outage: {}", reason);
        } else if (nanoTime.getAsLong() - since >= nextReminder().toNanos()) {
            // Once for all that are due: failures may be further apart than reminders.
            while (nanoTime.getAsLong() - since >= nextReminder().toNanos()) {
                reminders++;
            }
            LOGGER.atWarn()
                    .addKeyValue("part", part)
                    .addKeyValue("minutes", (nanoTime.getAsLong() - since) / 60_000_000_000L)
                    .addKeyValue("cause", RootCause.of(failure))
                    .log("outage goes on: {}", reason);
        }
    }

    private Duration nextReminder() {
        return reminders < REMINDERS.size()
                ? REMINDERS.get(reminders)
                : REMINDERS.get(REMINDERS.size() - 1).plusHours(reminders - REMINDERS.size() + 1L);
    }

    /** Something succeeded: the outage is over, if there was one. */
    public void end() {
        if (ongoing && clear()) {
            LOGGER.atInfo()
                    .addKeyValue("part", part)
                    .addKeyValue("seconds", (nanoTime.getAsLong() - since) / 1_000_000_000L)
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
