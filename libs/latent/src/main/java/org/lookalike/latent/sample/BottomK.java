package org.lookalike.latent.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;

/**
 * A uniform sample without replacement of the distinct images offered: the k whose {@link SampleHash} is smallest.
 *
 * <p>Which images are in it depends on nothing but the set of ids offered: neither on their order nor on how often each
 * came, and the merged samples of several streams are the sample of all streams together. Bottom-k sketches are
 * described by Cohen and Kaplan, Summarizing Data Using Bottom-k Sketches (PODC 2007).
 *
 * <p>The sample remembers its {@link #bound}, the smallest hash that it ever turned away. When images are forgotten,
 * only images below the bound may take their places: the sample then is smaller than k but still uniform over
 * everything that was offered and not forgotten, where refilling it with whatever comes next would favour the late.
 *
 * <p>Takes memory for k payloads; an offer takes O(log k). Not safe for use by several threads.
 *
 * @param <T> what is kept of each image, for example its vector
 */
public final class BottomK<T> {
    private static final Comparator<Key> BY_HASH =
            ((Comparator<Key>) (one, other) -> Long.compareUnsigned(one.hash, other.hash)).thenComparing(Key::imageId);

    private final int capacity;
    private final ToLongFunction<String> hashing;
    private final TreeMap<Key, T> kept = new TreeMap<>(BY_HASH);
    private long bound = SampleHash.UNBOUNDED;

    /**
     * An empty sample.
     *
     * @param capacity k, how many images it holds at most, at least 1
     */
    public BottomK(int capacity) {
        this(capacity, SampleHash::of);
    }

    BottomK(int capacity, ToLongFunction<String> hashing) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity %d of a sample, must be at least 1".formatted(capacity));
        }
        this.capacity = capacity;
        this.hashing = hashing;
    }

    /**
     * A sample as it was before, from what a store held of it. Entries that lie at or above the bound, or beyond the
     * capacity, are dropped, so the capacity may have been lowered meanwhile.
     *
     * @param bound the {@link #bound} of the earlier sample
     */
    public static <T> BottomK<T> restore(int capacity, long bound, Collection<Sampled<T>> entries) {
        BottomK<T> sample = new BottomK<>(capacity);
        sample.bound = bound;
        entries.forEach(entry -> sample.offer(entry.imageId(), entry.payload()));
        return sample;
    }

    /**
     * The sample of everything that was offered to any of several samples. An image that one of them has forgotten and
     * another holds is held.
     *
     * @param newer which of two payloads of the same image to keep; the first is from an earlier sample in the list
     */
    public static <T> BottomK<T> merge(int capacity, List<BottomK<T>> samples, BinaryOperator<T> newer) {
        BottomK<T> merged = new BottomK<>(capacity, samples.isEmpty() ? SampleHash::of : samples.get(0).hashing);
        for (BottomK<T> sample : samples) {
            merged.lowerBound(sample.bound);
            for (Map.Entry<Key, T> entry : sample.kept.entrySet()) {
                T earlier = merged.kept.get(entry.getKey());
                merged.offer(
                        entry.getKey(), earlier == null ? entry.getValue() : newer.apply(earlier, entry.getValue()));
            }
        }
        return merged;
    }

    /** Whether an image would be kept if it were offered now: ask before creating a payload that is costly. */
    public boolean admits(String imageId) {
        Key key = key(imageId);
        return Long.compareUnsigned(key.hash, bound) < 0
                && (kept.size() < capacity || BY_HASH.compare(key, kept.lastKey()) <= 0);
    }

    /** Offers an image. If the sample holds it already, the payload takes the place of the earlier one. */
    public SampleUpdate offer(String imageId, T payload) {
        return offer(key(imageId), payload);
    }

    private SampleUpdate offer(Key key, T payload) {
        if (Long.compareUnsigned(key.hash, bound) >= 0) {
            return SampleUpdate.REFUSED;
        }
        if (kept.put(key, payload) != null) {
            return SampleUpdate.REPLACED;
        }
        if (kept.size() <= capacity) {
            return new SampleUpdate(SampleUpdate.Outcome.ENTERED, List.of());
        }
        List<String> evicted = lowerBound(kept.lastKey().hash);
        if (kept.containsKey(key)) {
            return new SampleUpdate(SampleUpdate.Outcome.ENTERED, evicted);
        }
        return new SampleUpdate(
                SampleUpdate.Outcome.REFUSED,
                evicted.stream().filter(id -> !id.equals(key.imageId)).toList());
    }

    /** Drops everything at or above the new bound: equal hashes stay or go together, whichever came first. */
    private List<String> lowerBound(long limit) {
        if (Long.compareUnsigned(limit, bound) >= 0) {
            return List.of();
        }
        bound = limit;
        List<String> dropped = new ArrayList<>(1);
        while (!kept.isEmpty() && Long.compareUnsigned(kept.lastKey().hash, bound) >= 0) {
            dropped.add(kept.pollLastEntry().getKey().imageId);
        }
        return dropped;
    }

    /**
     * Takes an image out, for example one that was deleted. It may be offered again.
     *
     * @return its payload, or empty if the sample did not hold it
     */
    public Optional<T> forget(String imageId) {
        return Optional.ofNullable(kept.remove(key(imageId)));
    }

    /** What is kept of an image, or empty if the sample does not hold it. */
    public Optional<T> get(String imageId) {
        return Optional.ofNullable(kept.get(key(imageId)));
    }

    /** The sample, smallest hash first, so that the first n are themselves a uniform sample. A copy. */
    public List<Sampled<T>> entries() {
        List<Sampled<T>> entries = new ArrayList<>(kept.size());
        kept.forEach((key, payload) -> entries.add(new Sampled<>(key.imageId, key.hash, payload)));
        return entries;
    }

    /** How many images the sample holds, 0 to {@link #capacity}. */
    public int size() {
        return kept.size();
    }

    /** k, how many images the sample holds at most. */
    public int capacity() {
        return capacity;
    }

    /**
     * The smallest hash, unsigned, that was turned away, or {@link SampleHash#UNBOUNDED}. Only smaller hashes are
     * admitted.
     */
    public long bound() {
        return bound;
    }

    /**
     * About how many distinct images were offered and not forgotten: exact while nothing has been turned away, and
     * within about {@code 1/√k} of the truth (one standard deviation) from then on.
     */
    public double estimatedPopulation() {
        return bound == SampleHash.UNBOUNDED ? kept.size() : kept.size() / SampleHash.fraction(bound);
    }

    private Key key(String imageId) {
        return new Key(hashing.applyAsLong(imageId), imageId);
    }

    private record Key(long hash, String imageId) {}
}
