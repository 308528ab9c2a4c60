package org.lookalike.platform.lifecycle;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.lookalike.events.Stage;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchLoop;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.OffsetPublisher;
import org.lookalike.platform.kafka.Publisher;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.Subscription;
import org.lookalike.platform.kafka.TopicReducer;
import org.lookalike.platform.kafka.TransactionPublisher;
import org.lookalike.platform.operations.Health;
import org.lookalike.schemas.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service is built on: Kafka clients, codec, metrics and health; and the lifecycle of everything that was
 * registered with it. Assembled by one thread; {@link #close} may be called from any.
 */
public final class Platform implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Platform.class);
    private static final String ENCODER = "lookalike.encoder";
    private static final long STOP_SECONDS = 20;

    private final String service;
    /** Distinguishes the instances of a service on the broker; also makes each transactional id unique. */
    private final String instance;

    private final KafkaClients clients;
    private final AvroCodec codec;
    private final MeterRegistry metrics;
    private final Health health;
    private final OwnedResources resources = new OwnedResources();
    private final List<Thread> tasks = new ArrayList<>();
    private final Map<BatchLoop, Thread> loops = new LinkedHashMap<>();
    private final LoopGroup loopGroup;
    private volatile boolean closing;
    private volatile Runnable onFailure = () -> {};

    public Platform(String service, KafkaConfig kafka, MeterRegistry metrics, Health health) {
        this.service = service;
        this.instance = service + "-" + UUID.randomUUID().toString().substring(0, 8);
        this.clients = new KafkaClients(kafka);
        this.codec = resources.own(new AvroCodec(kafka.registryUrl(), kafka.autoRegisterSchemas()));
        this.metrics = metrics;
        this.health = health;
        this.loopGroup = new LoopGroup(instance, clients, this::quarantine, metrics, health, this::supervise);
    }

    public KafkaClients clients() {
        return clients;
    }

    public AvroCodec codec() {
        return codec;
    }

    public MeterRegistry metrics() {
        return metrics;
    }

    /** Registers a gauge that is always 1, whose tags name an encoder of the service and the device it runs on. */
    public void registerEncoder(String encoderId, String device) {
        Tags tags = Tags.of("encoder", encoderId, "device", device);
        // Services that share a registry may share an encoder, and a second registration would log a warning.
        if (metrics.find(ENCODER).tags(tags).gauge() == null) {
            Gauge.builder(ENCODER, () -> 1)
                    .description("Always 1; the tags name the encoder and its device")
                    .tags(tags)
                    .register(metrics);
        }
    }

    public Health health() {
        return health;
    }

    /** The name of this instance, unique among all instances of the service. */
    public String instance() {
        return instance;
    }

    /** Takes ownership of a resource: it is closed, in reverse order, after everything that runs has ended. */
    public <T extends AutoCloseable> T own(T resource) {
        return resources.own(resource);
    }

    /** A producer without transactions, whose metrics are registered and which the platform closes. */
    public Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> producer = resources.own(clients.producer(instance));
        resources.own(bound(new KafkaClientMetrics(producer)));
        return producer;
    }

    /** Consumes a topic with outputs and offsets in one transaction. */
    public void consumeInTransactions(Subscription subscription, BatchHandler handler) {
        String id = clientId(subscription.topic());
        consume(
                subscription,
                new TransactionPublisher(
                        metered(() -> clients.transactionalProducer(MeteredProducers.clientId(id), id))),
                handler);
    }

    /** Consumes a topic and commits offsets once the outputs are acknowledged. */
    public void consume(Subscription subscription, BatchHandler handler) {
        consume(
                subscription,
                new OffsetPublisher(
                        metered(() -> clients.producer(MeteredProducers.clientId(clientId(subscription.topic()))))
                                .get()),
                handler);
    }

    /** Loops that start and stop while the service runs; the platform stops those that are left. */
    public LoopGroup loops() {
        return loopGroup;
    }

    private void consume(Subscription subscription, Publisher publisher, BatchHandler handler) {
        Topic<?> topic = subscription.topic();
        Consumer<byte[], byte[]> consumer =
                clients.groupConsumer(clientId(topic), subscription.group(), subscription.maxRecords());
        resources.own(bound(new KafkaClientMetrics(consumer)));
        String name = service + "." + topic.name();
        Quarantine quarantine = quarantine(subscription.stage());
        BatchLoop loop = new BatchLoop(
                name,
                subscription,
                consumer,
                publisher,
                handler,
                quarantine,
                metrics,
                health,
                clients.sessionTimeout());
        loops.put(loop, thread(name, loop));
    }

    private String clientId(Topic<?> topic) {
        return instance + "." + topic.name();
    }

    private Quarantine quarantine(Stage stage) {
        return new Quarantine(stage, new Records(codec), metrics, InstantSource.system());
    }

    /**
     * Runs a task on a thread of its own once the service starts; its failure is the service's. The task may return by
     * itself; when the service ends it is interrupted and must then return.
     */
    public void run(String name, Runnable task) {
        tasks.add(thread(name, task));
    }

    /** Materialises a topic from the service's start on, as a part of the service that has the topic's name. */
    public <S> MaterialisedTopic<S> materialise(TopicReducer<S> reducer) {
        String topic = reducer.partition().topic();
        MaterialisedTopic<S> materialised =
                new MaterialisedTopic<>(reducer, () -> clients.reader(instance + "." + topic));
        run(topic, materialised);
        return materialised;
    }

    private Thread thread(String name, Runnable task) {
        return new Thread(() -> supervise(name, task), name);
    }

    /** Starts everything that was registered. */
    public void start() {
        tasks.forEach(Thread::start);
        loops.values().forEach(Thread::start);
        health.started();
    }

    /** Sets the action to take when a running part fails, after which the service must be ended; called before the start. */
    public void whenFailed(Runnable action) {
        onFailure = action;
    }

    private void supervise(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            if (closing && Thread.currentThread().isInterrupted()) {
                LOGGER.atDebug().addKeyValue("part", name).setCause(e).log("stopped by an interrupt");
                return;
            }
            LOGGER.atError()
                    .addKeyValue("part", name)
                    .setCause(e)
                    .log("a defect stopped {}; nothing was committed", name);
            health.degraded(name, "stopped by a defect");
            onFailure.run();
        }
    }

    private MeteredProducers metered(Supplier<Producer<byte[], byte[]>> producers) {
        return resources.own(new MeteredProducers(producers, metrics));
    }

    private KafkaClientMetrics bound(KafkaClientMetrics binder) {
        binder.bindTo(metrics);
        return binder;
    }

    /** Drains the loops, interrupts the tasks, then closes what is owned; takes at most about 20 seconds. */
    @Override
    public void close() {
        closing = true;
        loops.keySet().forEach(BatchLoop::close);
        tasks.forEach(Thread::interrupt);
        loopGroup.close();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        loops.forEach((loop, thread) -> {
            if (thread.getState() == Thread.State.NEW) {
                // Never started: running it only closes its clients.
                loop.run();
            }
            await(thread, deadline);
        });
        tasks.forEach(task -> await(task, deadline));
        resources.close();
    }

    static void await(Thread thread, long deadline) {
        try {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left > 0) {
                thread.join(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOGGER.atWarn().addKeyValue("part", thread.getName()).log("does not end, interrupting it");
            thread.interrupt();
        }
    }

    /** Logs the effective settings on one line; secrets were redacted when they were read. */
    static void logEffective(String service, Map<String, String> effective) {
        LOGGER.atInfo()
                .addKeyValue("service", service)
                .addKeyValue("settings", new TreeMap<>(effective))
                .log("starting");
    }
}
