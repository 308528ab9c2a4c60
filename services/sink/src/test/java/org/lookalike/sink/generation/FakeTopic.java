package org.lookalike.sink.generation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.kafka.Records;

/** An in-memory topic of one partition, which may be written to while it is read. */
final class FakeTopic {
    static final TopicPartition PARTITION = new TopicPartition("vectors", 0);

    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();

    void publish(String key, byte @Nullable [] value) {
        log.add(new ConsumerRecord<>(PARTITION.topic(), 0, log.size(), Records.key(key), value));
    }

    long end() {
        return log.size();
    }

    Consumer<byte[], byte[]> reader() {
        return new Reader();
    }

    private final class Reader extends MockConsumer<byte[], byte[]> {
        private int next;

        Reader() {
            super("earliest");
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic) {
            return List.of(new PartitionInfo(topic, 0, Node.noNode(), new Node[0], new Node[0]));
        }

        @Override
        public synchronized void seekToBeginning(Collection<TopicPartition> partitions) {
            next = 0;
        }

        @Override
        public synchronized long position(TopicPartition partition) {
            return next;
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
            return Map.of(PARTITION, end());
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            List<ConsumerRecord<byte[], byte[]>> found = List.copyOf(log.subList(next, log.size()));
            next = log.size();
            return new ConsumerRecords<>(Map.of(PARTITION, found), Map.of());
        }
    }
}
