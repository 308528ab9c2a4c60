package org.lookalike.refit.sample;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;

/** Seeks to each record with a consumer of its own, which is made at the first fetch. */
public final class ConsumerVectorFetcher implements VectorFetcher {
    /** Of one fetch: a broker returns a whole batch of records in any case, and more would be read in vain. */
    public static final int FETCH_BYTES = 8 << 10;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final VectorDecoder decoder;
    private @Nullable Consumer<byte[], byte[]> consumer;

    /** @param consumers makes consumers without a group that fetch about {@link #FETCH_BYTES} at a time */
    public ConsumerVectorFetcher(Supplier<Consumer<byte[], byte[]>> consumers, VectorDecoder decoder) {
        this.consumers = consumers;
        this.decoder = decoder;
    }

    @Override
    public Optional<VectorUpdate.Upsert> fetch(String topic, int partition, long offset) {
        return read(new TopicPartition(topic, partition), offset).flatMap(this::decode);
    }

    private Optional<ConsumerRecord<byte[], byte[]>> read(TopicPartition partition, long offset) {
        Consumer<byte[], byte[]> reader = consumer == null ? consumers.get() : consumer;
        consumer = reader;
        reader.assign(List.of(partition));
        reader.seek(partition, offset);
        long start = System.nanoTime();
        while (reader.position(partition) <= offset) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                return record.offset() == offset ? Optional.of(record) : Optional.empty();
            }
            if (System.nanoTime() - start > TIMEOUT.toNanos()) {
                throw new TransientFailure("offset %d of %s cannot be read".formatted(offset, partition));
            }
        }
        return Optional.empty();
    }

    private Optional<VectorUpdate.Upsert> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            VectorUpdate update =
                    decoder.decode(record.topic(), record.offset(), record.key(), record.value(), record.timestamp());
            return update instanceof VectorUpdate.Upsert upsert ? Optional.of(upsert) : Optional.empty();
        } catch (PermanentFailure e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }
}
