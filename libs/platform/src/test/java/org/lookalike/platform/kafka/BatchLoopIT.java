package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.FaultLimits;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs({"Outage outage: ", "quarantined: out of order"})
class BatchLoopIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Map<String, String> IMPATIENT_GROUP = Map.of("max.poll.interval.ms", "2000");

    private KafkaFixture fixture;

    @AfterEach
    void endLoops() throws Exception {
        fixture.close();
    }

    @Test
    void publishesEveryRecordOnceAndCommits() throws Exception {
        fixture = new KafkaFixture();
        fixture.produce(0, 500);

        fixture.inTransactions("one", 50, fixture::copy);

        await().atMost(LIMIT).until(() -> fixture.lag() == 0);
        assertThat(fixture.outputs()).isEqualTo(eachOnce(500));
        assertThat(fixture.metrics.get("lookalike.records").counter().count()).isEqualTo(500);
    }

    @Test
    void commitsOnlyAfterTheHandlerIsDone() throws Exception {
        fixture = new KafkaFixture();
        fixture.produce(0, 10);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        fixture.atLeastOnce("one", 50, records -> {
            entered.countDown();
            release.await();
            return fixture.copy(records);
        });
        entered.await();

        assertThat(fixture.lag()).isEqualTo(10);
        assertThat(fixture.outputs()).isEmpty();

        release.countDown();
        await().atMost(LIMIT).until(() -> fixture.lag() == 0);
        assertThat(fixture.outputs()).isEqualTo(eachOnce(10));
    }

    @Test
    void waitsAnOutageOutAsAMemberOfTheGroup() throws Exception {
        fixture = new KafkaFixture(IMPATIENT_GROUP);
        fixture.produce(0, 20);
        AtomicBoolean down = new AtomicBoolean(true);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        AtomicInteger interruptions = new AtomicInteger();
        long began = System.nanoTime();
        var loop = fixture.inTransactions("one", 50, records -> {
            workers.add(Thread.currentThread());
            if (Thread.currentThread().isInterrupted()) {
                interruptions.incrementAndGet();
            }
            if (down.get()) {
                throw new TransientFailure("the store does not answer");
            }
            return fixture.copy(records);
        });
        await().atMost(LIMIT)
                .until(() -> fixture.metrics.get("lookalike.retries").counter().count() >= 1
                        && System.nanoTime() - began > Duration.ofSeconds(6).toNanos());

        assertThat(loop.health().reasons()).containsEntry("one", "the store does not answer");
        assertThat(fixture.lag()).isEqualTo(20);

        down.set(false);
        await().atMost(LIMIT).until(() -> fixture.lag() == 0);
        assertThat(fixture.outputs()).isEqualTo(eachOnce(20));
        assertThat(loop.health().ready()).isTrue();
        assertThat(interruptions).hasValue(0);
    }

    @Test
    void instancesShareTheWorkAndTakeOverFromEachOther() throws Exception {
        fixture = new KafkaFixture();
        Set<String> handlers = ConcurrentHashMap.newKeySet();
        var first = fixture.inTransactions("first", 10, records -> {
            handlers.add("first");
            return fixture.copy(records);
        });
        fixture.produce(0, 300);
        await().atMost(LIMIT).until(() -> handlers.contains("first"));
        fixture.inTransactions("second", 10, records -> {
            handlers.add("second");
            return fixture.copy(records);
        });
        AtomicInteger produced = new AtomicInteger(300);
        await().atMost(LIMIT).until(() -> {
            fixture.produce(produced.getAndAdd(100), 100);
            return handlers.contains("second");
        });
        first.end();
        fixture.produce(produced.getAndAdd(300), 300);

        await().atMost(LIMIT).until(() -> fixture.lag() == 0);
        assertThat(fixture.outputs()).isEqualTo(eachOnce(produced.get()));
        assertThat(first.failure().get()).isNull();
    }

    @Test
    void urgentRecordsOvertakeAndEverythingIsDoneThroughAHandover() throws Exception {
        fixture = new KafkaFixture();
        fixture.produce(0, 600);
        ReadAhead readAhead = new ReadAhead(record -> number(record) % 100 != 99, 10_000, 1 << 20, 50, 10);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        BatchHandler handler = records -> {
            if (order.isEmpty()) {
                entered.countDown();
                release.await();
            }
            records.forEach(record -> order.add(number(record)));
            return fixture.copy(records);
        };
        var first = fixture.inTransactions("first", 100, readAhead, handler);
        entered.await();
        await().atMost(LIMIT).until(() -> fixture.readAhead() >= 590);
        release.countDown();
        await().atMost(LIMIT).until(() -> order.size() >= 60);
        fixture.inTransactions("second", 100, readAhead, handler);
        first.end();

        await().atMost(LIMIT).until(() -> fixture.lag() == 0);
        // What left early may come again after the handover; nothing is missing, and each batch was published whole.
        assertThat(fixture.outputs().keySet()).isEqualTo(eachOnce(600).keySet());
        assertThat(order.subList(0, 60)).contains(99, 199, 299, 399, 499, 599);
    }

    @Test
    void theNextBatchIsBegunWhileOneIsBeingPublished() throws Exception {
        fixture = new KafkaFixture();
        fixture.produce(0, 400);
        CountDownLatch second = new CountDownLatch(2);
        AtomicInteger publishedTooEarly = new AtomicInteger();
        BatchHandler handler = records -> {
            second.countDown();
            return fixture.copy(records);
        };
        fixture.inTransactions(
                "one",
                100,
                INORDER,
                handler,
                publisher -> new Before(publisher, attempt -> {
                    if (attempt == 1 && !opened(second)) {
                        publishedTooEarly.incrementAndGet();
                    }
                }));

        await().atMost(LIMIT).until(() -> fixture.lag() == 0);
        assertThat(publishedTooEarly)
                .as("publications that waited in vain for the batch behind")
                .hasValue(0);
        assertThat(fixture.outputs()).isEqualTo(eachOnce(400));
    }

    @Test
    void whenOneCannotBePublishedTheBatchBehindItComesAgainToo() throws Exception {
        fixture = new KafkaFixture();
        fixture.produce(0, 400);
        fixture.inTransactions(
                "one",
                100,
                INORDER,
                fixture::copy,
                publisher -> new Before(publisher, attempt -> {
                    if (attempt % 3 == 1) {
                        throw new TransientFailure("the broker is said to be unavailable");
                    }
                }));

        await().atMost(LIMIT).until(() -> fixture.lag() == 0);
        assertThat(fixture.outputs()).isEqualTo(eachOnce(400));
    }

    /** Reads ahead, so that a batch lies ready; nothing overtakes. */
    private static final ReadAhead INORDER = new ReadAhead(record -> false, 10_000, 1 << 20, 20, 20);

    private static boolean opened(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Does something before each publication, told its number, from 1. */
    private static final class Before implements Publisher {
        private final Publisher publisher;
        private final IntConsumer action;
        private int attempts;

        Before(Publisher publisher, IntConsumer action) {
            this.publisher = publisher;
            this.action = action;
        }

        @Override
        public Outcome publish(
                List<ProducerRecord<byte[], byte[]>> outputs,
                Map<TopicPartition, OffsetAndMetadata> offsets,
                Consumer<byte[], byte[]> consumer) {
            action.accept(++attempts);
            return publisher.publish(outputs, offsets, consumer);
        }

        @Override
        public boolean isFenced() {
            return publisher.isFenced();
        }

        @Override
        public void recover() {
            publisher.recover();
        }

        @Override
        public void close() {
            publisher.close();
        }
    }

    @Test
    void aStuckHandlerIsInterruptedByTheHandoverAndNothingIsLost() throws Exception {
        fixture = new KafkaFixture();
        fixture.produce(0, 40);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean stuck = new AtomicBoolean(true);
        fixture.inTransactions("first", 50, records -> {
            if (stuck.get()) {
                entered.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    stuck.set(false);
                    interrupted.countDown();
                    throw e;
                }
            }
            return fixture.copy(records);
        });
        entered.await();

        fixture.inTransactions("second", 50, fixture::copy);

        await().atMost(LIMIT).until(() -> interrupted.getCount() == 0);
        await().atMost(LIMIT).until(() -> fixture.lag() == 0);
        assertThat(fixture.outputs()).isEqualTo(eachOnce(40));
    }

    @Test
    void aBatchThatWasTakenAwayIsNotOwnedAnyMore() throws Exception {
        fixture = new KafkaFixture();
        fixture.produce(0, 40);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        fixture.atLeastOnce("first", 50, new OwningHandler((records, ownership) -> {
            ownership.require();
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // As work does that cannot be interrupted.
            }
            try {
                ownership.require();
            } catch (InterruptedException e) {
                refused.countDown();
                throw e;
            }
            return fixture.copy(records);
        }));
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

        fixture.atLeastOnce("second", 50, fixture::copy);

        assertThat(refused.await(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Adapts a function to a handler that asks for its ownership. */
    private record OwningHandler(RetryingHandler.OwnedHandler function) implements BatchHandler {
        @Override
        public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
            return handle(records, Ownership.SOLE);
        }

        @Override
        public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records, Ownership ownership)
                throws InterruptedException {
            return function.handle(records, ownership);
        }
    }

    @Test
    @ExpectedLogs({"the handler hangs", "the handler does not respond"})
    void aCallThatNeverReturnsShows() throws Exception {
        fixture = new KafkaFixture();
        fixture.limits = new FaultLimits(Duration.ofMillis(300), Duration.ofMinutes(1));
        fixture.produce(0, 5);
        CountDownLatch release = new CountDownLatch(1);
        var loop = fixture.inTransactions("one", 50, records -> {
            boolean waiting = true;
            while (waiting) {
                try {
                    waiting = !release.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    // As a native call that hangs.
                }
            }
            return fixture.copy(records);
        });

        await().atMost(LIMIT)
                .until(() -> fixture.metrics.get("lookalike.batch.age").gauge().value() > 0.5);
        assertThat(loop.health().hanging()).containsKey("one");
        assertThat(fixture.metrics.get("lookalike.batch.record.age").gauge().value())
                .isBetween(0.3, 600.0);

        release.countDown();
        await().atMost(LIMIT).until(() -> fixture.lag() == 0);
        await().atMost(LIMIT).until(() -> loop.health().hanging().isEmpty());
        await().atMost(LIMIT)
                .until(() -> fixture.metrics.get("lookalike.batch.age").gauge().value() == 0);
        await().atMost(LIMIT)
                .until(() -> fixture.metrics
                                .get("lookalike.batch.record.age")
                                .gauge()
                                .value()
                        == 0);
    }

    @Test
    void anErrorThatIsNotKnownToBeAnOutageIsADefectAfterAWhile() throws Exception {
        fixture = new KafkaFixture();
        fixture.limits = new FaultLimits(Duration.ofMinutes(1), Duration.ofMillis(300));
        fixture.produce(0, 5);
        var loop = fixture.inTransactions("one", 50, records -> {
            throw TransientFailure.unrecognized("code 4711", null);
        });
        loop.thread().join(LIMIT.toMillis());

        assertThat(loop.failure().get()).hasRootCauseMessage("code 4711");
        assertThat(fixture.metrics.get("lookalike.retries").counter().count()).isGreaterThan(1);
        assertThat(fixture.lag()).isEqualTo(5);
    }

    @Test
    void refusalsOfACommitWhoseAnswerWasLostAreCountedOnce() throws Exception {
        fixture = new KafkaFixture();
        fixture.createQuarantine();
        fixture.produce(0, 10);
        PermanentFailure failure = new PermanentFailure(ErrorCode.IMAGE_CORRUPT, "out of order");
        fixture.inTransactions(
                "one",
                50,
                ReadAhead.none(),
                records -> new BatchResult(
                        fixture.copy(records).outputs(),
                        records.stream()
                                .map(record -> Refusal.of(record, failure))
                                .toList()),
                publisher -> new LostAnswers(publisher));

        await().atMost(LIMIT).until(() -> fixture.refused() == 10);
        assertThat(fixture.metrics.get("lookalike.records").counter().count()).isEqualTo(10);
        assertThat(fixture.lag()).isZero();
        assertThat(fixture.outputs()).isEqualTo(eachOnce(10));
    }

    /** Publishes and commits, and says that it is not known whether it has. */
    private record LostAnswers(Publisher publisher) implements Publisher {
        @Override
        public Outcome publish(
                List<ProducerRecord<byte[], byte[]>> outputs,
                Map<TopicPartition, OffsetAndMetadata> offsets,
                Consumer<byte[], byte[]> consumer) {
            if (publisher.publish(outputs, offsets, consumer) == Outcome.COMMITTED) {
                throw new TransientFailure("the answer was lost");
            }
            return Outcome.PUBLISH_AGAIN;
        }

        @Override
        public boolean isFenced() {
            return publisher.isFenced();
        }

        @Override
        public void recover() {
            publisher.recover();
        }

        @Override
        public void close() {
            publisher.close();
        }
    }

    @Test
    void aDefectStopsTheLoopWithoutCommitting() throws Exception {
        fixture = new KafkaFixture();
        fixture.produce(0, 5);
        var loop = fixture.inTransactions("one", 50, records -> {
            throw new IllegalArgumentException("a defect");
        });
        loop.thread().join(LIMIT.toMillis());

        assertThat(loop.failure().get())
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("a defect");
        assertThat(fixture.lag()).isEqualTo(5);
        assertThat(fixture.outputs()).isEmpty();
    }

    @Test
    void anOutputThatNoBrokerTakesIsADefect() throws Exception {
        fixture = new KafkaFixture();
        fixture.produce(0, 1);
        byte[] huge = new byte[17 << 20];
        var loop = fixture.inTransactions(
                "one", 50, records -> BatchResult.of(List.of(new ProducerRecord<>(fixture.output, huge))));
        loop.thread().join(LIMIT.toMillis());

        assertThat(loop.failure().get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the broker refuses the results");
        assertThat(fixture.lag()).isEqualTo(1);
    }

    @Test
    void refusalsAreQuarantinedAndCountedOnceTheBatchIsCommitted() throws Exception {
        fixture = new KafkaFixture();
        fixture.createQuarantine();
        fixture.produce(0, 10);
        PermanentFailure failure = new PermanentFailure(ErrorCode.IMAGE_CORRUPT, "out of order");
        AtomicInteger publications = new AtomicInteger();
        AtomicInteger countedBeforeCommit = new AtomicInteger();
        fixture.inTransactions(
                "one",
                50,
                ReadAhead.none(),
                records -> new BatchResult(
                        fixture.copy(records).outputs(),
                        records.stream()
                                .filter(record -> number(record) == 3)
                                .map(record -> Refusal.of(record, failure))
                                .toList()),
                publisher -> new Before(publisher, attempt -> {
                    publications.incrementAndGet();
                    countedBeforeCommit.addAndGet(fixture.refused());
                    if (attempt == 1) {
                        throw new TransientFailure("the broker is said to be unavailable");
                    }
                }));

        await().atMost(LIMIT).until(() -> fixture.lag() == 0);
        await().atMost(LIMIT).until(() -> fixture.refused() == 1);
        assertThat(fixture.quarantined()).containsExactly("3");
        assertThat(fixture.outputs()).isEqualTo(eachOnce(10));
        assertThat(publications).hasValueGreaterThan(1);
        assertThat(countedBeforeCommit).hasValue(0);
    }

    @Test
    void closingDrainsTheBatchInFlight() throws Exception {
        fixture = new KafkaFixture();
        fixture.produce(0, 10);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        var loop = fixture.atLeastOnce("one", 50, records -> {
            entered.countDown();
            release.await();
            handled.addAndGet(records.size());
            return fixture.copy(records);
        });
        entered.await();
        loop.loop().close();
        release.countDown();
        loop.thread().join(LIMIT.toMillis());

        assertThat(loop.failure().get()).isNull();
        assertThat(fixture.outputs()).hasSize(handled.get()).isNotEmpty();
        assertThat(fixture.lag()).isEqualTo(10 - handled.get());
    }

    private static int number(ConsumerRecord<byte[], byte[]> record) {
        return Integer.parseInt(Objects.requireNonNull(Records.text(record.key())));
    }

    private static Map<String, Integer> eachOnce(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(String::valueOf, i -> 1));
    }
}
