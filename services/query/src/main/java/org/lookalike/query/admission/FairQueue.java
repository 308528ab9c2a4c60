package org.lookalike.query.admission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lookalike.query.request.Failure;
import org.lookalike.schemas.ErrorCode;

/**
 * A bounded queue that serves its clients in turn, whatever each has put in. No client may take up more than its share of
 * the places, of the bytes, or of the items that are worked on at the same time. Thread-safe.
 *
 * @param <T> the items
 */
final class FairQueue<T> {
    private final QueueLimits limits;
    private final int maxInWork;
    /** In the order in which they are served next; a client leaves once nothing of it waits or is in work. */
    private final Map<String, Client<T>> clients = new LinkedHashMap<>();

    private int waiting;
    private long waitingBytes;

    /**
     * @param workers how many items are worked on at the same time; a client's share of them is at least 1
     */
    FairQueue(QueueLimits limits, int workers) {
        this.limits = limits;
        this.maxInWork = limits.shareOf(workers);
    }

    private static final class Client<T> {
        private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
        private long bytes;
        private int inWork;
    }

    private record Waiting<T>(T item, int bytes) {}

    /** An item to work on, and whose it is. */
    record Taken<T>(String client, T item) {}

    /**
     * Appends an item.
     *
     * @param bytes how much memory it holds
     * @return why there is no room: TOO_MANY_REQUESTS where the client has used up its share, OVERLOADED where the queue is
     *     full; empty once it waits
     */
    synchronized Optional<Failure> offer(String client, T item, int bytes) {
        if (waiting >= limits.maxSize() || waitingBytes + bytes > limits.maxBytes()) {
            return Optional.of(new Failure(
                    ErrorCode.OVERLOADED,
                    "%d requests with %d bytes wait, limits %d and %d"
                            .formatted(waiting, waitingBytes, limits.maxSize(), limits.maxBytes())));
        }
        Client<T> of = clients.get(client);
        int size = of == null ? 0 : of.waiting.size();
        long held = of == null ? 0 : of.bytes;
        int maxSize = limits.shareOf(limits.maxSize());
        long maxBytes = limits.maxBytesOfClient();
        if (size >= maxSize || (size > 0 && held + bytes > maxBytes)) {
            return Optional.of(new Failure(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "%d requests of client '%s' with %d bytes wait, limits %d and %d"
                            .formatted(size, client, held, maxSize, maxBytes)));
        }
        if (of == null) {
            of = new Client<>();
            clients.put(client, of);
        }
        of.waiting.add(new Waiting<>(item, bytes));
        of.bytes += bytes;
        waiting++;
        waitingBytes += bytes;
        notifyAll();
        return Optional.empty();
    }

    /** Waits for an item of the client whose turn it is; {@link #done} must follow. */
    synchronized Taken<T> take() throws InterruptedException {
        while (true) {
            for (Iterator<Map.Entry<String, Client<T>>> each =
                            clients.entrySet().iterator();
                    each.hasNext(); ) {
                Map.Entry<String, Client<T>> entry = each.next();
                Client<T> client = entry.getValue();
                if (client.inWork < maxInWork && !client.waiting.isEmpty()) {
                    each.remove();
                    clients.put(entry.getKey(), client);
                    Waiting<T> next = client.waiting.remove();
                    client.bytes -= next.bytes();
                    client.inWork++;
                    waiting--;
                    waitingBytes -= next.bytes();
                    return new Taken<>(entry.getKey(), next.item());
                }
            }
            wait();
        }
    }

    /** An item is done: its client may have another. */
    synchronized void done(String client) {
        Client<T> of = clients.get(client);
        if (of == null) {
            return;
        }
        of.inWork--;
        if (of.inWork == 0 && of.waiting.isEmpty()) {
            clients.remove(client);
        }
        notifyAll();
    }

    synchronized int size() {
        return waiting;
    }

    synchronized int clients() {
        return clients.size();
    }
}
