package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lookalike.platform.failure.TransientFailure;

@Timeout(60)
final class RecordSenderTest {
    private static final ProducerRecord<byte[], byte[]> RECORD = new ProducerRecord<>("t", new byte[] {1});

    private final FaultyProducer producer = new FaultyProducer();
    private final RecordSender sender = new RecordSender(producer);

    @Test
    void returnsOnceEverythingIsAcknowledged() {
        producer.acknowledge = true;

        assertThatCode(() -> sender.send(List.of(RECORD, RECORD))).doesNotThrowAnyException();

        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void aRecordThatIsNotAcknowledgedInTimeIsAnOutage() {
        assertThatThrownBy(() -> sender.send(List.of(RECORD), Duration.ofMillis(1)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("topic t");
    }

    @Test
    void aFailedSendIsAnOutage() {
        producer.future = CompletableFuture.failedFuture(new TimeoutException("no leader"));

        assertThatThrownBy(() -> sender.send(RECORD))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("no leader")
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void anExceptionThatTheProducerThrowsIsAnOutage() {
        producer.thrown = new RecordTooLargeException("too large");

        assertThatThrownBy(() -> sender.begin(RECORD))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("too large");
    }

    @Test
    void noMoreRecordsAreSentAfterOneHasFailed() {
        producer.future = CompletableFuture.failedFuture(new TimeoutException("no broker"));

        assertThatThrownBy(() -> sender.send(List.of(RECORD, RECORD))).isInstanceOf(TransientFailure.class);

        assertThat(producer.sends).isEqualTo(1);
    }

    @Test
    void anInterruptOfTheProducerIsAnInterrupt() {
        producer.thrown = new InterruptException("interrupted");

        assertThatThrownBy(() -> sender.send(RECORD)).isInstanceOf(InterruptedException.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aPendingRecordIsDoneOnceItIsAcknowledged() throws InterruptedException {
        RecordSender.Pending pending = sender.begin(RECORD);
        assertThat(pending.isDone()).isFalse();

        producer.completeNext();

        assertThat(pending.isDone()).isTrue();
        pending.await(Duration.ZERO);
    }

    private static final class FaultyProducer extends MockProducer<byte[], byte[]> {
        private boolean acknowledge;
        private int sends;
        private @Nullable KafkaException thrown;
        private @Nullable Future<RecordMetadata> future;

        private FaultyProducer() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            sends++;
            if (thrown != null) {
                throw thrown;
            }
            if (future != null) {
                return future;
            }
            Future<RecordMetadata> sent = super.send(record);
            if (acknowledge) {
                completeNext();
            }
            return sent;
        }
    }
}
