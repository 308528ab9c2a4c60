package org.lookalike.audit.compare;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lookalike.audit.ledger.LedgerProcessor;
import org.lookalike.audit.task.Repair;
import org.lookalike.events.Alert;
import org.lookalike.events.AuditedDifference;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.PartitionAudit;
import org.lookalike.events.Stage;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;

/** Publishes repairs, reports and alerts. Used by one thread. */
public final class RepairPublisher implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RecordSender sender;
    private final Records records;
    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final InstantSource clock;
    private @Nullable Consumer<byte[], byte[]> reader;

    /** @param readers makes consumers without a group, closed by this */
    public RepairPublisher(
            RecordSender sender, Records records, Supplier<Consumer<byte[], byte[]>> readers, InstantSource clock) {
        this.sender = sender;
        this.records = records;
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * Publishes what a repair takes, and returns once it is acknowledged.
     *
     * @return whether there was something to publish: the record may have been compacted away, for there is a newer one
     */
    boolean publish(Repair repair) throws InterruptedException {
        Optional<ProducerRecord<byte[], byte[]>> record = switch (repair.action()) {
            case REPUBLISH -> republished(repair);
            case TOMBSTONE ->
                Optional.of(
                        new ProducerRecord<>(repair.topic(), repair.partition(), Records.key(repair.imageId()), null));
            case QUARANTINE -> Optional.of(quarantined(repair));
        };
        if (record.isPresent()) {
            sender.send(record.get());
        }
        return record.isPresent();
    }

    void publish(PartitionAudit audit) throws InterruptedException {
        sender.send(records.of(Topics.AUDITS, Integer.toString(audit.getPartition()), audit));
    }

    /** An alert about what a partition's audit has found. */
    void alert(PartitionAudit audit) throws InterruptedException {
        AuditedDifference first = audit.getDifferences().get(0);
        sender.send(records.of(
                Topics.ALERTS,
                first.getImageId(),
                Alert.newBuilder()
                        .setKind("AUDIT")
                        .setAt(audit.getAt())
                        .setSpaceId(first.getSpaceId())
                        .setImageId(first.getImageId())
                        .setValue((double) audit.getOpenDifferences())
                        .setThreshold(0)
                        .setMessage(
                                "%d pictures of partition %d differ between topics, collections and image store; %s of %s."
                                        .formatted(
                                                audit.getOpenDifferences(),
                                                audit.getPartition(),
                                                first.getKind(),
                                                first.getImageId()))
                        .build()));
    }

    private Optional<ProducerRecord<byte[], byte[]>> republished(Repair repair) {
        return read(new TopicPartition(repair.topic(), repair.partition()), repair.offset())
                .filter(record -> Arrays.equals(record.key(), Records.key(repair.imageId())))
                .map(record -> {
                    ProducerRecord<byte[], byte[]> again =
                            new ProducerRecord<>(repair.topic(), repair.partition(), record.key(), record.value());
                    again.headers()
                            .add(
                                    LedgerProcessor.REPUBLISHED_FROM,
                                    ByteBuffer.allocate(Long.BYTES)
                                            .putLong(repair.offset())
                                            .array());
                    return again;
                });
    }

    private ProducerRecord<byte[], byte[]> quarantined(Repair repair) {
        return records.of(
                Topics.IMAGES_QUARANTINED,
                repair.imageId(),
                ImageQuarantined.newBuilder()
                        .setImageId(repair.imageId())
                        .setStage(Stage.AUDIT)
                        .setCode(ErrorCode.BYTES_MISSING.name())
                        .setReason("the image store no longer holds the picture's bytes")
                        .setQuarantinedAt(clock.instant())
                        .setOriginTopic(repair.topic())
                        .setOriginPartition(repair.partition())
                        .setOriginOffset(repair.offset())
                        .build());
    }

    private Optional<ConsumerRecord<byte[], byte[]>> read(TopicPartition partition, long offset) {
        Consumer<byte[], byte[]> consumer = reader == null ? readers.get() : reader;
        reader = consumer;
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        long start = System.nanoTime();
        while (consumer.position(partition) <= offset) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() == offset ? Optional.of(record) : Optional.empty();
            }
            if (System.nanoTime() - start > TIMEOUT.toNanos()) {
                throw new TransientFailure("offset %d of %s cannot be read".formatted(offset, partition));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
