package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For how long a consumer's partitions are surely its own. A commit that the coordinator accepts tells that the consumer is a
 * member and starts its session timeout anew; until a part of that time has passed since the commit was sent, nobody else gets
 * the partitions. Where nothing is to be committed, the present offsets are committed again. Heartbeats would not do: the
 * client does not tell when the last one was answered.
 *
 * <p>Belongs to the loop's thread, except for {@link #isConfirmed}, {@link #isContested} and {@link #awaitConfirmation}.
 */
final class GroupMembership {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupMembership.class);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(3);
    /** Parts of the session timeout: what is left of it is for a write to come to its end. */
    private static final double CONFIRMED = 0.6;

    private static final double RENEWAL = 0.2;

    private final long confirmedNanos;
    private final long renewalNanos;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    /** The end of each partition when it was assigned; without those of which it is not known yet. */
    private final ConcurrentMap<TopicPartition, Long> endAtAssignment = new ConcurrentHashMap<>();

    private final Object confirmation = new Object();
    private volatile long lastConfirmed;
    private long lastAttempt;

    /** @param sessionTimeout how long the coordinator waits for a sign of life before it gives the partitions to others */
    GroupMembership(Duration sessionTimeout, LongSupplier nanoTime) {
        this.confirmedNanos = (long) (sessionTimeout.toNanos() * CONFIRMED);
        this.renewalNanos = (long) (sessionTimeout.toNanos() * RENEWAL);
        this.nanoTime = nanoTime;
        this.lastConfirmed = nanoTime.getAsLong() - confirmedNanos;
        this.lastAttempt = nanoTime.getAsLong() - renewalNanos;
    }

    /** Forgets what is known of partitions that are gone, or whose commits are uncertain. */
    void forget(Collection<TopicPartition> partitions) {
        committed.keySet().removeAll(partitions);
    }

    /** New partitions: their previous owner may have handled what they hold. */
    void assigned(Collection<TopicPartition> partitions) {
        forget(partitions);
        endAtAssignment.keySet().removeAll(partitions);
        lastAttempt = nanoTime.getAsLong() - renewalNanos;
    }

    /** The coordinator has accepted a commit that was not sent before this time. */
    void committed(Map<TopicPartition, OffsetAndMetadata> offsets, long sentNanos) {
        committed.putAll(offsets);
        confirm(sentNanos);
    }

    private void confirm(long sentNanos) {
        synchronized (confirmation) {
            if (sentNanos - lastConfirmed > 0) {
                lastConfirmed = sentNanos;
                confirmation.notifyAll();
            }
        }
    }

    /** Commits the present offsets again if nothing was committed for a while. Between two polls; does not wait for the answer. */
    void keep(Consumer<byte[], byte[]> consumer) {
        long now = nanoTime.getAsLong();
        if (now - Math.max(lastAttempt, lastConfirmed) < renewalNanos) {
            return;
        }
        lastAttempt = now;
        try {
            Set<TopicPartition> assigned = consumer.assignment();
            committed.keySet().retainAll(assigned);
            endAtAssignment.keySet().retainAll(assigned);
            readMissing(consumer, assigned);
            if (!committed.isEmpty()) {
                consumer.commitAsync(Map.copyOf(committed), (offsets, failure) -> {
                    if (failure == null) {
                        confirm(now);
                    } else {
                        LOGGER.debug("the coordinator has not confirmed the membership", failure);
                    }
                });
            }
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOGGER.debug("the membership cannot be confirmed", e);
        }
    }

    private void readMissing(Consumer<byte[], byte[]> consumer, Set<TopicPartition> assigned) {
        Set<TopicPartition> unread = new HashSet<>(assigned);
        unread.removeAll(committed.keySet());
        if (!unread.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> found = consumer.committed(unread, CALL_TIMEOUT);
            for (TopicPartition partition : unread) {
                OffsetAndMetadata offset = found.get(partition);
                // As good as none: what is before the beginning is read from there.
                committed.put(partition, offset == null ? new OffsetAndMetadata(0) : offset);
            }
        }
        Set<TopicPartition> endless = new HashSet<>(assigned);
        endless.removeAll(endAtAssignment.keySet());
        if (!endless.isEmpty()) {
            endAtAssignment.putAll(consumer.endOffsets(endless, CALL_TIMEOUT));
        }
    }

    /** Whether nobody else can have the partitions yet. */
    boolean isConfirmed() {
        return nanoTime.getAsLong() - lastConfirmed < confirmedNanos;
    }

    /** Waits a moment for a confirmation; returns early once there is one. */
    void awaitConfirmation(Duration limit) throws InterruptedException {
        synchronized (confirmation) {
            if (!isConfirmed()) {
                TimeUnit.NANOSECONDS.timedWait(confirmation, limit.toNanos());
            }
        }
    }

    /** Whether the record was there when its partition came to this consumer, as far as is known. */
    boolean isContested(ConsumerRecord<byte[], byte[]> record) {
        Long end = endAtAssignment.get(new TopicPartition(record.topic(), record.partition()));
        return end == null || record.offset() < end;
    }
}
