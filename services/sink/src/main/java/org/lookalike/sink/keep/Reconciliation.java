package org.lookalike.sink.keep;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorStore;

/**
 * Compares a space's topic with its collection while images keep arriving.
 *
 * <p>First the topic is read to its end, then the space's group must have committed up to there, then the collection's ids
 * are listed, then the topic is read on. Whatever has a record in that last piece may or may not have been listed and is
 * left out; every other difference is a true one.
 */
public final class Reconciliation {
    private static final Duration GROUP_LIMIT = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final VectorStore store;
    private final VectorRows rows;
    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final GroupOffsets groups;

    /** How far a group has committed. */
    @FunctionalInterface
    public interface GroupOffsets {
        Map<TopicPartition, Long> committed(Space space);
    }

    public Reconciliation(
            VectorStore store, VectorRows rows, Supplier<Consumer<byte[], byte[]>> readers, GroupOffsets groups) {
        this.store = store;
        this.rows = rows;
        this.readers = readers;
        this.groups = groups;
    }

    /**
     * Has the collection opened first, which was only filled until now; while the store is at that, it is not yet time to
     * count. Counts once, and again where something seems wrong: what the second count finds is wrong.
     *
     * @throws InterruptedException when the service ends, or another instance has become the keeper
     */
    Count count(Space space) throws InterruptedException {
        if (!store.openCollection(space.collection(), space.dimensions())) {
            return Count.notYet();
        }
        Count first = compare(space, false);
        return first.outcome() == Count.Outcome.WRONG ? compare(space, false) : first;
    }

    /** The same, but puts right what is wrong; only a later count may find the generation whole. */
    Count repair(Space space) throws InterruptedException {
        return store.openCollection(space.collection(), space.dimensions()) ? compare(space, true) : Count.notYet();
    }

    private Count compare(Space space, boolean repair) throws InterruptedException {
        Comparison comparison = new Comparison(space, rows);
        try (TopicIds topic = new TopicIds(readers.get(), rows, space)) {
            topic.readOn(comparison.expecting());
            if (!awaitCommitted(space, topic.positions())) {
                return Count.notYet();
            }
            comparison.allRead();
            store.forEachId(space.collection(), comparison::listed);
            long rowsInAll = store.count(space.collection());
            topic.readOn(comparison.arriving());
            comparison.allListed(rowsInAll);
        }
        if (comparison.differs()) {
            // Until here a missing id is known by its hash alone.
            try (TopicIds again = new TopicIds(readers.get(), rows, space)) {
                again.readOn(comparison.naming());
                if (repair) {
                    new Repair(store, space, rows).apply(comparison.missingRows(), comparison.extraIds(), again);
                }
            }
        }
        return comparison.count();
    }

    private boolean awaitCommitted(Space space, Map<TopicPartition, Long> ends) throws InterruptedException {
        long deadline = System.nanoTime() + GROUP_LIMIT.toNanos();
        while (true) {
            Map<TopicPartition, Long> committed = groups.committed(space);
            if (ends.entrySet().stream().allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }
}
