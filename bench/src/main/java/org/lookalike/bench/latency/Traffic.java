package org.lookalike.bench.latency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.bench.worker.EmbedderStage;
import org.lookalike.events.ImageArrived;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;
import org.lookalike.schemas.Urgency;

/**
 * Publishes events one by one and reads the vectors beside it, as a camera and a reader of committed records would. A
 * latency lasts from the send of the event until its vector is in the reader's hands. Publishing belongs to one thread.
 */
final class Traffic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final EmbedderStage stage;
    private final AvroCodec codec;
    private final Records records;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> reader;
    private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
    private final Map<String, Long> readAt = new ConcurrentHashMap<>();
    private final List<Future<RecordMetadata>> sends = new ArrayList<>();
    private final Thread reading;
    private volatile boolean closing;

    Traffic(EmbedderStage stage) {
        this.stage = stage;
        KafkaClients clients = new KafkaClients(
                new KafkaConfig(stage.broker().bootstrapServers(), stage.registryUrl(), true, Map.of()));
        codec = new AvroCodec(stage.registryUrl(), true);
        records = new Records(codec);
        producer = clients.producer("latency");
        reader = clients.reader("latency");
        reader.assign(reader.partitionsFor(Topics.VECTORS.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
        reader.seekToEnd(reader.assignment());
        reader.assignment().forEach(reader::position);
        reading = new Thread(this::read, "latency-reader");
        reading.start();
    }

    private void read() {
        while (!closing) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                readAt.putIfAbsent(String.valueOf(Records.text(record.key())), System.nanoTime());
            }
        }
    }

    void publish(ImageArrived event, Urgency urgency) {
        ProducerRecord<byte[], byte[]> record = records.of(Topics.IMAGES_ARRIVED, event.getImageId(), event);
        record.headers().add(Urgency.HEADER, urgency.bytes());
        sentAt.put(event.getImageId(), System.nanoTime());
        sends.add(producer.send(record));
    }

    /** How many of these images have their vectors. */
    long done(Collection<String> ids) {
        return ids.stream().filter(readAt::containsKey).count();
    }

    /**
     * Waits until all of these images have their vectors.
     *
     * @throws BenchFailure if a send fails, the embedder ends or it takes too long
     */
    void await(Collection<String> ids, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (done(ids) < ids.size()) {
            if (!stage.worker().isAlive() || System.nanoTime() > deadline) {
                throw new BenchFailure("%d of %d pictures have their vectors after %d s; the end of the log:%n%s"
                        .formatted(
                                done(ids),
                                ids.size(),
                                limit.toSeconds(),
                                stage.worker().logTail()));
            }
            Thread.sleep(POLL.toMillis());
        }
        for (Future<RecordMetadata> send : sends) {
            try {
                send.get();
            } catch (java.util.concurrent.ExecutionException e) {
                throw new BenchFailure("an event could not be published", e);
            }
        }
    }

    /** Milliseconds from event to vector of these images. */
    List<Double> milliseconds(Collection<String> ids) {
        return ids.stream()
                .map(id -> (Objects.requireNonNull(readAt.get(id)) - Objects.requireNonNull(sentAt.get(id))) / 1e6)
                .toList();
    }

    @Override
    public void close() {
        closing = true;
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.close();
        producer.close();
        codec.close();
    }
}
