package org.lookalike.audit;

import static org.apache.kafka.common.internals.Topic.GROUP_METADATA_TOPIC_NAME;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.lookalike.audit.compare.AuditMetrics;
import org.lookalike.audit.compare.Auditor;
import org.lookalike.audit.compare.GroupProgress;
import org.lookalike.audit.compare.RepairPublisher;
import org.lookalike.audit.erase.ErasureTask;
import org.lookalike.audit.erase.NamedImages;
import org.lookalike.audit.erase.OrphanSweep;
import org.lookalike.audit.erase.StoreErasures;
import org.lookalike.audit.erase.TopicErasures;
import org.lookalike.audit.lag.LagMonitor;
import org.lookalike.audit.task.AuditTask;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryListener;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.kafka.GroupLag;
import org.lookalike.platform.kafka.GroupLag.GroupTopic;
import org.lookalike.platform.kafka.HangingTransactions;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.lifecycle.PeriodicTask;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.schemas.IngestGroups;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.AuditFeed;
import org.lookalike.spaces.Audits;
import org.lookalike.spaces.ExpectedRows;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;
import org.lookalike.spaces.TopicEnds;
import org.lookalike.streams.BoundedRocksDbConfig;
import org.lookalike.streams.PartitionCounts;
import org.lookalike.streams.StateDirectory;
import org.lookalike.streams.StreamsRunner;
import org.lookalike.vectorstore.connection.VectorStores;

/**
 * The audit: accounts for every accepted picture, compares topics, collections and image store all the time, and repairs
 * through the log what differs. Kafka Streams divides the partitions between the instances.
 */
public final class Audit {
    /** The descriptor by which {@link ServiceRunner} and the stand-alone system run this service. */
    public static final ServiceDescriptor<AuditConfig> SERVICE =
            new ServiceDescriptor<>("audit", AuditConfig::from, Audit::assemble);

    /** Well below max.poll.interval.ms; a longer outage goes to Streams, which resumes from the last commit. */
    private static final RetryPolicy REGISTRY_RETRIES =
            RetryPolicy.fixed(Duration.ofSeconds(1)).withMaxAttempts(20);

    /** Of one record: a broker returns a whole batch in any case, and more would be read in vain. */
    private static final int FETCH_BYTES = 8 << 10;

    /** How often hanging transactions are looked for within the age at which they are aborted. */
    private static final int CHECKS_PER_AGE = 4;

    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

    /** How soon a topic of another encoder's vectors is noticed. */
    private static final int NEW_TOPIC_MS = 5_000;

    private Audit() {}

    public static void main(String[] arguments) {
        ServiceRunner.run(SERVICE, arguments);
    }

    /** Puts the service together. */
    public static void assemble(AuditConfig config, Platform platform) {
        StateDirectory state = platform.own(StateDirectory.of(config.stateFolder(), "audit"));
        Retrier retrier = new Retrier(REGISTRY_RETRIES, RetryListener.NONE);
        InstantSource clock = InstantSource.system();
        ImageStore images = platform.own(ImageStores.open(config.imageStore()));
        MaterialisedTopic<Spaces> spaces = SpaceFeed.of(platform);
        String client = platform.instance() + ".auditor";
        Admin admin = platform.own(platform.clients().admin(client));
        GroupProgress groups = new GroupProgress(
                admin, config.applicationId(), config.embedderGroup(), config.sinkGroup(), spaces::current);
        RecordSender sender = new RecordSender(platform.producer());
        MaterialisedTopic<Audits> audits = AuditFeed.of(platform);
        Auditor auditor = new Auditor(
                config.comparison(),
                spaces::current,
                new ExpectedRows(
                        audits::current, space -> TopicEnds.read(admin, space).ofRecords(), 0, clock),
                groups,
                platform.own(VectorStores.open(config.vectorStore())),
                images,
                platform.own(new RepairPublisher(
                        sender,
                        new Records(platform.codec()),
                        () -> platform.clients().reader(client, FETCH_BYTES),
                        clock)),
                new AuditMetrics(platform.metrics()));
        platform.run("audit.comparison", auditor);
        StoreErasures objects =
                new StoreErasures(images, config.erase(), clock, executor(platform, "audit.erase"), platform.metrics());
        NamedImages named = new NamedImages(() -> platform.clients().reader(client));
        platform.run("audit.names", named);
        TopicErasures forgetting = new TopicErasures(
                named,
                spaces::current,
                new SpaceRecords(platform.codec(), clock),
                sender,
                clock,
                executor(platform, "audit.forget"),
                platform.metrics());
        OrphanSweep orphans =
                new OrphanSweep(images, config.erase(), groups::ends, groups::ledger, clock, platform.metrics());
        platform.run(
                "audit.orphans",
                new PeriodicTask(
                        "audit.orphans",
                        config.erase().orphanInterval(),
                        config.erase().orphanInterval(),
                        orphans::sweep));
        platform.run("audit.lag", lag(config, platform, spaces::current, clock));
        platform.run("audit.transactions", transactions(config, platform, spaces::current, clock));
        AuditTopology topology = new AuditTopology(
                platform.codec(),
                retrier,
                config.comparison().interval().compareTo(MAX_PAUSE) < 0
                        ? config.comparison().interval()
                        : MAX_PAUSE,
                ledger -> List.of(
                        auditor.add(new AuditTask(
                                ledger, auditor, config.comparison().interval(), clock)),
                        new ErasureTask(ledger, objects, forgetting, orphans)),
                count -> {
                    auditor.partitions(count);
                    orphans.partitions(count);
                });
        StreamsRunner streams = new StreamsRunner(
                "audit.streams",
                topology::build,
                new PartitionCounts(
                        "audit.topics", () -> platform.clients().admin(platform.instance()), AuditTopology.topics()),
                properties(config, platform, state),
                platform.metrics(),
                platform.health());
        platform.run("audit.streams", () -> {
            try {
                streams.run();
            } finally {
                retrier.close();
            }
        });
    }

    private static PeriodicTask lag(
            AuditConfig config, Platform platform, Supplier<Spaces> spaces, InstantSource clock) {
        String client = platform.instance() + ".lag";
        GroupLag lag = platform.own(new GroupLag(
                platform.own(platform.clients().admin(client)),
                () -> platform.clients().reader(client, FETCH_BYTES)));
        LagMonitor monitor = new LagMonitor(() -> stages(config, spaces.get()), lag::oldest, clock, platform.metrics());
        return new PeriodicTask("audit.lag", Duration.ZERO, config.lagInterval(), monitor::measure);
    }

    private static PeriodicTask transactions(
            AuditConfig config, Platform platform, Supplier<Spaces> spaces, InstantSource clock) {
        Duration age = config.hangingTransactionAge();
        HangingTransactions hanging = new HangingTransactions(
                platform.own(platform.clients().admin(platform.instance() + ".transactions")), age, clock);
        Counter aborted = Counter.builder("lookalike.transactions.hanging")
                .description("Transactions that a broker had left open for ever, and that were aborted")
                .register(platform.metrics());
        return new PeriodicTask(
                "audit.transactions",
                Duration.ZERO,
                age.dividedBy(CHECKS_PER_AGE),
                () -> aborted.increment(hanging.abort(topics(spaces.get()))));
    }

    private static Set<String> topics(Spaces spaces) {
        return Stream.of(
                        Topics.all().stream().map(Topic::name),
                        spaces.alive().stream().map(Space::vectorsTopic),
                        // Where one hangs, its group's committed offsets cannot be read.
                        Stream.of(GROUP_METADATA_TOPIC_NAME))
                .flatMap(Function.identity())
                .collect(Collectors.toSet());
    }

    /** Every group that must not miss a deletion or a picture, with what it reads. */
    static Set<GroupTopic> stages(AuditConfig config, Spaces spaces) {
        Set<GroupTopic> stages = new HashSet<>();
        stages.add(new GroupTopic(IngestGroups.INBOX, Topics.IMAGES_INBOX.name()));
        stages.add(new GroupTopic(IngestGroups.DELETIONS, Topics.IMAGES_DELETIONS.name()));
        stages.add(new GroupTopic(IngestGroups.PARTITIONS, Topics.IMAGES_ARRIVED.name()));
        stages.add(new GroupTopic(config.embedderGroup(), Topics.IMAGES_ARRIVED.name()));
        spaces.alive().forEach(space -> {
            stages.add(new GroupTopic(space.group(config.sinkGroup()), space.vectorsTopic()));
            stages.add(new GroupTopic(config.applicationId(), space.vectorsTopic()));
        });
        AuditTopology.topics().forEach(topic -> stages.add(new GroupTopic(config.applicationId(), topic)));
        return stages;
    }

    private static ExecutorService executor(Platform platform, String name) {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, name));
        platform.own(executor::shutdownNow);
        return executor;
    }

    /** At least once: the ledger leaves out what it knows already. */
    static Map<String, Object> properties(AuditConfig config, Platform platform, StateDirectory state) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 15_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        properties.putAll(platform.clients().connection(platform.instance() + ".streams"));
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDbConfig.class);
        properties.put(BoundedRocksDbConfig.BYTES, config.stateBytes());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.path().toString());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.METADATA_MAX_AGE_CONFIG), NEW_TOPIC_MS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        return properties;
    }
}
