package org.lookalike.audit.ledger;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.ImageVector;
import org.lookalike.events.Stage;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.kafka.KeyPartitions;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ledger of a partition. Records of images that belong to another partition are left out: ingest moves them. A
 * record that cannot be read is left out too: the stage that reads it refuses it.
 */
public final class LedgerProcessor extends ContextualProcessor<byte[], byte[], Void, Void> {
    /** The header of a record that the audit published again: the offset that it was read at, 8 bytes. */
    public static final String REPUBLISHED_FROM = "lookalike-republished-from";

    private static final Logger LOGGER = LoggerFactory.getLogger(LedgerProcessor.class);

    private static final Duration RESPONSE_PAUSE = Duration.ofMillis(50);

    private final AvroCodec codec;
    private final Retrier retrier;
    private final int partitions;
    private final Duration pause;
    private final Function<ImageLedger, List<LedgerTask>> makers;
    private @Nullable ImageLedger ledger;
    private List<LedgerTask> tasks = List.of();

    /** What is done with the ledger of a partition besides keeping it. Called by the ledger's thread alone. */
    public interface LedgerTask extends AutoCloseable {
        /** Called after a tombstone, when the state names what is to be erased. */
        void deleted(String imageId, ImageState state);

        /**
         * Called when a record that the audit had published again came after a newer one of its image, and hid it.
         *
         * @param offset the newer record's
         */
        void hidden(String imageId, String topic, long offset);

        /** Does what other threads have asked for; called often. */
        default void respond() {}

        /** Called every pause; returns well within the time that the broker grants between two polls. */
        void runOnce();

        @Override
        void close();
    }

    /**
     * A processor of one task.
     *
     * @param partitions how many partitions each topic has
     * @param pause between two calls of each task, but for {@link LedgerTask#respond}
     * @param makers makes what works on the ledger
     */
    public LedgerProcessor(
            AvroCodec codec,
            Retrier retrier,
            int partitions,
            Duration pause,
            Function<ImageLedger, List<LedgerTask>> makers) {
        this.codec = codec;
        this.retrier = retrier;
        this.partitions = partitions;
        this.pause = pause;
        this.makers = makers;
    }

    /** The stores that it works on. */
    public static Set<StoreBuilder<?>> stores() {
        return Set.of(ImageLedger.store());
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        KeyValueStore<Bytes, ImageState> store = context.getStateStore(ImageLedger.storeName());
        ImageLedger kept = new ImageLedger(store, context.taskId().partition());
        List<LedgerTask> made = makers.apply(kept);
        ledger = kept;
        tasks = made;
        context.schedule(RESPONSE_PAUSE, PunctuationType.WALL_CLOCK_TIME, time -> made.forEach(LedgerTask::respond));
        context.schedule(pause, PunctuationType.WALL_CLOCK_TIME, time -> made.forEach(LedgerTask::runOnce));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context().recordMetadata().orElseThrow();
        @Nullable String id = Records.text(record.key());
        if (id == null || partitionOf(id) != origin.partition()) {
            return;
        }
        ImageLedger kept = requireNonNull(ledger);
        ImageState before = kept.get(id);
        try {
            ImageState after = retrier.get(() -> next(before, record.value(), origin, record.timestamp()));
            kept.put(id, after);
            republishedFrom(record).ifPresent(from -> reportHidden(id, before, origin, from));
            if (after.deletedOffset() > before.deletedOffset()) {
                tasks.forEach(task -> task.deleted(id, after));
            }
        } catch (PermanentFailure failure) {
            LOGGER.atDebug()
                    .addKeyValue("topic", origin.topic())
                    .addKeyValue("partition", origin.partition())
                    .addKeyValue("offset", origin.offset())
                    .log("left out: {}", failure.getMessage());
        }
    }

    private static OptionalLong republishedFrom(Record<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(REPUBLISHED_FROM);
        return header == null || header.value().length != Long.BYTES
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(header.value()).getLong());
    }

    private void reportHidden(String id, ImageState before, RecordMetadata origin, long from) {
        long latest = before.latestOffset(origin.topic());
        if (latest > from && latest < origin.offset()) {
            tasks.forEach(task -> task.hidden(id, origin.topic(), latest));
        }
    }

    private ImageState next(ImageState before, byte @Nullable [] value, RecordMetadata origin, long timestamp) {
        String topic = origin.topic();
        if (topic.equals(Topics.IMAGES_ARRIVED.name())) {
            if (value == null) {
                return before.deleted(origin.offset(), timestamp);
            }
            ImageArrived event = codec.decode(Topics.IMAGES_ARRIVED, value);
            return before.arrived(
                    origin.offset(), event.getSha256(), event.getArrivedAt().toEpochMilli(), event.getUri());
        }
        if (topic.equals(Topics.IMAGES_QUARANTINED.name())) {
            if (value == null) {
                return before;
            }
            ImageQuarantined event = codec.decode(Topics.IMAGES_QUARANTINED, value);
            @Nullable String refused = event.getOriginTopic();
            @Nullable String uri = event.getUri();
            if (event.getStage() == Stage.INGEST && uri != null) {
                return before.refusedUpload(uri);
            }
            return refused == null || event.getOriginPartition() != origin.partition()
                    ? before
                    : before.refused(new RefusalState(
                            event.getStage().name(), event.getCode(), refused, event.getOriginOffset()));
        }
        if (value == null) {
            return before.vector(VectorState.tombstone(topic, origin.offset(), timestamp));
        }
        ImageVector event = codec.decode(Topics.VECTORS, value);
        return before.vector(new VectorState(
                topic,
                event.getEncoderId(),
                origin.offset(),
                event.getSha256(),
                event.getArrivedAt().toEpochMilli()));
    }

    private int partitionOf(String id) {
        return KeyPartitions.partition(KeyPartitions.hash(Records.key(id)), partitions);
    }

    @Override
    public void close() {
        tasks.forEach(LedgerTask::close);
    }
}
