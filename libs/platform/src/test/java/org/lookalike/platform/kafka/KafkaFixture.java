package org.lookalike.platform.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.Stage;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.operations.FaultLimits;
import org.lookalike.platform.operations.Health;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.testkit.TestKafka;

/** One test's topics on a broker, with loops that run in the background and what they left behind. */
final class KafkaFixture implements AutoCloseable {
    private static final String UNREACHED_REGISTRY = "http://127.0.0.1:9";

    final String input = "in-" + UUID.randomUUID();
    final String output = "out-" + UUID.randomUUID();
    final String group = "group-" + UUID.randomUUID();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
    private final KafkaClients clients;
    /** Of the loops started from now on. */
    FaultLimits limits = FaultLimits.DEFAULT;

    private final List<Running> running = new ArrayList<>();

    KafkaFixture() {
        this(Map.of());
    }

    KafkaFixture(Map<String, String> clientProperties) {
        this(TestKafka.bootstrapServers(), clientProperties);
    }

    KafkaFixture(String bootstrapServers, Map<String, String> clientProperties) {
        clients = new KafkaClients(new KafkaConfig(bootstrapServers, UNREACHED_REGISTRY, false, clientProperties));
        try (Admin admin = clients.admin("fixture")) {
            new TopicAdmin(admin).create(List.of(topic(input), topic(output)), Optional.empty());
        }
    }

    /** Creates the topic of quarantined records, which the tests of a broker share. */
    void createQuarantine() {
        try (Admin admin = clients.admin("fixture")) {
            new TopicAdmin(admin).create(List.of(Topics.IMAGES_QUARANTINED), Optional.empty());
        }
    }

    /** How many refusals were counted. */
    int refused() {
        return (int) metrics.find("lookalike.refused").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** The keys of the committed quarantine records whose origin is the input. */
    List<String> quarantined() {
        List<String> keys = new ArrayList<>();
        try (TopicReader reader = new TopicReader(clients.reader("reader"), Topics.IMAGES_QUARANTINED.name())) {
            reader.read(record -> {
                ImageQuarantined event = codec.decode(Topics.IMAGES_QUARANTINED, record.value());
                if (input.equals(event.getOriginTopic())) {
                    keys.add(String.valueOf(Records.text(record.key())));
                }
            });
        }
        return keys;
    }

    private static Topic<byte[]> topic(String name) {
        return new Topic<>(name, byte[].class, 4, new Topic.Cleanup.After(Duration.ofHours(1)), 16 << 20);
    }

    /** A loop on a thread of its own. */
    record Running(BatchLoop loop, Thread thread, Health health, AtomicReference<Throwable> failure) {
        void end() {
            loop.close();
            try {
                thread.join(Duration.ofSeconds(30).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Running inTransactions(String name, int maxRecords, BatchHandler handler) {
        return inTransactions(name, maxRecords, ReadAhead.none(), handler);
    }

    Running inTransactions(String name, int maxRecords, ReadAhead readAhead, BatchHandler handler) {
        return inTransactions(name, maxRecords, readAhead, handler, publisher -> publisher);
    }

    /** The same with something put before the publisher. */
    Running inTransactions(
            String name, int maxRecords, ReadAhead readAhead, BatchHandler handler, UnaryOperator<Publisher> before) {
        String id = name + "-" + UUID.randomUUID();
        Publisher publisher = new TransactionPublisher(() -> clients.transactionalProducer(id, id));
        return start(name, maxRecords, before.apply(publisher), readAhead, handler);
    }

    Running atLeastOnce(String name, int maxRecords, BatchHandler handler) {
        return start(name, maxRecords, new OffsetPublisher(clients.producer(name)), ReadAhead.none(), handler);
    }

    private Running start(String name, int maxRecords, Publisher publisher, ReadAhead readAhead, BatchHandler handler) {
        Health health = new Health(limits);
        health.started();
        BatchLoop loop = new BatchLoop(
                name,
                new Subscription(Stage.EMBED, topic(input), group, maxRecords, readAhead),
                clients.groupConsumer(name, group, maxRecords),
                publisher,
                handler,
                new Quarantine(Stage.EMBED, new Records(codec), metrics, InstantSource.system()),
                metrics,
                health,
                clients.sessionTimeout());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (RuntimeException e) {
                        failure.set(e);
                    }
                },
                name);
        thread.start();
        Running started = new Running(loop, thread, health, failure);
        running.add(started);
        return started;
    }

    /** How many records are read ahead. */
    int readAhead() {
        return (int) metrics.get("lookalike.read.ahead").gauge().value();
    }

    /** Copies each record to the output topic under the same key. */
    BatchResult copy(List<ConsumerRecord<byte[], byte[]>> records) {
        return BatchResult.of(records.stream()
                .map(record -> new ProducerRecord<>(output, record.key(), record.value()))
                .toList());
    }

    void produce(int from, int count) throws Exception {
        try (Producer<byte[], byte[]> producer = clients.producer("feeder")) {
            List<java.util.concurrent.Future<?>> sends = new ArrayList<>();
            for (int i = from; i < from + count; i++) {
                byte[] key = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
                sends.add(producer.send(new ProducerRecord<>(input, key, key)));
            }
            for (var send : sends) {
                send.get();
            }
        }
    }

    /** One record that says it was published at this time. */
    void produceAt(Instant at, String key) throws Exception {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        try (Producer<byte[], byte[]> producer = clients.producer("feeder")) {
            producer.send(new ProducerRecord<>(input, null, at.toEpochMilli(), bytes, bytes))
                    .get();
        }
    }

    KafkaClients clients() {
        return clients;
    }

    /** A reader of the input. */
    TopicReader reader() {
        return new TopicReader(clients.reader("reader"), input);
    }

    /** A reader of the input's partition that the key belongs to. */
    TopicReader readerOfKey(String key) {
        return TopicReader.ofKey(clients.reader("reader"), input, key.getBytes(StandardCharsets.UTF_8));
    }

    /** How often each key lies in the output, as a reader of committed records sees it. */
    Map<String, Integer> outputs() {
        Map<String, Integer> counts = new HashMap<>();
        try (TopicReader reader = new TopicReader(clients.reader("reader"), output)) {
            reader.read(record -> counts.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum));
        }
        return counts;
    }

    /** How many records of the input the group has not committed yet. */
    long lag() throws Exception {
        try (Admin admin = clients.admin("reader");
                Consumer<byte[], byte[]> reader = clients.reader("reader")) {
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, Long> ends = reader.endOffsets(reader.partitionsFor(input).stream()
                    .map(KafkaFixture::partition)
                    .toList());
            return ends.entrySet().stream()
                    .mapToLong(end -> end.getValue()
                            - (committed.get(end.getKey()) == null
                                    ? 0
                                    : committed.get(end.getKey()).offset()))
                    .sum();
        }
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }

    @Override
    public void close() {
        for (Running one : running) {
            one.end();
        }
        codec.close();
    }
}
