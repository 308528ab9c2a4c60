package org.lookalike.explorer.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each client may ask: a bucket of tokens for each, which fills up steadily. Of clients that were not seen for a while
 * nothing is kept. Thread-safe.
 */
final class ClientRate {
    private static final int BURST = 5;
    private static final int MOST_CLIENTS = 10_000;
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final LongSupplier nanoTime;
    private final LinkedHashMap<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    private record Bucket(double tokens, long since) {}

    /** @param perSecond requests of one client, five times as many at once */
    ClientRate(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
    }

    /** Whether the client may ask once more now. */
    synchronized boolean take(String client) {
        long now = nanoTime.getAsLong();
        double most = BURST * perSecond;
        Bucket before = buckets.getOrDefault(client, new Bucket(most, now));
        double tokens = Math.min(most, before.tokens() + (now - before.since()) / NANOS * perSecond);
        boolean allowed = tokens >= 1;
        buckets.put(client, new Bucket(allowed ? tokens - 1 : tokens, now));
        return allowed;
    }
}
