package org.lookalike.sink;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.lookalike.platform.kafka.FencedSender;
import org.lookalike.platform.kafka.LeaderElection;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.generation.GenerationController;
import org.lookalike.sink.generation.KafkaGateway;
import org.lookalike.sink.generation.ProgressMetrics;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.sink.throttle.BackfillThrottle;
import org.lookalike.sink.throttle.LatencyProbe;
import org.lookalike.spaces.AuditFeed;
import org.lookalike.spaces.Audits;
import org.lookalike.spaces.ExpectedRows;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;
import org.lookalike.spaces.TopicEnds;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStores;

/**
 * Writes the vectors into the collection of every space, each space in a consumer group of its own; commits offsets once
 * the vector store has acknowledged the rows. One of the instances is elected to control the spaces' generations.
 */
public final class Sink {
    /** The descriptor by which {@link ServiceRunner} and the stand-alone system run this service. */
    public static final ServiceDescriptor<SinkConfig> SERVICE =
            new ServiceDescriptor<>("sink", SinkConfig::from, Sink::assemble);

    private Sink() {}

    public static void main(String[] arguments) {
        ServiceRunner.run(SERVICE, arguments);
    }

    /** Puts the service together. */
    public static void assemble(SinkConfig config, Platform platform) {
        VectorStore store = platform.own(VectorStores.open(config.vectorStore()));
        MeterRegistry metrics = platform.metrics();
        VectorRows rows = new VectorRows(platform.codec());
        MaterialisedTopic<Spaces> feed = SpaceFeed.of(platform);
        BackfillThrottle throttle = new BackfillThrottle(config.throttle(), metrics, InstantSource.system());
        ExecutorService placers = Executors.newCachedThreadPool(task -> new Thread(task, "sink-placer"));
        platform.own(placers::shutdownNow);
        platform.run("sink.probe", new LatencyProbe(store, feed::current, throttle));

        SpaceLoops loops = new SpaceLoops(
                platform.loops(),
                config,
                space -> new SinkHandler(
                        rows,
                        new SpaceCollection(store, space, feed::current),
                        feed::current,
                        throttle,
                        placers,
                        metrics),
                metrics);
        feed.onChange(loops::follow);
        platform.run("sink.election", election(config, platform, store, feed));
    }

    private static LeaderElection election(
            SinkConfig config, Platform platform, VectorStore store, MaterialisedTopic<Spaces> feed) {
        String client = platform.instance() + ".generation-controller";
        String group = config.group() + "-generation-controller";
        Admin admin = platform.own(platform.clients().admin(client));
        KafkaGateway kafka = new KafkaGateway(
                admin,
                platform.own(new FencedSender(() -> platform.clients().transactionalProducer(client, group))),
                new SpaceRecords(platform.codec(), InstantSource.system()),
                config.group());
        MaterialisedTopic<Audits> audits = AuditFeed.of(platform);
        Function<Space, Map<Integer, Long>> ends =
                space -> TopicEnds.read(admin, space).ofRecords();
        GenerationController controller = new GenerationController(
                config.generations(),
                feed::current,
                kafka,
                store,
                audits::current,
                space -> GenerationProgress.of(admin, space, config.group()),
                ends,
                new ExpectedRows(audits::current, ends, config.generations().lostShare(), InstantSource.system()),
                new ProgressMetrics(platform.metrics()),
                () -> UUID.randomUUID().toString().substring(0, 8),
                InstantSource.system());
        return new LeaderElection(
                "sink.generation-controller",
                Topics.SPACES,
                () -> platform.clients().groupConsumer(client, group, 1),
                controller,
                platform.health());
    }
}
