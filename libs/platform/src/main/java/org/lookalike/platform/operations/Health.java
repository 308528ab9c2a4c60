package org.lookalike.platform.operations;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** What currently keeps a service from working, by part. Thread-safe. */
public final class Health {
    private final Map<String, String> degraded = new ConcurrentSkipListMap<>();
    private volatile boolean started;

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
