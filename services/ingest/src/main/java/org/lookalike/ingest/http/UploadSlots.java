package org.lookalike.ingest.http;

import java.util.HashMap;
import java.util.Map;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** Bounds the uploads that are worked on at once, over all clients and for each of them. Thread-safe. */
final class UploadSlots {
    private final int limit;
    private final int limitPerClient;
    /** Only clients that have an upload in work. */
    private final Map<String, Integer> taken = new HashMap<>();

    private int total;

    UploadSlots(int limit, int limitPerClient) {
        this.limit = limit;
        this.limitPerClient = limitPerClient;
    }

    /**
     * Takes a slot, to be released by the same client's name.
     *
     * @throws PermanentFailure OVERLOADED if all slots are taken, or all of this client's; nothing was taken
     */
    synchronized void take(String client) {
        int own = taken.getOrDefault(client, 0);
        if (own >= limitPerClient) {
            throw new PermanentFailure(
                    ErrorCode.OVERLOADED,
                    "%d uploads of client %s are being worked on, limit %d".formatted(own, client, limitPerClient));
        }
        if (total >= limit) {
            throw new PermanentFailure(
                    ErrorCode.OVERLOADED, "%d uploads are being worked on, limit %d".formatted(total, limit));
        }
        taken.put(client, own + 1);
        total++;
    }

    synchronized void release(String client) {
        taken.computeIfPresent(client, (name, own) -> own > 1 ? own - 1 : null);
        total--;
    }
}
