package org.lookalike.audit.compare;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
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
import org.lookalike.spaces.ExpectedRows;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.BucketRange;
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
    /** Between two looks at a collection that waits to be ready, and at one that is still being filled. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final Duration BUILDING_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_SILENCE = Duration.ofSeconds(15);
    /** Shorter outages are those of the services that the audit watches, which say so themselves. */
    private static final Duration QUIET_FAILURES = Duration.ofMinutes(2);

    private final ComparisonConfig config;
    private final Supplier<Spaces> spaces;
    private final ExpectedRows expected;
    private final GroupProgress groups;
    private final VectorStore vectors;
    private final ImageStore images;
    private final RepairPublisher publisher;
    private final AuditMetrics metrics;
    private final Map<Integer, AuditTask> tasks = new ConcurrentHashMap<>();
    private final BlockingQueue<Repair> repairs = new ArrayBlockingQueue<>(MAX_WAITING_REPAIRS);
    private final Map<Integer, PartitionAudit> reports = new ConcurrentHashMap<>();
    private final Map<Integer, Published> published = new HashMap<>();
    private final Queue<Check> checks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger checksWanted = new AtomicInteger();
    private final Map<String, CollectionSchedule> schedules = new HashMap<>();
    private final Set<String> reportedTopics = new HashSet<>();
    private long lastStep = System.nanoTime();

    private volatile int partitions = 1;

    private record Published(PartitionAudit audit, long at) {}

    private record Check(ArrivedState arrived, Consumer<Boolean> stored) {}

    /**
     * An auditor without tasks.
     *
     * @param spaces the present spaces
     * @param expected how many rows collections must hold, by what all instances report
     */
    public Auditor(
            ComparisonConfig config,
            Supplier<Spaces> spaces,
            ExpectedRows expected,
            GroupProgress groups,
            VectorStore vectors,
            ImageStore images,
            RepairPublisher publisher,
            AuditMetrics metrics) {
        this.config = config;
        this.spaces = spaces;
        this.expected = expected;
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
                boolean due = awaitWork();
                try {
                    step(due);
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
                    Thread.sleep(config.interval().toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for the next step, or for a collection that is to be compared before.
     *
     * @return whether the step is due
     */
    private boolean awaitWork() throws InterruptedException {
        do {
            long left = lastStep + config.interval().toNanos() - System.nanoTime();
            if (left <= 0) {
                lastStep = System.nanoTime();
                return true;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, PAUSE.toNanos()));
        } while (tasks.isEmpty() || !isUrgent());
        return false;
    }

    private boolean isUrgent() {
        Spaces current = spaces.get();
        return current.alive().stream().anyMatch(space -> {
            CollectionSchedule schedule = scheduleOf(space);
            return isBuilding(current, space) ? !schedule.isPaused() : schedule.running() != null;
        });
    }

    private static boolean isBuilding(Spaces spaces, Space space) {
        return !space.incarnation().isEmpty() && spaces.generation(space.id()).state() != State.READY;
    }

    private CollectionSchedule scheduleOf(Space space) {
        return schedules.computeIfAbsent(space.collection(), added -> new CollectionSchedule());
    }

    private void step(boolean due) throws InterruptedException {
        if (tasks.isEmpty()) {
            return;
        }
        StageProgress progress = groups.read();
        tasks.values().forEach(task -> task.observe(progress));
        Set<String> alive = new HashSet<>();
        for (Space space : progress.spaces().alive()) {
            alive.add(space.collection());
            if (isCoPartitioned(space, progress)) {
                compare(space, progress, due);
            }
        }
        schedules.keySet().retainAll(alive);
        if (due) {
            lookForBytes();
            publishRepairs();
        }
        publishReports();
    }

    /** Of a topic with other partitions the ledgers would take every record for one of another partition. */
    private boolean isCoPartitioned(Space space, StageProgress progress) {
        long count = progress.ends().keySet().stream()
                .filter(place -> place.topic().equals(space.vectorsTopic()))
                .count();
        if (count != partitions && count > 0 && reportedTopics.add(space.vectorsTopic())) {
            LOGGER.atError()
                    .addKeyValue("topic", space.vectorsTopic())
                    .addKeyValue("partitions", count)
                    .log("cannot be audited: it must have {} partitions, as the other topics have", partitions);
        }
        return count == partitions;
    }

    private void compare(Space space, StageProgress progress, boolean due) throws InterruptedException {
        CollectionSchedule schedule = scheduleOf(space);
        try {
            if (schedule.running() != null) {
                goOn(space, schedule);
            } else if (isBuilding(progress.spaces(), space)) {
                compareBuilding(space, schedule, progress);
            } else if (due) {
                compareReady(space, schedule, progress);
            }
        } catch (PermanentFailure e) {
            // Gone, or not loaded: the generation controller builds it again, or opens it.
            if (e.code() != ErrorCode.SPACE_NOT_READY) {
                throw e;
            }
            schedule.abandon();
        }
    }

    /** A collection that is being filled is compared as a whole once its group is near the end, until it is ready. */
    private void compareBuilding(Space space, CollectionSchedule schedule, StageProgress progress)
            throws InterruptedException {
        if (schedule.isPaused()) {
            return;
        }
        schedule.pause(BUILDING_PAUSE);
        if (!schedule.hasBegun() && !groups.generation(space).isNearEnd()) {
            return;
        }
        boolean settled = compareSuspected(space, progress) == 0;
        if (settled) {
            schedule.pause(PAUSE);
        }
        Map<Integer, Long> offsets = new HashMap<>();
        tasks.keySet().forEach(partition -> offsets.put(partition, progress.settled(space, partition)));
        if (schedule.isOutdated(offsets, config.interval())) {
            schedule.begin(progress, offsets, vectors.count(space.collection()), config.sliceRows());
            goOn(space, schedule);
        }
    }

    private void compareReady(Space space, CollectionSchedule schedule, StageProgress progress)
            throws InterruptedException {
        compareSuspected(space, progress);
        ExpectedRows.Expectation expectation =
                expected.of(space, progress.spaces().generation(space.id()));
        long rows = vectors.count(space.collection());
        if (schedule.mayRepeat(config.interval()) && expectation.exceeding(rows).isPresent()) {
            LOGGER.atInfo()
                    .addKeyValue("collection", space.collection())
                    .addKeyValue("rows", rows)
                    .log("rows are missing by their count: the whole collection is compared");
            schedule.begin(progress, Map.of(), rows, config.sliceRows());
            goOn(space, schedule);
            return;
        }
        WholeComparison rotation = schedule.rotation(progress, rows, config.sliceRows());
        compare(space, rotation.slice(), progress, rotation.pass());
        rotation.advance();
    }

    /** Compares slice after slice, for one interval at most: the other collections wait meanwhile. */
    private void goOn(Space space, CollectionSchedule schedule) throws InterruptedException {
        WholeComparison comparison = requireNonNull(schedule.running());
        long start = System.nanoTime();
        while (!comparison.isDone()
                && System.nanoTime() - start < config.interval().toNanos()) {
            long began = System.nanoTime();
            long rows = compare(space, comparison.slice(), comparison.progress(), comparison.pass());
            comparison.advance();
            long atLeast = rows * TimeUnit.SECONDS.toNanos(1) / config.rowsPerSecond();
            if (!comparison.isDone()) {
                TimeUnit.NANOSECONDS.sleep(atLeast - (System.nanoTime() - began));
            }
        }
        if (comparison.isDone()) {
            schedule.end();
        }
    }

    /** Returns how many buckets were suspected. */
    private int compareSuspected(Space space, StageProgress progress) {
        Set<BucketRange> buckets = new LinkedHashSet<>();
        tasks.values().forEach(task -> buckets.addAll(task.suspectedBuckets(space, MAX_SUSPECTED_BUCKETS)));
        buckets.stream()
                .limit(MAX_SUSPECTED_BUCKETS)
                .forEach(bucket -> compare(space, bucket, progress, CollectionSlice.AGAIN));
        return buckets.size();
    }

    /** Returns how many rows the buckets hold. */
    private long compare(Space space, BucketRange buckets, StageProgress progress, long pass) {
        Map<Integer, Map<String, RowOrigin>> rows = new HashMap<>();
        tasks.keySet().forEach(partition -> rows.put(partition, new HashMap<>()));
        long[] listed = {0};
        vectors.forEachOrigin(space.collection(), buckets, (id, origin) -> {
            listed[0]++;
            Map<String, RowOrigin> owned = rows.get(partitionOf(id));
            if (owned != null) {
                owned.put(id, origin);
            }
        });
        Map<TopicPartition, Long> ledger = groups.ledger();
        Map<TopicPartition, Long> ends = groups.ends();
        rows.forEach((partition, owned) -> {
            AuditTask task = tasks.get(partition);
            if (task != null) {
                TopicPartition place = new TopicPartition(space.vectorsTopic(), partition);
                long end = ends.getOrDefault(place, Long.MAX_VALUE);
                CollectionSlice slice = new CollectionSlice(
                        space,
                        buckets,
                        owned,
                        Math.min(end, progress.settled(space, partition)),
                        ledger.getOrDefault(place, 0L),
                        end,
                        pass);
                task.later(() -> task.compare(slice));
            }
        });
        return listed[0];
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

    /** What has not changed is said again from time to time, so that others know that the audit runs. */
    private void publishReports() throws InterruptedException {
        for (PartitionAudit audit : List.copyOf(reports.values())) {
            Published before = published.get(audit.getPartition());
            if (before != null
                    && before.audit().equals(audit)
                    && System.nanoTime() - before.at() < MAX_SILENCE.toNanos()) {
                continue;
            }
            boolean wasWell = before == null || before.audit().getOpenDifferences() == 0;
            publisher.publish(audit);
            if (audit.getOpenDifferences() > 0 && wasWell) {
                publisher.alert(audit);
            }
            published.put(audit.getPartition(), new Published(audit, System.nanoTime()));
        }
    }
}
