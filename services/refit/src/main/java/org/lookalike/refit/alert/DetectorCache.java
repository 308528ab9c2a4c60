package org.lookalike.refit.alert;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lookalike.refit.alert.DriftDetectorStore.Entry;

/**
 * The drift detectors in memory, of all tasks of an instance together: those used last. Publishers choose the names of
 * sources, so there may be any number of them. Thread-safe; a detector itself belongs to the task that added it, and may
 * be evicted at any time, for its state is in the task's store.
 */
public final class DetectorCache {
    private final int capacity;
    private final Map<Key, Entry> latest = new LinkedHashMap<>(16, 0.75f, true);

    /** @param capacity how many are kept, at least 1 */
    public DetectorCache(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Whose a detector is. A task that comes back to an instance is another one: its store has changed meanwhile.
     *
     * @param task compared by identity
     * @param key of the source in the task
     */
    private record Key(DriftDetectorStore task, String key) {}

    synchronized Optional<Entry> get(DriftDetectorStore task, String key) {
        return Optional.ofNullable(latest.get(new Key(task, key)));
    }

    /** Adds one, and drops the one that has not been used for longest where there are too many. */
    synchronized void put(DriftDetectorStore task, String key, Entry entry) {
        latest.put(new Key(task, key), entry);
        if (latest.size() > capacity) {
            Iterator<Key> keys = latest.keySet().iterator();
            keys.next();
            keys.remove();
        }
    }

    /** Drops those of a task that has ended. */
    synchronized void forget(DriftDetectorStore task) {
        latest.keySet().removeIf(key -> key.task == task);
    }

    synchronized int size() {
        return latest.size();
    }
}
