package org.lookalike.bench.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.bench.measure.CpuClock;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageVector;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.schemas.Topics;

/**
 * A broker with the system's topics for one worker alone, so that workers stay up between their runs without taking each
 * other's events. Used by one thread at a time.
 */
public final class WorkerBroker implements AutoCloseable {
    private static final short ONE_BROKER = 1;
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    /** So long without a vector means that the worker has stopped. */
    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);

    private final OwnedResources resources = new OwnedResources();
    private final EmbeddedKafka kafka;
    private final AvroCodec codec;
    private final Records records;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> vectors;

    /**
     * Starts the broker and makes the topics.
     *
     * @param folder for the broker's data
     * @param registryUrl a running schema registry that knows the schemas
     */
    public WorkerBroker(Path folder, String registryUrl) {
        kafka = resources.own(EmbeddedKafka.start(folder, 0));
        KafkaClients clients = new KafkaClients(new KafkaConfig(kafka.bootstrapServers(), registryUrl, true, Map.of()));
        try (Admin admin = clients.admin("bench")) {
            new TopicAdmin(admin).create(Topics.all(), Optional.of(ONE_BROKER));
        }
        codec = resources.own(new AvroCodec(registryUrl, true));
        records = new Records(codec);
        producer = resources.own(clients.transactionalProducer("bench", "bench"));
        producer.initTransactions();
        vectors = resources.own(clients.reader("bench"));
        vectors.assign(vectors.partitionsFor(Topics.VECTORS.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
    }

    /** The broker's address. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /**
     * One run of a worker.
     *
     * @param seconds from the moment at which all events became visible until the last vector was committed and read
     * @param cpu processor time used meanwhile
     */
    public record Run(int images, double seconds, CpuClock cpu) {
        /** Images per second. */
        public double rate() {
            return images / seconds;
        }
    }

    /** Told of each vector as it is read. */
    @FunctionalInterface
    public interface VectorListener {
        /** Called on the measuring thread: a run that is timed should do nothing here. */
        void read(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * Publishes one event for each image, all of them visible at once, and waits for as many vectors.
     *
     * @param events with ids not used before
     * @param listener told of each vector
     * @throws BenchFailure if the worker ends or stands still
     */
    public Run run(List<ImageArrived> events, WorkerProcess worker, VectorListener listener) {
        vectors.seekToEnd(vectors.assignment());
        // Positions are found lazily; the run must not begin before they are.
        vectors.assignment().forEach(vectors::position);
        producer.beginTransaction();
        for (ImageArrived event : events) {
            // A send that fails makes the commit fail.
            var unused = producer.send(records.of(Topics.IMAGES_ARRIVED, event.getImageId(), event));
        }
        producer.flush();
        CpuClock before = CpuClock.read(worker.pid());
        long start = System.nanoTime();
        producer.commitTransaction();
        int seen = 0;
        long last = start;
        while (seen < events.size()) {
            for (ConsumerRecord<byte[], byte[]> record : vectors.poll(POLL_TIMEOUT)) {
                seen++;
                last = System.nanoTime();
                listener.read(record);
            }
            if (!worker.isAlive() || System.nanoTime() - last > STALL_TIMEOUT.toNanos()) {
                throw new BenchFailure("%s made %d of %d vectors and then no more; the end of its log:%n%s"
                        .formatted(worker.name(), seen, events.size(), worker.logTail()));
            }
        }
        return new Run(
                events.size(), (last - start) / 1e9, CpuClock.read(worker.pid()).since(before));
    }

    /** A vector's record as its event. */
    public ImageVector vector(ConsumerRecord<byte[], byte[]> record) {
        return codec.decode(Topics.VECTORS, record.value());
    }

    /** The present, with the milliseconds that events carry. */
    static Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    @Override
    public void close() {
        resources.close();
    }
}
