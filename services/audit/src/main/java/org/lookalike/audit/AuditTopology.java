package org.lookalike.audit;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.lookalike.audit.ledger.ImageLedger;
import org.lookalike.audit.ledger.LedgerProcessor;
import org.lookalike.audit.ledger.LedgerProcessor.LedgerTask;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.schemas.Topics;

/** Leads every topic that says something about an image to the ledger of its partition. */
final class AuditTopology {
    private final AvroCodec codec;
    private final Retrier retrier;
    private final Duration pause;
    private final Function<ImageLedger, List<LedgerTask>> tasks;
    private final IntConsumer partitions;

    /** @param partitions told how many partitions there are, before the first task is made */
    AuditTopology(
            AvroCodec codec,
            Retrier retrier,
            Duration pause,
            Function<ImageLedger, List<LedgerTask>> tasks,
            IntConsumer partitions) {
        this.codec = codec;
        this.retrier = retrier;
        this.pause = pause;
        this.tasks = tasks;
        this.partitions = partitions;
    }

    /** The topics that are read in any case; those of other encoders' vectors are read as soon as they exist. */
    static List<String> topics() {
        return List.of(Topics.IMAGES_ARRIVED.name(), Topics.IMAGES_QUARANTINED.name(), Topics.VECTORS.name());
    }

    /**
     * Builds it.
     *
     * @param counts how many partitions each topic has
     * @throws IllegalArgumentException if they differ: the records of an image would lie in different partitions
     */
    Topology build(Map<String, Integer> counts) {
        if (new HashSet<>(counts.values()).size() > 1) {
            throw new IllegalArgumentException(
                    "topics %s differ in their numbers of partitions, must be the same for all".formatted(counts));
        }
        int count = counts.values().iterator().next();
        partitions.accept(count);
        Topology topology = new Topology();
        topology.addSource(
                "records",
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.IMAGES_ARRIVED.name(),
                Topics.IMAGES_QUARANTINED.name());
        topology.addSource("vectors", new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.VECTORS_NAME);
        topology.addProcessor(
                "ledger",
                new ProcessorSupplier<byte[], byte[], Void, Void>() {
                    @Override
                    public Processor<byte[], byte[], Void, Void> get() {
                        return new LedgerProcessor(codec, retrier, count, pause, tasks);
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        return LedgerProcessor.stores();
                    }
                },
                "records",
                "vectors");
        return topology;
    }
}
