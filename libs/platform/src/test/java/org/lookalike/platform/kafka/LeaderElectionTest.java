package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Health;
import org.lookalike.schemas.Topics;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("Outage outage: the broker is away")
final class LeaderElectionTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.SPACES.name(), 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger resignations = new AtomicInteger();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final AtomicReference<Throwable> defect = new AtomicReference<>();
    private Thread thread = new Thread(() -> {});

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    @Test
    void onlyTheLeaderRunsTheTask() {
        start(rounds::incrementAndGet);

        // Two polls go by.
        CountDownLatch polls = new CountDownLatch(2);
        consumer.schedulePollTask(polls::countDown);
        consumer.schedulePollTask(polls::countDown);

        await().until(() -> polls.getCount() == 0);
        assertThat(rounds).hasValue(0);
    }

    @Test
    void theLeaderRunsRoundAfterRound() {
        start(rounds::incrementAndGet);

        elect();

        await().until(() -> rounds.get() > 2);
        assertThat(resignations).hasValue(0);
    }

    @Test
    void aLeaderThatLosesThePartitionIsInterrupted() {
        start(() -> {
            rounds.incrementAndGet();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        elect();
        await().until(() -> rounds.get() == 1);

        consumer.schedulePollTask(() -> consumer.rebalance(List.of()));

        await().until(() -> interrupted.getCount() == 0 && resignations.get() == 1);
        assertThat(rounds).hasValue(1);
    }

    @Test
    void anOutageEndsARoundAndNotTheLeadership() {
        start(() -> {
            if (rounds.incrementAndGet() == 1) {
                throw new TransientFailure("the broker is away");
            }
        });

        elect();

        await().until(() -> rounds.get() > 1);
        assertThat(defect.get()).isNull();
    }

    @Test
    void aDefectEndsTheService() {
        start(() -> {
            throw new IllegalStateException("broken");
        });

        elect();

        await().until(() -> defect.get() != null);
        assertThat(defect.get()).hasMessage("test.leader failed").hasRootCauseMessage("broken");
    }

    @Test
    void anElectionNeedsATopicOfOnePartition() {
        assertThatThrownBy(() ->
                        new LeaderElection("test.leader", Topics.VECTORS, () -> consumer, task(() -> {}), new Health()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vectors has 6 partitions");
    }

    private interface Round {
        void run() throws InterruptedException;
    }

    private void start(Round round) {
        LeaderElection election =
                new LeaderElection("test.leader", Topics.SPACES, () -> consumer, task(round), new Health());
        thread = new Thread(() -> {
            try {
                election.run();
            } catch (RuntimeException e) {
                defect.set(e);
            }
        });
        thread.start();
    }

    private LeaderTask task(Round round) {
        return new LeaderTask() {
            @Override
            public void runOnce() throws InterruptedException {
                round.run();
            }

            @Override
            public void onResigned() {
                resignations.incrementAndGet();
            }
        };
    }

    private void elect() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(PARTITION));
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        });
    }
}
