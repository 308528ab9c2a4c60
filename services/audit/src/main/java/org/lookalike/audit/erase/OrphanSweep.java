package org.lookalike.audit.erase;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases objects of the image store that nothing in the log names: the process that stored them died before their event was
 * published, or their upload was repeated.
 *
 * <p>The store is listed slice by slice. Of a slice those are looked for that are old enough, in a pass of each partition's
 * ledger that begins once the ledger has read everything that was published when the slice had been listed: an event that named
 * one would be known by then. An instance sweeps the objects of its own partitions. {@link #sweep} belongs to one thread, the
 * rest may be called from any.
 */
public final class OrphanSweep {
    private static final Logger LOGGER = LoggerFactory.getLogger(OrphanSweep.class);
    private static final int PREFIXES = 256;
    /** How many objects are looked for in one pass of the ledgers, and held in memory: about 300 bytes for each. */
    private static final int SLICE = 50_000;
    /** That many may be orphans in any case. */
    private static final int ORPHANS_TOLERATED = 100;

    private static final Duration POLL = Duration.ofSeconds(1);

    private final ImageStore store;
    private final EraseConfig config;
    private final Supplier<Map<TopicPartition, Long>> ends;
    private final Supplier<Map<TopicPartition, Long>> ledger;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Map<Integer, ErasureTask> tasks = new ConcurrentHashMap<>();
    private volatile int partitions;
    /** Objects of deleted images that the sweep before found unreferenced. */
    private Set<String> unreferencedBefore = Set.of();

    private final Set<String> unreferencedNow = new HashSet<>();

    /**
     * A sweep that has not begun.
     *
     * @param store remains the caller's to close
     * @param ends asks where the topics that the ledgers are made of end
     * @param ledger asks how far the ledgers have read them
     */
    public OrphanSweep(
            ImageStore store,
            EraseConfig config,
            Supplier<Map<TopicPartition, Long>> ends,
            Supplier<Map<TopicPartition, Long>> ledger,
            InstantSource clock,
            MeterRegistry metrics) {
        this.store = store;
        this.config = config;
        this.ends = ends;
        this.ledger = ledger;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** How many partitions the topics have; called before the first task is added. */
    public void partitions(int count) {
        partitions = count;
    }

    void add(ErasureTask task) {
        tasks.put(task.partition(), task);
    }

    void remove(ErasureTask task) {
        tasks.remove(task.partition(), task);
    }

    /** Goes through the whole store once; waits for the ledgers meanwhile. */
    public void sweep() throws InterruptedException {
        unreferencedNow.clear();
        int prefix = 0;
        while (prefix < PREFIXES && !tasks.isEmpty()) {
            Map<Integer, ErasureTask> owned = Map.copyOf(tasks);
            Map<String, StoredObject> old = new HashMap<>();
            int listed = 0;
            while (prefix < PREFIXES && old.size() < SLICE) {
                List<StoredObject> part = store.scan("%02x".formatted(prefix++));
                listed += part.size();
                addOld(part, owned, old);
            }
            if (!old.isEmpty()) {
                awaitLedger(ends.get(), owned);
                eraseOrphans(unreferenced(old, owned), old, listed);
            }
        }
        unreferencedBefore = Set.copyOf(unreferencedNow);
    }

    private void addOld(List<StoredObject> part, Map<Integer, ErasureTask> owned, Map<String, StoredObject> old) {
        Duration youngest =
                config.deletedGrace().compareTo(config.grace()) < 0 ? config.deletedGrace() : config.grace();
        for (StoredObject object : part) {
            OptionalInt partition = object.partition(partitions);
            // The name of an object of an older version does not tell its partition: it may be any.
            boolean mine = partition.isPresent() ? owned.containsKey(partition.getAsInt()) : owned.size() == partitions;
            if (mine && isOlder(object, youngest)) {
                old.put(StoredObject.key(object.uri().toString()), object);
            }
        }
    }

    private boolean isOlder(StoredObject object, Duration age) {
        return object.storedAt().isBefore(clock.instant().minus(age));
    }

    private void awaitLedger(Map<TopicPartition, Long> wanted, Map<Integer, ErasureTask> owned)
            throws InterruptedException {
        while (true) {
            Map<TopicPartition, Long> read = ledger.get();
            boolean reached = wanted.entrySet().stream()
                    .filter(end -> owned.containsKey(end.getKey().partition()))
                    .allMatch(end -> read.getOrDefault(end.getKey(), 0L) >= end.getValue());
            if (reached) {
                return;
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    /** Nothing if a partition went to another instance meanwhile: the next sweep finds what is left. */
    private static Unreferenced unreferenced(Map<String, StoredObject> old, Map<Integer, ErasureTask> owned)
            throws InterruptedException {
        List<CompletableFuture<Unreferenced>> searches = new ArrayList<>();
        owned.values().forEach(task -> searches.add(task.unreferenced(old.keySet())));
        Unreferenced all = new Unreferenced(new HashSet<>(old.keySet()), new HashSet<>());
        try {
            for (CompletableFuture<Unreferenced> search : searches) {
                Unreferenced found = search.get();
                all.keys().retainAll(found.keys());
                all.deletedIdHashes().addAll(found.deletedIdHashes());
            }
        } catch (CancellationException e) {
            return new Unreferenced(Set.of(), Set.of());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    private void eraseOrphans(Unreferenced found, Map<String, StoredObject> old, int listed) {
        List<StoredObject> deleted = new ArrayList<>();
        List<StoredObject> orphans = new ArrayList<>();
        for (String key : found.keys()) {
            StoredObject object = Objects.requireNonNull(old.get(key));
            if (found.deletedIdHashes().contains(object.idHash()) && isOlder(object, config.deletedGrace())) {
                if (unreferencedBefore.contains(key)) {
                    deleted.add(object);
                } else if (unreferencedNow.size() < SLICE) {
                    unreferencedNow.add(key);
                }
            } else if (isOlder(object, config.grace())) {
                orphans.add(object);
            }
        }
        erase("deleted", deleted);
        if (orphans.size() > Math.max(ORPHANS_TOLERATED, listed * config.maxOrphanShare())) {
            // Rather than that so many events were never published, the topics were lost.
            metrics.counter("lookalike.audit.orphans.kept").increment(orphans.size());
            LOGGER.atError()
                    .addKeyValue("objects", listed)
                    .addKeyValue("orphans", orphans.size())
                    .log("no event names so many objects of the image store that none of them is erased:"
                            + " if no topic was lost, raise audit.erase.max-orphan-share");
        } else {
            erase("orphan", orphans);
        }
    }

    private void erase(String reason, List<StoredObject> objects) {
        for (StoredObject object : objects) {
            if (store.delete(object.uri())) {
                metrics.counter("lookalike.audit.erased", "reason", reason).increment();
            }
        }
    }
}
