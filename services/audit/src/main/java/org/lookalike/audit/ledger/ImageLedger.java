package org.lookalike.audit.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.lookalike.vectorstore.Buckets;

/**
 * The states of a partition's images, in the order of their buckets, with the digests of what collections should hold.
 * Belongs to one task and its thread.
 */
public final class ImageLedger {
    private static final String STORE = "images";
    private static final int BUCKET_BYTES = Short.BYTES;

    private final KeyValueStore<Bytes, ImageState> store;
    private final int partition;
    private final BucketDigests digests = new BucketDigests();

    /** Reads the whole store once for the digests, one state at a time. */
    ImageLedger(KeyValueStore<Bytes, ImageState> store, int partition) {
        this.store = store;
        this.partition = partition;
        try (KeyValueIterator<Bytes, ImageState> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, ImageState> next = all.next();
                addToDigests(id(next.key), next.value);
            }
        }
    }

    static StoreBuilder<KeyValueStore<Bytes, ImageState>> store() {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), ImageStateSerde.create());
    }

    static String storeName() {
        return STORE;
    }

    /** The partition that the images belong to. */
    public int partition() {
        return partition;
    }

    public BucketDigests digests() {
        return digests;
    }

    /** The state of an image, {@link ImageState#NONE} where nothing is known. */
    public ImageState get(String id) {
        @Nullable ImageState known = store.get(key(Buckets.of(id), id));
        return known == null ? ImageState.NONE : known;
    }

    /** Replaces the state of an image. */
    public void put(String id, ImageState state) {
        ImageState before = get(id);
        if (before.equals(state)) {
            return;
        }
        removeFromDigests(id, before);
        addToDigests(id, state);
        store.put(key(Buckets.of(id), id), state.equals(ImageState.NONE) ? null : state);
    }

    /**
     * Calls a function with each image from a place on, in the order of buckets and ids, until it returns false.
     *
     * @param fromBucket the first bucket
     * @param afterId the id after which to begin in this bucket, or empty for its beginning
     * @param toBucket the bucket to end before
     * @return whether the end was reached
     */
    public boolean scan(int fromBucket, String afterId, int toBucket, BiPredicate<String, ImageState> each) {
        Bytes from = key(fromBucket, afterId);
        Bytes to = key(toBucket, "");
        try (KeyValueIterator<Bytes, ImageState> range = store.range(from, to)) {
            while (range.hasNext()) {
                KeyValue<Bytes, ImageState> next = range.next();
                String id = id(next.key);
                if (next.key.equals(to) || (next.key.equals(from) && !afterId.isEmpty())) {
                    continue;
                }
                if (!each.test(id, next.value)) {
                    return false;
                }
            }
            return true;
        }
    }

    private void addToDigests(String id, ImageState state) {
        expected(state).forEach(vector -> digests.of(vector.stream()).add(id, partition, vector.offset()));
    }

    private void removeFromDigests(String id, ImageState state) {
        expected(state).forEach(vector -> digests.of(vector.stream()).remove(id, partition, vector.offset()));
    }

    /** The vectors that collections hold rows of. */
    private static Stream<VectorState> expected(ImageState state) {
        return state.vectors().stream().filter(vector -> !vector.isTombstone() && !state.isRefused(vector));
    }

    private static Bytes key(int bucket, String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(BUCKET_BYTES + text.length)
                .putShort((short) bucket)
                .put(text)
                .array());
    }

    private static String id(Bytes key) {
        return new String(key.get(), BUCKET_BYTES, key.get().length - BUCKET_BYTES, StandardCharsets.UTF_8);
    }
}
