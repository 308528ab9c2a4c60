package org.lookalike.explorer.image;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Byte arrays by key, of a limited size together and for a limited time; those asked for least recently go first. Thread-safe. */
public final class ByteCache {
    private final long maxBytes;
    private final Duration kept;
    private final LongSupplier nanoTime;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Entry(byte[] bytes, long since) {}

    /**
     * An empty cache.
     *
     * @param maxBytes of all arrays together
     * @param kept how long an array stays at most
     */
    public ByteCache(long maxBytes, Duration kept) {
        this(maxBytes, kept, System::nanoTime);
    }

    ByteCache(long maxBytes, Duration kept, LongSupplier nanoTime) {
        this.maxBytes = maxBytes;
        this.kept = kept;
        this.nanoTime = nanoTime;
    }

    /** Keeps an array, which the caller must not change any more; one that is larger than the cache is not kept. */
    public synchronized void put(String key, byte[] value) {
        remove(key::equals);
        if (value.length > maxBytes) {
            return;
        }
        entries.put(key, new Entry(value, nanoTime.getAsLong()));
        bytes += value.length;
        Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
        while (bytes > maxBytes) {
            bytes -= oldest.next().getValue().bytes().length;
            oldest.remove();
        }
    }

    /** The array itself. */
    public synchronized Optional<byte[]> get(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (nanoTime.getAsLong() - entry.since() > kept.toNanos()) {
            remove(key::equals);
            return Optional.empty();
        }
        return Optional.of(entry.bytes());
    }

    /** Forgets what has such keys. */
    public synchronized void remove(Predicate<String> keys) {
        Iterator<Map.Entry<String, Entry>> all = entries.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Entry> next = all.next();
            if (keys.test(next.getKey())) {
                bytes -= next.getValue().bytes().length;
                all.remove();
            }
        }
    }

    /** How many bytes are kept now. */
    public synchronized long bytes() {
        return bytes;
    }
}
