package org.lookalike.query;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.onnx.EncoderConfig;
import org.lookalike.events.Stage;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.labels.LabelFeed;
import org.lookalike.labels.Labels;
import org.lookalike.platform.crash.CrashJournal;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.UnorderedLoop;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.platform.operations.Outage;
import org.lookalike.query.admission.CostClass;
import org.lookalike.query.admission.RequestQueues;
import org.lookalike.query.answer.ActiveSpaceMetrics;
import org.lookalike.query.answer.ClusterAuditHandler;
import org.lookalike.query.answer.CurrentMetadata;
import org.lookalike.query.answer.MapPlacementHandler;
import org.lookalike.query.answer.RecognitionHandler;
import org.lookalike.query.answer.ReplyWriter;
import org.lookalike.query.answer.RequestHandler;
import org.lookalike.query.answer.SearchHandler;
import org.lookalike.query.answer.SimilarHandler;
import org.lookalike.query.recognise.ClassRecogniser;
import org.lookalike.query.reply.BrokerProbe;
import org.lookalike.query.reply.BrokerReplyTopics;
import org.lookalike.query.reply.ReplyRecords;
import org.lookalike.query.reply.ReplyRouter;
import org.lookalike.query.reply.ReplySender;
import org.lookalike.query.request.RequestLimits;
import org.lookalike.query.request.RequestParser;
import org.lookalike.query.store.CollectionGuard;
import org.lookalike.query.store.StoreCalls;
import org.lookalike.query.vector.EncoderRegistry;
import org.lookalike.query.vector.QueryImageEncoder;
import org.lookalike.query.vector.QueryVectors;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.AuditFeed;
import org.lookalike.spaces.Audits;
import org.lookalike.spaces.ExpectedRows;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.Spaces;
import org.lookalike.spaces.TopicEnds;
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

    private static final Duration PRODUCER_TIMEOUT = Duration.ofSeconds(3);
    private static final String LOOP = "query." + Topics.SEARCH_REQUESTS.name();
    /** Every class of cost has a queue; and replies may be on their way. */
    private static final int MAX_QUEUES_IN_WORK = CostClass.values().length + 1;

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
        CrashJournal journal = platform.own(config.crashes().open("query", clock));
        platform.metrics()
                .gauge("lookalike.crash.suspects", Tags.of("service", "query"), journal, CrashJournal::suspects);
        QueryImageEncoder encoder = new QueryImageEncoder(
                new EncoderRegistry(
                        encoders,
                        Math.min(
                                config.maxBatchSize(),
                                config.encoder().options().maxBatch())),
                imageStore,
                imagesOutage,
                config.decode(),
                journal,
                pool(platform, "query-decode", config.decodeThreads()),
                pool(platform, "query-encode", 1),
                clock);
        ClassRecogniser recogniser =
                new ClassRecogniser(vectors, config.recognition(), pool(platform, "query-enrol", 1), clock);
        spaces.onChange(now -> recogniser.follow(now, labels.current()));
        labels.onChange(now -> recogniser.follow(spaces.current(), now));
        StoreCalls calls = new StoreCalls(vectorsOutage, clock);
        ExecutorService searches = pool(platform, "query-search", config.searchThreads());
        RequestLimits limits = config.limits();
        Admin admin = platform.own(platform.clients().admin(platform.instance()));
        MaterialisedTopic<Audits> audits = AuditFeed.of(platform);
        CollectionGuard guard = new CollectionGuard(
                vectors,
                new ExpectedRows(
                        audits::current, space -> TopicEnds.read(admin, space).ofRecords(), config.lostShare(), clock),
                config.collectionCheckInterval(),
                new Outage("query.collection", platform.health()),
                clock);
        SearchHandler search = new SearchHandler(
                new QueryVectors(encoder, vectors, calls, searches, config.unlikeWeight()),
                List.of(
                        new RecognitionHandler(recogniser, calls),
                        new MapPlacementHandler(vectors, calls, map::current, limits.searchTimeout()),
                        new SimilarHandler(
                                vectors,
                                calls,
                                config.expand(),
                                limits.searchTimeout(),
                                searches,
                                config.maxBatchSize(),
                                clock),
                        new ClusterAuditHandler(
                                vectors, calls, limits.clusterSample(), limits.clusterTimeout(), clock)),
                guard,
                new ReplyWriter(new ReplyRecords(platform.codec()), platform.metrics()));
        consume(
                config,
                platform,
                new RequestHandler(
                        new RequestParser(
                                platform.codec(),
                                new ReplyRouter(config.replyTopics(), new BrokerReplyTopics(admin, clock)),
                                limits,
                                clock),
                        new CurrentMetadata(
                                () -> spaces.awaitCurrent(TOPIC_TIMEOUT),
                                () -> labels.awaitCurrent(TOPIC_TIMEOUT),
                                guard),
                        recogniser::isEnrolled,
                        search,
                        platform.own(new RequestQueues(config.queues(), config.maxBatchSize(), platform.metrics())),
                        replies(config, platform, admin),
                        new Quarantine(Stage.QUERY, new Records(platform.codec()), platform.metrics(), clock),
                        platform.own(new Retrier(RetryPolicy.forever(), new Outage(LOOP, platform.health()))),
                        pool(platform, "query-read", 1)));
        probe(probes, imagesOutage, imageStore::check);
        probe(probes, vectorsOutage, vectors::check);
    }

    private static void consume(QueryConfig config, Platform platform, RequestHandler handler) {
        String client = platform.instance() + "." + Topics.SEARCH_REQUESTS.name();
        Consumer<byte[], byte[]> consumer =
                platform.clients().groupConsumer(client, config.group(), config.maxBatchSize());
        KafkaClientMetrics metrics = platform.own(new KafkaClientMetrics(consumer));
        metrics.bindTo(platform.metrics());
        platform.run(
                LOOP,
                new UnorderedLoop(
                        LOOP,
                        Topics.SEARCH_REQUESTS.name(),
                        consumer,
                        handler,
                        MAX_QUEUES_IN_WORK * config.queues().maxSize(),
                        platform.metrics(),
                        platform.health()));
    }

    private static ReplySender replies(QueryConfig config, Platform platform, Admin admin) {
        Producer<byte[], byte[]> producer = platform.clients()
                .producer(platform.instance() + ".replies", config.queues().replyTimeout());
        platform.own((AutoCloseable) () -> producer.close(PRODUCER_TIMEOUT));
        return platform.own(
                new ReplySender(producer, new BrokerProbe(admin)::answers, platform.metrics(), platform.health()));
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
