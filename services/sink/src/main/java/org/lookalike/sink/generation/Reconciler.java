package org.lookalike.sink.generation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.sink.generation.ReconciliationResult.Status;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorStore;

/**
 * Compares a space's collection with its topic while images keep arriving.
 *
 * <p>First the topic is read to its end, then the space's group must have committed up to there, then the collection's ids
 * are listed, then the topic is read on. Whatever has a record in that last part may or may not have been listed and is
 * left out; every other difference is a true one.
 */
public final class Reconciler {
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration COMMIT_POLL_INTERVAL = Duration.ofMillis(200);

    private final VectorStore store;
    private final VectorRows rows;
    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final GroupOffsets groups;

    /** Tells how far a space's group has committed. */
    @FunctionalInterface
    public interface GroupOffsets {
        Map<TopicPartition, Long> committed(Space space);
    }

    /** @param readers a new consumer without a group, closed by the reconciler */
    public Reconciler(
            VectorStore store, VectorRows rows, Supplier<Consumer<byte[], byte[]>> readers, GroupOffsets groups) {
        this.store = store;
        this.rows = rows;
        this.readers = readers;
        this.groups = groups;
    }

    /**
     * Opens the collection, which was only filled until now, and compares it once it is open. Where something differs it is
     * compared again, and the second result counts.
     *
     * @throws InterruptedException when the service ends, or another instance has been elected
     */
    ReconciliationResult verify(Space space) throws InterruptedException {
        if (!store.openCollection(space.collection())) {
            return ReconciliationResult.pending();
        }
        ReconciliationResult first = compare(space, false);
        return first.status() == Status.INCONSISTENT ? compare(space, false) : first;
    }

    /**
     * Compares once and repairs what differs.
     *
     * @return what was found before the repair: only a later verification tells whether the collection is consistent
     * @throws InterruptedException as {@link #verify}
     */
    ReconciliationResult repair(Space space) throws InterruptedException {
        return store.openCollection(space.collection()) ? compare(space, true) : ReconciliationResult.pending();
    }

    private ReconciliationResult compare(Space space, boolean repair) throws InterruptedException {
        CollectionDiff diff = new CollectionDiff(space);
        try (VectorsTopicReader topic = new VectorsTopicReader(readers.get(), rows, space)) {
            diff.readExpected(topic);
            if (!awaitCommitted(space, topic.positions())) {
                return ReconciliationResult.pending();
            }
            store.forEachId(space.collection(), diff::addListed);
            diff.excludeChanged(topic, store.count(space.collection()));
        }
        if (!diff.isEmpty()) {
            try (VectorsTopicReader topic = new VectorsTopicReader(readers.get(), rows, space)) {
                diff.readMissingRows(topic);
                if (repair) {
                    new CollectionRepair(store, space).apply(diff.missingRows(), diff.extraIds(), topic);
                }
            }
        }
        return diff.result();
    }

    private boolean awaitCommitted(Space space, Map<TopicPartition, Long> ends) throws InterruptedException {
        long deadline = System.nanoTime() + COMMIT_TIMEOUT.toNanos();
        while (true) {
            Map<TopicPartition, Long> committed = groups.committed(space);
            if (ends.entrySet().stream().allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(COMMIT_POLL_INTERVAL.toMillis());
        }
    }
}
