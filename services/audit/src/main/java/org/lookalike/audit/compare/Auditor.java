package org.lookalike.audit.compare;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.audit.ledger.ArrivedState;
import org.lookalike.audit.task.AuditTask;
import org.lookalike.audit.task.CollectionSlice;
import org.lookalike.audit.task.Repair;
import org.lookalike.audit.task.StageProgress;
import org.lookalike.events.PartitionAudit;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.KeyPartitions;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.BucketRange;
import org.lookalike.vectorstore.Buckets;
import org.lookalike.vectorstore.RowOrigin;
import org.lookalike.vectorstore.VectorStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on a thread of its own what the tasks of an instance must not wait for. A collection is listed once for all
 * partitions of the instance, slice by slice; at most one slice is held at a time. {@link #run} belongs to one thread, the other
 * methods may be called from any.
 */
public final class Auditor implements Runnable, AuditTask.Outbox {
    private static final Logger LOGGER = LoggerFactory.getLogger(Auditor.class);
    private static final int MAX_WAITING_REPAIRS = 10_000;
    private static final int MAX_SUSPECTED_BUCKETS = 8;
    private static final int MAX_WAITING_CHECKS = 1_000;
    /** Shorter outages are those of the services that the audit watches, which say so themselves. */
    private static final Duration QUIET_FAILURES = Duration.ofMinutes(2);

    private final ComparisonConfig config;
    private final Supplier<Spaces> spaces;
    private final GroupProgress groups;
    private final VectorStore vectors;
    private final ImageStore images;
    private final RepairPublisher publisher;
    private final AuditMetrics metrics;
    private final Map<Integer, AuditTask> tasks = new ConcurrentHashMap<>();
    private final BlockingQueue<Repair> repairs = new ArrayBlockingQueue<>(MAX_WAITING_REPAIRS);
    private final Map<Integer, PartitionAudit> reports = new ConcurrentHashMap<>();
    private final Map<Integer, PartitionAudit> published = new HashMap<>();
    private final Queue<Check> checks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger checksWanted = new AtomicInteger();
    /** The bucket to go on with, by collection. */
    private final Map<String, Integer> next = new HashMap<>();

    private volatile int partitions = 1;

    private record Check(ArrivedState arrived, Consumer<Boolean> stored) {}

    /** @param spaces the present spaces */
    public Auditor(
            ComparisonConfig config,
            Supplier<Spaces> spaces,
            GroupProgress groups,
            VectorStore vectors,
            ImageStore images,
            RepairPublisher publisher,
            AuditMetrics metrics) {
        this.config = config;
        this.spaces = spaces;
        this.groups = groups;
        this.vectors = vectors;
        this.images = images;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /** How many partitions the topics have; called before the first task is added. */
    public void partitions(int count) {
        partitions = count;
    }

    /** A partition came to this instance. */
    public AuditTask add(AuditTask task) {
        tasks.put(task.partition(), task);
        return task;
    }

    /** A partition went to another instance. */
    @Override
    public void remove(AuditTask task) {
        if (tasks.remove(task.partition(), task)) {
            reports.remove(task.partition());
            metrics.removed(task.partition());
        }
    }

    @Override
    public boolean repair(Repair repair) {
        return config.repair() && repairs.offer(repair);
    }

    @Override
    public void report(PartitionAudit audit) {
        reports.put(audit.getPartition(), audit);
        metrics.reported(audit);
    }

    @Override
    public boolean check(String imageId, ArrivedState arrived, Consumer<Boolean> stored) {
        if (checksWanted.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            return false;
        }
        return checks.add(new Check(arrived, stored));
    }

    @Override
    public void run() {
        long failingSince = 0;
        try {
            while (true) {
                Thread.sleep(config.interval().toMillis());
                try {
                    step();
                    failingSince = 0;
                } catch (TransientFailure | KafkaException failure) {
                    if (failure instanceof InterruptException
                            || Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    failingSince = failingSince == 0 ? System.nanoTime() : failingSince;
                    boolean quiet = System.nanoTime() - failingSince < QUIET_FAILURES.toNanos();
                    LOGGER.atLevel(quiet ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.WARN)
                            .log("the audit cannot go on: {}", failure.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        if (tasks.isEmpty()) {
            return;
        }
        StageProgress progress = groups.read(spaces.get());
        tasks.values().forEach(task -> task.observe(progress));
        for (Space space : progress.spaces().alive()) {
            if (progress.spaces().generation(space.id()).state() == State.READY) {
                compare(space, progress);
            }
        }
        lookForBytes();
        publishRepairs();
        publishReports();
    }

    private void compare(Space space, StageProgress progress) {
        try {
            for (BucketRange buckets : suspected(space)) {
                compare(space, buckets, progress);
            }
            long rows = vectors.count(space.collection());
            int from = next.getOrDefault(space.collection(), 0);
            long width = rows <= config.sliceRows()
                    ? Buckets.COUNT
                    : Math.max(1, (long) Buckets.COUNT * config.sliceRows() / rows);
            int to = (int) Math.min(Buckets.COUNT, from + width);
            compare(space, new BucketRange(from, to), progress);
            next.put(space.collection(), to == Buckets.COUNT ? 0 : to);
        } catch (PermanentFailure e) {
            // Gone, or not loaded: the generation controller builds it again.
            if (e.code() != ErrorCode.SPACE_NOT_READY) {
                throw e;
            }
        }
    }

    private Set<BucketRange> suspected(Space space) {
        Set<BucketRange> buckets = new LinkedHashSet<>();
        tasks.values().forEach(task -> buckets.addAll(task.suspectedBuckets(space, MAX_SUSPECTED_BUCKETS)));
        return buckets.stream().limit(MAX_SUSPECTED_BUCKETS).collect(java.util.stream.Collectors.toSet());
    }

    private void compare(Space space, BucketRange buckets, StageProgress progress) {
        Map<Integer, Map<String, RowOrigin>> rows = new HashMap<>();
        tasks.keySet().forEach(partition -> rows.put(partition, new HashMap<>()));
        vectors.forEachOrigin(space.collection(), buckets, (id, origin) -> {
            Map<String, RowOrigin> owned = rows.get(partitionOf(id));
            if (owned != null) {
                owned.put(id, origin);
            }
        });
        Map<TopicPartition, Long> ledger = groups.ledger();
        rows.forEach((partition, owned) -> {
            AuditTask task = tasks.get(partition);
            if (task != null) {
                TopicPartition place = new TopicPartition(space.vectorsTopic(), partition);
                long read = ledger.getOrDefault(place, 0L);
                long written = progress.sinks()
                        .getOrDefault(space.collection(), Map.of())
                        .getOrDefault(place, 0L);
                task.later(() -> task.compare(new CollectionSlice(space, buckets, owned, written, read)));
            }
        });
    }

    private int partitionOf(String id) {
        return KeyPartitions.partition(KeyPartitions.hash(Records.key(id)), partitions);
    }

    private void lookForBytes() {
        List<Check> taken = new ArrayList<>();
        for (Check check = checks.poll(); check != null; check = checks.poll()) {
            taken.add(check);
        }
        for (Check check : taken) {
            boolean stored;
            try {
                stored = images.contains(URI.create(check.arrived().uri()));
            } catch (PermanentFailure | IllegalArgumentException e) {
                // Outside the store: whoever published it is to look after it.
                continue;
            }
            check.stored().accept(stored);
        }
        checksWanted.set((int) Math.min(MAX_WAITING_CHECKS, perInterval(config.objectsPerSecond())));
    }

    private long perInterval(int perSecond) {
        return perSecond == 0 ? 0 : Math.max(1, perSecond * config.interval().toMillis() / 1_000);
    }

    private void publishRepairs() throws InterruptedException {
        Queue<Repair> taken = new ArrayDeque<>();
        repairs.drainTo(taken, (int) Math.min(Integer.MAX_VALUE, perInterval(config.repairsPerSecond())));
        for (Repair repair : taken) {
            if (publisher.publish(repair)) {
                metrics.repaired(repair);
                LOGGER.atInfo()
                        .addKeyValue("image", repair.imageId())
                        .addKeyValue("kind", repair.kind())
                        .addKeyValue("topic", repair.topic())
                        .log("published a repair: {}", repair.action());
            }
        }
    }

    private void publishReports() throws InterruptedException {
        for (PartitionAudit audit : List.copyOf(reports.values())) {
            PartitionAudit before = published.get(audit.getPartition());
            if (before != null && before.getAt().equals(audit.getAt())) {
                continue;
            }
            boolean wasWell = before == null || before.getOpenDifferences() == 0;
            publisher.publish(audit);
            if (audit.getOpenDifferences() > 0 && wasWell) {
                publisher.alert(audit);
            }
            published.put(audit.getPartition(), audit);
        }
    }
}
