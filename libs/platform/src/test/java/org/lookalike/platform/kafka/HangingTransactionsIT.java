package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HangingTransactionsIT {
    private final KafkaFixture kafka = new KafkaFixture();

    @AfterEach
    void close() {
        kafka.close();
    }

    /** Only the coordinator tells it from one that hangs: the broker that would leave one behind has to die for it. */
    @Test
    void leavesATransactionAloneThatIsBeingMade() throws Exception {
        try (Admin admin = kafka.clients().admin("transactions");
                Producer<byte[], byte[]> producer =
                        kafka.clients().transactionalProducer("transactions", "transactions-" + kafka.input)) {
            HangingTransactions hanging = new HangingTransactions(admin, Duration.ZERO, InstantSource.system());
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(kafka.input, new byte[1])).get();

            assertThat(hanging.abort(Set.of(kafka.input, "no-such-topic"))).isZero();

            assertThatCode(producer::commitTransaction).doesNotThrowAnyException();
        }
    }
}
