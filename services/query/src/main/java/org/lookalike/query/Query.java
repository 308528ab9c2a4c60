package org.lookalike.query;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.onnx.EncoderConfig;
import org.lookalike.events.Stage;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.labels.LabelFeed;
import org.lookalike.labels.Labels;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.Subscription;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.platform.operations.Outage;
import org.lookalike.query.answer.ActiveSpaceMetrics;
import org.lookalike.query.answer.ClusterAuditHandler;
import org.lookalike.query.answer.MapPlacementHandler;
import org.lookalike.query.answer.RecognitionHandler;
import org.lookalike.query.answer.ReplyWriter;
import org.lookalike.query.answer.SearchHandler;
import org.lookalike.query.answer.SimilarHandler;
import org.lookalike.query.recognise.ClassRecogniser;
import org.lookalike.query.reply.BrokerReplyTopics;
import org.lookalike.query.reply.ReplyRecords;
import org.lookalike.query.reply.ReplyRouter;
import org.lookalike.query.request.RequestParser;
import org.lookalike.query.store.CollectionGuard;
import org.lookalike.query.store.StoreCalls;
import org.lookalike.query.store.TaskPool;
import org.lookalike.query.vector.EncoderRegistry;
import org.lookalike.query.vector.QueryImageEncoder;
import org.lookalike.query.vector.QueryVectors;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.Spaces;
import org.lookalike.spaces.map.ImageMap;
import org.lookalike.spaces.map.ImageMapFeed;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStores;

/** Answers search requests. */
public final class Query {
    /** The descriptor by which {@link ServiceRunner} and the stand-alone system run this service. */
    public static final ServiceDescriptor<QueryConfig> SERVICE =
            new ServiceDescriptor<>("query", QueryConfig::from, Query::assemble);

    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);
    /** How long a batch waits for spaces and labels at the start before the outage is told. */
    private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(5);

    private Query() {}

    public static void main(String[] arguments) {
        ServiceRunner.run(SERVICE, arguments);
    }

    /** Puts the service together with the encoder and the stores of its configuration. */
    public static void assemble(QueryConfig config, Platform platform) {
        List<Encoder> encoders = new ArrayList<>();
        for (EncoderConfig settings : config.encoders()) {
            encoders.add(platform.own(settings.open()));
        }
        assemble(
                config,
                platform,
                encoders,
                platform.own(ImageStores.open(config.store())),
                platform.own(VectorStores.open(config.vectorStore())));
    }

    /** Puts the service together with encoders and stores that stay the caller's to close. */
    public static void assemble(
            QueryConfig config,
            Platform platform,
            List<? extends Encoder> encoders,
            ImageStore imageStore,
            VectorStore vectors) {
        InstantSource clock = InstantSource.system();
        encoders.stream()
                .map(Encoder::id)
                .distinct()
                .forEach(id ->
                        platform.registerEncoder(id, config.encoder().options().place()));
        MaterialisedTopic<Spaces> spaces = SpaceFeed.of(platform);
        spaces.onChange(new ActiveSpaceMetrics(platform.metrics()));
        MaterialisedTopic<Labels> labels = LabelFeed.of(platform);
        MaterialisedTopic<ImageMap> map = ImageMapFeed.of(platform);
        Outage imagesOutage = new Outage("query.image-store", platform.health());
        Outage vectorsOutage = new Outage("query.vector-store", platform.health());
        ScheduledExecutorService probes =
                owned(platform, Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "query-probe")));
        QueryImageEncoder encoder = new QueryImageEncoder(
                new EncoderRegistry(
                        encoders,
                        Math.min(
                                config.maxBatchSize(),
                                config.encoder().options().maxBatch())),
                imageStore,
                imagesOutage,
                config.decode(),
                pool(platform, "query-decode", config.decodeThreads()),
                clock);
        ClassRecogniser recogniser =
                new ClassRecogniser(vectors, config.recognition(), pool(platform, "query-enrol", 1), clock);
        spaces.onChange(now -> recogniser.follow(now, labels.current()));
        labels.onChange(now -> recogniser.follow(spaces.current(), now));
        StoreCalls calls = new StoreCalls(vectorsOutage, clock);
        TaskPool searches = new TaskPool(pool(platform, "query-search", config.searchThreads()));
        Duration timeout = config.limits().searchTimeout();
        platform.consume(
                Subscription.inOrder(Stage.QUERY, Topics.SEARCH_REQUESTS, config.group(), config.maxBatchSize()),
                new SearchHandler(
                        new RequestParser(
                                platform.codec(), replyRouter(config, platform, clock), config.limits(), clock),
                        () -> spaces.awaitCurrent(TOPIC_TIMEOUT),
                        () -> labels.awaitCurrent(TOPIC_TIMEOUT),
                        new QueryVectors(encoder, vectors, calls, searches, config.unlikeWeight()),
                        List.of(
                                new RecognitionHandler(recogniser, calls, searches),
                                new MapPlacementHandler(vectors, calls, map::current, timeout, searches),
                                new SimilarHandler(vectors, calls, timeout, searches, clock),
                                new ClusterAuditHandler(vectors, calls, searches)),
                        new CollectionGuard(
                                vectors,
                                config.lostShare(),
                                config.collectionCheckInterval(),
                                new Outage("query.collection", platform.health()),
                                clock),
                        new ReplyWriter(new ReplyRecords(platform.codec()), platform.metrics())));
        probe(probes, imagesOutage, imageStore::check);
        probe(probes, vectorsOutage, vectors::check);
    }

    private static ReplyRouter replyRouter(QueryConfig config, Platform platform, InstantSource clock) {
        return new ReplyRouter(
                config.replyTopics(),
                new BrokerReplyTopics(platform.own(platform.clients().admin(platform.instance())), clock));
    }

    private static void probe(ScheduledExecutorService probes, Outage outage, Runnable check) {
        var unused = probes.scheduleWithFixedDelay(
                () -> outage.probe(check), PROBE_INTERVAL.toMillis(), PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ExecutorService pool(Platform platform, String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        return owned(
                platform,
                Executors.newFixedThreadPool(threads, task -> new Thread(task, name + "-" + number.incrementAndGet())));
    }

    private static <E extends ExecutorService> E owned(Platform platform, E executor) {
        platform.own((AutoCloseable) executor::shutdownNow);
        return executor;
    }
}
