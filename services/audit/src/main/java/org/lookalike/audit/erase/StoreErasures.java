package org.lookalike.audit.erase;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.StoredObject;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases exact objects of the image store, one image at a time. Which objects those are follows from the log alone; the clock
 * only tells how old garbage is. Every acceptance has an object of its own, so that no erasure can harm a later one,
 * however late it comes. During an outage nothing is waited for: the ledger hands the same over again and again until its callback
 * was run, also after a restart, so that nothing is forgotten. Both methods return at once and may be called from many threads.
 */
public final class StoreErasures {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoreErasures.class);
    /** Handed over again if there is no place. */
    private static final int MAX_WAITING = 10_000;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ImageStore store;
    private final Duration grace;
    private final InstantSource clock;
    private final Executor executor;
    private final MeterRegistry metrics;
    private final Outage outage = Outage.logged("audit.erase");
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private volatile Instant paused = Instant.MIN;

    /**
     * @param store remains the caller's to close
     * @param executor runs one erasure after the other
     */
    public StoreErasures(
            ImageStore store, EraseConfig config, InstantSource clock, Executor executor, MeterRegistry metrics) {
        this.store = store;
        this.grace = config.grace();
        this.clock = clock;
        this.executor = executor;
        this.metrics = metrics;
        metrics.gauge("lookalike.audit.erase.waiting", waiting, Set::size);
    }

    /**
     * Erases the bytes of every event of an image that comes before a tombstone in the log.
     *
     * @param uris where they lie, in the order of the log
     * @param erased to be run, on any thread, once they are gone
     */
    void erase(String imageId, List<String> uris, Runnable erased) {
        start("deleted", imageId, uris, erased);
    }

    /**
     * Erases the bytes of events that a later event of the image superseded, some time after.
     *
     * @param uris where they lie, in the order of the log
     * @param swept to be run, on any thread, once they are gone
     */
    void sweep(String imageId, List<String> uris, Runnable swept) {
        Instant before = clock.instant().minus(grace);
        // Objects of older versions do not say when they were accepted; it was before the upgrade.
        boolean old = uris.stream()
                .allMatch(
                        uri -> StoredObject.acceptedAt(uri).orElse(Instant.MIN).isBefore(before));
        if (old) {
            start("superseded", imageId, uris, swept);
        }
    }

    private void start(String reason, String imageId, List<String> uris, Runnable erased) {
        String task = reason + "/" + imageId;
        if (clock.instant().isBefore(paused) || waiting.size() >= MAX_WAITING || !waiting.add(task)) {
            return;
        }
        executor.execute(() -> {
            try {
                if (!clock.instant().isBefore(paused)) {
                    delete(reason, imageId, uris);
                    outage.end();
                    erased.run();
                }
            } catch (TransientFailure e) {
                outage.begin(e);
                paused = clock.instant().plus(PAUSE);
            } finally {
                waiting.remove(task);
            }
        });
    }

    private void delete(String reason, String imageId, List<String> uris) {
        for (String uri : uris) {
            try {
                if (store.delete(URI.create(uri))) {
                    metrics.counter("lookalike.audit.erased", "reason", reason).increment();
                }
            } catch (PermanentFailure | IllegalArgumentException e) {
                // Anybody may write events; what lies elsewhere is not ours to erase.
                LOGGER.atWarn()
                        .addKeyValue("image", imageId)
                        .log("not erased: the event names no object of the image store");
            }
        }
    }
}
