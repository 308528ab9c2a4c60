package org.lookalike.labels;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.sample.SampleHash;

/**
 * An immutable map by image id of which a changed copy shares all but what the change touches: some hundred references,
 * however many entries there are. It iterates in the unsigned order of {@link SampleHash}, so that whoever takes the first
 * entries takes a sample that stays nearly the same under changes. Thread-safe.
 *
 * @param <V> the values
 */
final class PersistentMap<V> extends AbstractMap<String, V> {
    private static final PersistentMap<?> EMPTY = new PersistentMap<>(new Object[0], 0, true);
    /** A map of no more entries is a single leaf; a class of a few images takes no tree. */
    private static final int MAX_FLAT = 32;

    private static final int BITS = 6;
    private static final int MASK = (1 << BITS) - 1;
    /** Three levels of 64: a leaf of a million entries has four. */
    private static final int[] SHIFTS = {Long.SIZE - BITS, Long.SIZE - 2 * BITS, Long.SIZE - 3 * BITS};

    private final @Nullable Object[] root;
    private final int size;
    /** Whether the root is a leaf. */
    private final boolean flat;

    private PersistentMap(@Nullable Object[] root, int size, boolean flat) {
        this.root = root;
        this.size = size;
        this.flat = flat;
    }

    private record Slot<V>(long hash, String key, V value) implements Map.Entry<String, V> {
        @Override
        public String getKey() {
            return key;
        }

        @Override
        public V getValue() {
            return value;
        }

        @Override
        public V setValue(V unused) {
            throw new UnsupportedOperationException("the map is immutable");
        }

        boolean precedes(long otherHash, String otherKey) {
            int order = Long.compareUnsigned(hash, otherHash);
            return order < 0 || (order == 0 && key.compareTo(otherKey) < 0);
        }
    }

    @SuppressWarnings("unchecked") // It holds nothing.
    static <V> PersistentMap<V> empty() {
        return (PersistentMap<V>) EMPTY;
    }

    /** This map with one entry more, or another value for its key. */
    PersistentMap<V> with(String key, V value) {
        long hash = SampleHash.of(key);
        Slot<V> slot = new Slot<>(hash, key, value);
        @Nullable Object[] leaf = leaf(hash);
        int place = place(leaf, hash, key);
        boolean replaced = holds(leaf, place, key);
        Object[] next = new Object[leaf.length + (replaced ? 0 : 1)];
        System.arraycopy(leaf, 0, next, 0, place);
        next[place] = slot;
        int from = replaced ? place + 1 : place;
        System.arraycopy(leaf, from, next, place + 1, leaf.length - from);
        if (flat) {
            return next.length > MAX_FLAT ? tree(next) : new PersistentMap<>(next, next.length, true);
        }
        return new PersistentMap<>(copied(root, 0, hash, next), replaced ? size : size + 1, false);
    }

    private PersistentMap<V> tree(@Nullable Object[] leaf) {
        PersistentMap<V> tree = new PersistentMap<>(new @Nullable Object[1 << BITS], 0, false);
        for (Object held : leaf) {
            Slot<V> slot = slot(held);
            tree = tree.with(slot.key(), slot.value());
        }
        return tree;
    }

    /** This map without the key's entry; the same object where there is none. */
    PersistentMap<V> without(String key) {
        long hash = SampleHash.of(key);
        @Nullable Object[] leaf = leaf(hash);
        int place = place(leaf, hash, key);
        if (!holds(leaf, place, key)) {
            return this;
        }
        Object[] next = new Object[leaf.length - 1];
        System.arraycopy(leaf, 0, next, 0, place);
        System.arraycopy(leaf, place + 1, next, place, next.length - place);
        if (size == 1) {
            return empty();
        }
        return flat
                ? new PersistentMap<>(next, next.length, true)
                : new PersistentMap<>(copied(root, 0, hash, next.length == 0 ? null : next), size - 1, false);
    }

    private static @Nullable Object[] copied(
            @Nullable Object @Nullable [] node, int level, long hash, Object @Nullable [] leaf) {
        @Nullable Object[] copy = node == null ? new @Nullable Object[1 << BITS] : node.clone();
        int branch = branch(hash, level);
        copy[branch] =
                level == SHIFTS.length - 1 ? leaf : copied((@Nullable Object[]) copy[branch], level + 1, hash, leaf);
        return copy;
    }

    private static int branch(long hash, int level) {
        return (int) (hash >>> SHIFTS[level]) & MASK;
    }

    private @Nullable Object[] leaf(long hash) {
        @Nullable Object[] node = root;
        if (flat) {
            return node;
        }
        for (int level = 0; level < SHIFTS.length; level++) {
            Object child = node[branch(hash, level)];
            if (child == null) {
                return new Object[0];
            }
            node = (@Nullable Object[]) child;
        }
        return node;
    }

    private int place(@Nullable Object[] leaf, long hash, String key) {
        int place = 0;
        while (place < leaf.length && slot(leaf[place]).precedes(hash, key)) {
            place++;
        }
        return place;
    }

    private boolean holds(@Nullable Object[] leaf, int place, String key) {
        return place < leaf.length && slot(leaf[place]).key().equals(key);
    }

    @SuppressWarnings("unchecked") // Leaves hold slots alone.
    private Slot<V> slot(@Nullable Object held) {
        return (Slot<V>) Objects.requireNonNull(held);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        if (!(key instanceof String id)) {
            return null;
        }
        long hash = SampleHash.of(id);
        @Nullable Object[] leaf = leaf(hash);
        int place = place(leaf, hash, id);
        return holds(leaf, place, id) ? slot(leaf[place]).value() : null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Map.Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, V>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, V>> {
        private final int leaves = 1 << (BITS * SHIFTS.length);
        private int nextLeaf = flat ? leaves : 0;
        private @Nullable Object[] leaf = flat ? root : new @Nullable Object[0];
        private int next;

        @Override
        public boolean hasNext() {
            while (next == leaf.length && nextLeaf < leaves) {
                advance();
            }
            return next < leaf.length;
        }

        private void advance() {
            Object middle = root[nextLeaf >>> (2 * BITS)];
            if (middle == null) {
                nextLeaf = ((nextLeaf >>> (2 * BITS)) + 1) << (2 * BITS);
                return;
            }
            Object lower = ((@Nullable Object[]) middle)[(nextLeaf >>> BITS) & MASK];
            if (lower == null) {
                nextLeaf = ((nextLeaf >>> BITS) + 1) << BITS;
                return;
            }
            Object found = ((@Nullable Object[]) lower)[nextLeaf & MASK];
            nextLeaf++;
            if (found != null) {
                leaf = (@Nullable Object[]) found;
                next = 0;
            }
        }

        @Override
        public Map.Entry<String, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return slot(leaf[next++]);
        }
    }
}
