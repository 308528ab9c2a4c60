package org.lookalike.refit.sample;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.lookalike.latent.sample.BottomK;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.latent.sample.SampleUpdate;
import org.lookalike.latent.sample.Sampled;

/**
 * Samples in a state store: one row for each image, and a bound for each sample. Which images are in a sample is also
 * held in memory, without their features. Belongs to one task and its thread.
 */
public final class SampleStore {
    private final KeyValueStore<Bytes, byte[]> rows;
    private final Map<SampleId, BottomK<Boolean>> samples = new HashMap<>();

    private SampleStore(KeyValueStore<Bytes, byte[]> rows) {
        this.rows = rows;
    }

    /**
     * The samples that a store holds.
     *
     * @param capacity how many images samples of each kind may hold
     */
    public static SampleStore open(KeyValueStore<Bytes, byte[]> rows, Capacity capacity) {
        Map<SampleId, Long> bounds = new HashMap<>();
        Map<SampleId, List<Sampled<Boolean>>> entries = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = rows.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                SampleId.Parsed key = SampleId.parse(entry.key);
                if (key.imageId().isEmpty()) {
                    bounds.put(key.id(), ByteBuffer.wrap(entry.value).getLong());
                } else {
                    entries.computeIfAbsent(key.id(), id -> new ArrayList<>())
                            .add(new Sampled<>(key.imageId(), SampleHash.of(key.imageId()), true));
                }
            }
        }
        SampleStore store = new SampleStore(rows);
        bounds.forEach((id, bound) -> store.restore(id, bound, entries.getOrDefault(id, List.of()), capacity));
        return store;
    }

    /** How many images samples may hold. */
    public record Capacity(int window, int longTerm) {
        int of(SampleId id) {
            return id.kind() == SampleId.Kind.WINDOW ? window : longTerm;
        }
    }

    private void restore(SampleId id, long bound, List<Sampled<Boolean>> entries, Capacity capacity) {
        BottomK<Boolean> sample = BottomK.restore(capacity.of(id), bound, entries);
        samples.put(id, sample);
        // The capacity may have been lowered meanwhile.
        for (Sampled<Boolean> entry : entries) {
            if (sample.get(entry.imageId()).isEmpty()) {
                rows.delete(id.rowKey(entry.hash(), entry.imageId()));
            }
        }
        if (sample.bound() != bound) {
            putBound(id, sample);
        }
    }

    /** Every sample that was begun and not dropped. */
    public Set<SampleId> ids() {
        return Set.copyOf(samples.keySet());
    }

    /**
     * Adds an image to a sample, which is begun if need be.
     *
     * @param row makes the row, called only if the image is kept
     * @return whether the sample holds the image now
     */
    public boolean add(SampleId id, Capacity capacity, String imageId, Supplier<byte[]> row) {
        BottomK<Boolean> sample = samples.get(id);
        if (sample == null) {
            sample = new BottomK<>(capacity.of(id));
            samples.put(id, sample);
            putBound(id, sample);
        }
        if (!sample.admits(imageId)) {
            return false;
        }
        long bound = sample.bound();
        SampleUpdate update = sample.offer(imageId, true);
        if (update.kept()) {
            rows.put(id.rowKey(SampleHash.of(imageId), imageId), row.get());
        }
        update.evicted().forEach(evicted -> rows.delete(id.rowKey(SampleHash.of(evicted), evicted)));
        if (sample.bound() != bound) {
            putBound(id, sample);
        }
        return update.kept();
    }

    /** Removes an image from all samples that are asked for. */
    public void forget(Predicate<SampleId> wanted, String imageId) {
        samples.forEach((id, sample) -> {
            if (wanted.test(id) && sample.forget(imageId).isPresent()) {
                rows.delete(id.rowKey(SampleHash.of(imageId), imageId));
            }
        });
    }

    /** Whether a sample holds an image. */
    public boolean holds(SampleId id, String imageId) {
        BottomK<Boolean> sample = samples.get(id);
        return sample != null && sample.get(imageId).isPresent();
    }

    /** The smallest hash that a sample has turned away, unsigned. */
    public long bound(SampleId id) {
        BottomK<Boolean> sample = samples.get(id);
        return sample == null ? SampleHash.UNBOUNDED : sample.bound();
    }

    /** About how many different images were offered and not forgotten. */
    public long population(SampleId id) {
        BottomK<Boolean> sample = samples.get(id);
        return sample == null ? 0 : Math.round(sample.estimatedPopulation());
    }

    /** The ids in a sample, smallest hash first. */
    public List<String> imageIds(SampleId id) {
        BottomK<Boolean> sample = samples.get(id);
        return sample == null
                ? List.of()
                : sample.entries().stream().map(Sampled::imageId).toList();
    }

    /** A row of a sample. */
    public byte[] row(SampleId id, String imageId) {
        byte[] row = rows.get(id.rowKey(SampleHash.of(imageId), imageId));
        if (row == null) {
            throw new IllegalStateException(
                    "the store lacks image %s of %s, which it should hold".formatted(imageId, id));
        }
        return row;
    }

    /** Forgets a sample and its rows. */
    public void drop(SampleId id) {
        for (String imageId : imageIds(id)) {
            rows.delete(id.rowKey(SampleHash.of(imageId), imageId));
        }
        rows.delete(id.key());
        samples.remove(id);
    }

    private void putBound(SampleId id, BottomK<Boolean> sample) {
        rows.put(
                id.key(),
                ByteBuffer.allocate(Long.BYTES).putLong(sample.bound()).array());
    }
}
