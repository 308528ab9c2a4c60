package org.lookalike.query.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.operations.Health;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("outage")
final class ReplySenderTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final PartlyDown producer = new PartlyDown();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private volatile boolean brokerAnswers = true;
    private final ReplySender sender = new ReplySender(producer, () -> brokerAnswers, metrics, new Health());

    /** Fails the records of topics whose names begin with "bad". */
    private static final class PartlyDown extends MockProducer<byte[], byte[]> {
        final Queue<String> attempts = new ConcurrentLinkedQueue<>();
        volatile boolean down = true;

        PartlyDown() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            attempts.add(record.topic());
            if (down && record.topic().startsWith("bad")) {
                callback.onCompletion(null, new NotEnoughReplicasException("1 of 2 replicas"));
                return java.util.concurrent.CompletableFuture.completedFuture(null);
            }
            return super.send(record, callback);
        }
    }

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void aTopicThatTakesNoRepliesFailsItsOwnAlone() throws InterruptedException {
        send("bad");
        send("good");
        await().atMost(TIMEOUT).until(() -> done.containsAll(List.of("bad", "good")));
        assertThat(lost()).isEqualTo(1);
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly("good");

        producer.down = false;
        send("bad");
        await().atMost(TIMEOUT).until(() -> done.size() == 3);
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly("good", "bad");
        assertThat(lost()).isEqualTo(1);
    }

    @Test
    void nothingIsGivenUpWhileTheBrokerIsSilent() throws InterruptedException {
        brokerAnswers = false;
        send("bad");
        await().atMost(TIMEOUT).until(() -> producer.attempts.size() >= 2);
        assertThat(done).isEmpty();

        producer.down = false;
        brokerAnswers = true;
        await().atMost(TIMEOUT).until(() -> done.contains("bad"));
        assertThat(lost()).isZero();
    }

    @Test
    void whatMustNotBeLostIsTriedUntilItIsTaken() throws InterruptedException {
        sender.sendRequired(record("bad"), () -> done.add("bad"));
        await().atMost(TIMEOUT).until(() -> producer.attempts.size() >= 2);
        assertThat(done).isEmpty();
        producer.down = false;
        await().atMost(TIMEOUT).until(() -> done.contains("bad"));
    }

    private void send(String topic) throws InterruptedException {
        sender.send(record(topic), () -> done.add(topic));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic) {
        return new ProducerRecord<>(topic, new byte[] {1});
    }

    private double lost() {
        return metrics.counter("lookalike.replies.lost").count();
    }
}
