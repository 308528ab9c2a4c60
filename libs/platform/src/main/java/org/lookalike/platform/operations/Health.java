package org.lookalike.platform.operations;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** What currently keeps a service from working, and which of its parts hang. Thread-safe. */
public final class Health {
    private final Map<String, String> degraded = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<Duration>> watched = new ConcurrentSkipListMap<>();
    private final FaultLimits limits;
    private volatile boolean started;

    /** With the default limits. */
    public Health() {
        this(FaultLimits.DEFAULT);
    }

    public Health(FaultLimits limits) {
        this.limits = limits;
    }

    public FaultLimits limits() {
        return limits;
    }

    /**
     * Begins to watch a part.
     *
     * @param running how long the part has been busy with the same call; asked from any thread, must not block
     */
    public void watch(String part, Supplier<Duration> running) {
        watched.put(part, running);
    }

    /** Ends what {@link #watch} began, unless somebody else watches the part by now. */
    public void unwatch(String part, Supplier<Duration> running) {
        watched.remove(part, running);
    }

    /** For how long the parts that hang have been doing so, by part; empty when all is well. */
    public SortedMap<String, Duration> hanging() {
        SortedMap<String, Duration> hanging = new TreeMap<>();
        watched.forEach((part, running) -> {
            Duration time = running.get();
            if (time.compareTo(limits.hang()) > 0) {
                hanging.put(part, time);
            }
        });
        return hanging;
    }

    /** A part does not work at present. */
    public void degraded(String part, String reason) {
        degraded.put(part, reason);
    }

    /** The part works again. */
    public void recovered(String part) {
        degraded.remove(part);
    }

    /** Every part has been started. */
    public void started() {
        started = true;
    }

    /** Whether the service can do its work now. */
    public boolean ready() {
        return started && degraded.isEmpty();
    }

    /** The reasons, by part; empty when all is well. */
    public Map<String, String> reasons() {
        return Map.copyOf(degraded);
    }
}
