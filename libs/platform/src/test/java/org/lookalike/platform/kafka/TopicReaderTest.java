package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.TransientFailure;

class TopicReaderTest {
    private static final TopicPartition PARTITION = new TopicPartition("vectors", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @Test
    void aStandstillBeforeTheEndNamesTheTopic() {
        consumer.updatePartitions(
                PARTITION.topic(),
                List.of(new PartitionInfo(PARTITION.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 1L));

        try (TopicReader reader = new TopicReader(consumer, PARTITION.topic(), Duration.ofMillis(20))) {
            assertThatThrownBy(() -> reader.read(record -> {}))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessage("topic vectors cannot be read to its end");
        }
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void aTopicWithoutPartitionsHasNoKeys() {
        consumer.updatePartitions(PARTITION.topic(), List.of());

        try (TopicReader reader = TopicReader.ofKey(consumer, PARTITION.topic(), new byte[] {1})) {
            assertThat(reader.ends()).isEmpty();
        }
    }

    @Test
    void closesTheConsumerWhereTheTopicCannotBeFound() {
        MockConsumer<byte[], byte[]> lost = new MockConsumer<>("earliest") {
            @Override
            public synchronized List<PartitionInfo> partitionsFor(String topic) {
                throw new KafkaException("no broker answers");
            }
        };

        assertThatThrownBy(() -> new TopicReader(lost, PARTITION.topic())).hasMessage("no broker answers");
        assertThat(lost.closed()).isTrue();
    }
}
