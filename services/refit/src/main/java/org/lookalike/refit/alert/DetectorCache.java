package org.lookalike.refit.alert;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lookalike.refit.alert.DriftDetectorStore.Watched;

/**
 * The detectors that are in memory, of all tasks of an instance together: those used last. What a source is called is up
 * to whoever publishes its images, so that there may be any number of sources. Thread-safe; a detector itself belongs to
 * the task that put it there, and may be taken away at any time, for what it knows is in the task's store.
 */
public final class DetectorCache {
    private final int most;
    private final Map<Place, Watched> latest = new LinkedHashMap<>(16, 0.75f, true);

    /** @param most how many are kept, at least 1 */
    public DetectorCache(int most) {
        this.most = most;
    }

    /**
     * Whose a detector is. A task that comes back to an instance is another one: its store has changed meanwhile.
     *
     * @param task compared by identity
     * @param key of the source in the task
     */
    private record Place(DriftDetectorStore task, String key) {}

    synchronized Optional<Watched> find(DriftDetectorStore task, String key) {
        return Optional.ofNullable(latest.get(new Place(task, key)));
    }

    /** Keeps one more, in the place of the one that has not been used for longest. */
    synchronized void keep(DriftDetectorStore task, String key, Watched watched) {
        latest.put(new Place(task, key), watched);
        if (latest.size() > most) {
            Iterator<Place> places = latest.keySet().iterator();
            places.next();
            places.remove();
        }
    }

    /** Drops those of a task that has ended. */
    synchronized void forget(DriftDetectorStore task) {
        latest.keySet().removeIf(place -> place.task == task);
    }

    synchronized int size() {
        return latest.size();
    }
}
