package org.lookalike.refit.alert;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.lookalike.latent.novelty.DriftComparison;
import org.lookalike.latent.novelty.DriftDetector;
import org.lookalike.latent.novelty.DriftRules;

/**
 * Each source's drift detector. Its state is written after every {@value #SNAPSHOT} images, and the images in between
 * are kept one by one: writing some 90 kB for each image would make the changelog larger than the vectors. The store
 * thus knows every image, and a detector that is no longer in memory is restored from it. Belongs to one task and its
 * thread.
 */
final class DriftDetectorStore {
    static final int SNAPSHOT = 64;

    private static final String STATE = "/state";

    private final KeyValueStore<String, byte[]> store;
    private final DriftRules rules;
    private final DetectorCache recent;

    DriftDetectorStore(KeyValueStore<String, byte[]> store, DriftRules rules, DetectorCache recent) {
        this.store = store;
        this.rules = rules;
        this.recent = recent;
    }

    /** A source's detector, and how many images it has seen that its written state has not. */
    static final class Entry {
        private final DriftDetector detector;
        private int sinceSnapshot;

        private Entry(DriftDetector detector) {
            this.detector = detector;
        }
    }

    /**
     * Adds a source's next image.
     *
     * @param key the source and its stream of vectors
     */
    Optional<DriftComparison> add(String key, float[] vector) {
        Entry entry = recent.get(this, key).orElseGet(() -> {
            Entry restored = restore(key, vector.length);
            recent.put(this, key, restored);
            return restored;
        });
        Optional<DriftComparison> comparison = entry.detector.offer(vector);
        entry.sinceSnapshot++;
        if (entry.sinceSnapshot < SNAPSHOT) {
            store.put(rowKey(key, entry.sinceSnapshot), bytes(vector));
        } else {
            store.put(key + STATE, entry.detector.encode());
            for (int row = 1; row < entry.sinceSnapshot; row++) {
                store.delete(rowKey(key, row));
            }
            entry.sinceSnapshot = 0;
        }
        return comparison;
    }

    /** Releases the memory. */
    void close() {
        recent.forget(this);
    }

    private Entry restore(String key, int dimensions) {
        byte[] state = store.get(key + STATE);
        Entry entry = new Entry(state == null ? new DriftDetector(dimensions, rules) : decode(state, dimensions));
        for (int row = 1; row < SNAPSHOT; row++) {
            byte[] vector = store.get(rowKey(key, row));
            if (vector == null || vector.length != dimensions * Float.BYTES) {
                break;
            }
            float[] values = new float[dimensions];
            ByteBuffer.wrap(vector).asFloatBuffer().get(values);
            entry.detector.offer(values);
            entry.sinceSnapshot = row;
        }
        return entry;
    }

    /** A state of other rules cannot be used: the detector starts again. */
    private DriftDetector decode(byte[] state, int dimensions) {
        try {
            return DriftDetector.decode(state, dimensions, rules);
        } catch (IllegalArgumentException e) {
            return new DriftDetector(dimensions, rules);
        }
    }

    private static String rowKey(String key, int row) {
        return "%s/%02d".formatted(key, row);
    }

    private static byte[] bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }
}
