package org.lookalike.sink;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.lifecycle.LeaderElection;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.keep.KafkaSide;
import org.lookalike.sink.keep.Keeper;
import org.lookalike.sink.keep.ProgressMetrics;
import org.lookalike.sink.keep.Reconciliation;
import org.lookalike.sink.pace.BuildPace;
import org.lookalike.sink.pace.StoreProbe;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStores;

/**
 * Brings the vectors into the collection of every space, each in a consumer group of its own; commits offsets once Milvus
 * has acknowledged the rows. One of the instances is the keeper of the spaces' generations.
 */
public final class Sink {
    private Sink() {}

    public static void main(String[] arguments) {
        ServiceRunner.run("sink", arguments, SinkConfig::from, Sink::assemble);
    }

    /** Puts the service together. */
    public static void assemble(SinkConfig config, Platform platform) {
        VectorStore store = platform.own(VectorStores.open(config.vectorStore()));
        MeterRegistry metrics = platform.metrics();
        VectorRows rows = new VectorRows(platform.codec());
        MaterialisedTopic<Spaces> feed = SpaceFeed.of(platform);
        BuildPace pace = new BuildPace(config.pace(), metrics, InstantSource.system());
        ExecutorService writers = Executors.newCachedThreadPool(task -> new Thread(task, "sink-writer"));
        platform.own(writers::shutdownNow);
        platform.run("sink.probe", new StoreProbe(store, feed::current, pace));

        SpaceLoops loops = new SpaceLoops(
                platform.loops(),
                config,
                space -> new SinkHandler(
                        rows, new SpaceCollection(store, space, feed::current), feed::current, pace, writers, metrics),
                metrics);
        feed.onChange(loops::follow);
        platform.run("sink.election", election(config, platform, store, rows, feed));
    }

    private static LeaderElection election(
            SinkConfig config, Platform platform, VectorStore store, VectorRows rows, MaterialisedTopic<Spaces> feed) {
        String client = platform.instance() + ".keeper";
        String group = config.group() + "-keeper";
        Admin admin = platform.own(platform.clients().admin(client));
        KafkaSide kafka = new KafkaSide(
                admin, platform.producer(), new SpaceRecords(platform.codec(), InstantSource.system()), config.group());
        Keeper keeper = new Keeper(
                config.keeper(),
                feed::current,
                kafka,
                store,
                new Reconciliation(store, rows, () -> platform.clients().reader(client), kafka),
                space -> GenerationProgress.of(admin, space, config.group()),
                new ProgressMetrics(platform.metrics()),
                InstantSource.system());
        return new LeaderElection(
                "sink.keeper",
                Topics.SPACES,
                () -> platform.clients().groupConsumer(client, group, 1),
                keeper,
                platform.health());
    }
}
