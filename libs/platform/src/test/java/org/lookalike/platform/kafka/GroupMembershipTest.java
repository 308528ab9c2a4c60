package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class GroupMembershipTest {
    private static final TopicPartition FIRST = new TopicPartition("vectors", 0);
    private static final TopicPartition SECOND = new TopicPartition("vectors", 1);
    private static final Duration SESSION = Duration.ofSeconds(10);

    private final FakeCoordinator coordinator = new FakeCoordinator();
    private long now = -5;
    private final GroupMembership membership = new GroupMembership(SESSION, () -> now);

    @Test
    void nothingIsConfirmedBeforeTheCoordinatorHasAcceptedACommit() {
        assertThat(membership.isConfirmed()).isFalse();

        membership.assigned(List.of(FIRST, SECOND));
        membership.keep(coordinator);

        assertThat(membership.isConfirmed()).isFalse();
        coordinator.answer();
        assertThat(membership.isConfirmed()).isTrue();
    }

    @Test
    void thePresentOffsetsAreCommittedAgainAndNoOthers() {
        coordinator.offsets.put(FIRST, new OffsetAndMetadata(7));
        membership.keep(coordinator);
        coordinator.answer();
        assertThat(coordinator.committed).containsOnly(offset(FIRST, 7), offset(SECOND, 0));

        membership.committed(Map.of(SECOND, new OffsetAndMetadata(3)), now);
        passes(Duration.ofSeconds(3));
        membership.keep(coordinator);

        assertThat(coordinator.committed).containsOnly(offset(FIRST, 7), offset(SECOND, 3));
    }

    @Test
    void theConfirmationEndsWellBeforeTheSession() {
        membership.committed(Map.of(), now);
        passes(Duration.ofMillis(5_900));
        assertThat(membership.isConfirmed()).isTrue();

        passes(Duration.ofMillis(200));

        assertThat(membership.isConfirmed()).isFalse();
    }

    /** The answer may come late: the session began anew at some time after the commit was sent, and not later. */
    @Test
    void theConfirmationCountsFromTheSending() {
        membership.keep(coordinator);
        passes(Duration.ofSeconds(7));

        coordinator.answer();

        assertThat(membership.isConfirmed()).isFalse();
    }

    @Test
    void whoWasPausedIsNotConfirmedUntilAsked() {
        membership.committed(Map.of(), now);
        passes(Duration.ofMinutes(2));
        assertThat(membership.isConfirmed()).isFalse();

        coordinator.failure = new CommitFailedException();
        membership.keep(coordinator);
        coordinator.answer();

        assertThat(membership.isConfirmed()).isFalse();
    }

    @Test
    void aBrokerThatDoesNotAnswerConfirmsNothingAndEndsNothing() {
        coordinator.unavailable = true;

        membership.keep(coordinator);

        assertThat(membership.isConfirmed()).isFalse();
        coordinator.unavailable = false;
        passes(Duration.ofSeconds(3));
        membership.keep(coordinator);
        coordinator.answer();
        assertThat(membership.isConfirmed()).isTrue();
    }

    @Test
    void regularCommitsSuffice() {
        membership.keep(coordinator);
        coordinator.answer();
        for (int second = 0; second < 10; second++) {
            passes(Duration.ofSeconds(1));
            membership.committed(Map.of(FIRST, new OffsetAndMetadata(second)), now);
            membership.keep(coordinator);
        }

        assertThat(coordinator.commits).isOne();
        assertThat(membership.isConfirmed()).isTrue();
    }

    @Test
    void whatWasThereAtTheAssignmentIsContested() {
        coordinator.ends.put(FIRST, 100L);
        assertThat(membership.isContested(record(500))).as("not known yet").isTrue();

        membership.keep(coordinator);

        assertThat(membership.isContested(record(99))).isTrue();
        assertThat(membership.isContested(record(100))).isFalse();
        coordinator.ends.put(FIRST, 200L);
        membership.assigned(List.of(FIRST));
        membership.keep(coordinator);
        assertThat(membership.isContested(record(199))).isTrue();
    }

    private void passes(Duration time) {
        now += time.toNanos();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(FIRST.topic(), FIRST.partition(), offset, null, null);
    }

    private static Map.Entry<TopicPartition, OffsetAndMetadata> offset(TopicPartition partition, long offset) {
        return Map.entry(partition, new OffsetAndMetadata(offset));
    }

    /** A consumer of two partitions whose commits are answered when the test says so. */
    private static final class FakeCoordinator extends MockConsumer<byte[], byte[]> {
        private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(FIRST, 0L, SECOND, 0L));
        private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();
        private OffsetCommitCallback callback = (offsets, failure) -> {};
        private int commits;
        private boolean unavailable;
        private Exception failure;

        FakeCoordinator() {
            super("earliest");
        }

        void answer() {
            callback.onComplete(committed, failure);
        }

        @Override
        public synchronized Set<TopicPartition> assignment() {
            return Set.of(FIRST, SECOND);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> partitions, Duration timeout) {
            if (unavailable) {
                throw new org.apache.kafka.common.errors.TimeoutException("no answer");
            }
            return partitions.stream().filter(offsets::containsKey).collect(Collectors.toMap(p -> p, offsets::get));
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            return partitions.stream().collect(Collectors.toMap(p -> p, ends::get));
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) throws KafkaException {
            commits++;
            committed = offsets;
            this.callback = callback;
        }
    }
}
