package org.lookalike.audit.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lookalike.audit.ledger.ArrivedState;
import org.lookalike.audit.ledger.EncoderStream;
import org.lookalike.audit.ledger.ImageLedger;
import org.lookalike.audit.ledger.ImageState;
import org.lookalike.audit.ledger.LedgerCursor;
import org.lookalike.audit.ledger.LedgerProcessor.LedgerTask;
import org.lookalike.audit.ledger.RowDigests;
import org.lookalike.audit.ledger.VectorState;
import org.lookalike.events.AuditedCollection;
import org.lookalike.events.AuditedState;
import org.lookalike.events.PartitionAudit;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.BucketRange;
import org.lookalike.vectorstore.Buckets;
import org.lookalike.vectorstore.RowOrigin;

/**
 * Goes through a partition's ledger all the time, a slice at each call: counts the states, and finds what differs. Only
 * {@link #later}, {@link #observe} and {@link #suspectedBuckets} may be called from any thread.
 */
public final class AuditTask implements LedgerTask {
    private static final int SLICE = 20_000;
    private static final int MAX_SUSPECTED = 20;
    private static final int MAX_RECHECKED = 1_000;

    private final ImageLedger ledger;
    private final Outbox outbox;
    private final Duration interval;
    private final InstantSource clock;
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final Differences differences = new Differences();
    private final Map<String, ComparedCollection> collections = new HashMap<>();
    private @Nullable StageProgress progress;
    /** What the embedder had committed when the topics ended where the ledger has been since; -1 before. */
    private long settledEmbedder = -1;

    private @Nullable StageProgress candidate;
    private volatile Map<String, List<BucketRange>> suspectedBuckets = Map.of();
    private final LedgerCursor images;
    private final LedgerCursor checked;
    private final Queue<String> recheck = new ArrayDeque<>();
    private Map<PictureState, Long> counts = new EnumMap<>(PictureState.class);
    /** Of the last whole pass over the ledger; null before. */
    private @Nullable Counted counted;

    private final Set<DifferenceKey> foundInPass = new HashSet<>();

    private record Counted(Instant at, List<AuditedState> states) {}

    /** Where a task sends what is to be done elsewhere; both are called on the task's thread and return at once. */
    public interface Outbox {
        /** A record to be published; false if there is no room, and it is to be asked again. */
        boolean repair(Repair repair);

        /** What is known of the partition; often the same as before. */
        void report(PartitionAudit audit);

        /** An image whose bytes may be looked for; false if no more are wanted now. */
        boolean check(String imageId, ArrivedState arrived, Consumer<Boolean> stored);

        /** The task ends. */
        void remove(AuditTask task);
    }

    public AuditTask(ImageLedger ledger, Outbox outbox, Duration interval, InstantSource clock) {
        this.ledger = ledger;
        this.images = new LedgerCursor(ledger);
        this.checked = new LedgerCursor(ledger);
        this.outbox = outbox;
        this.interval = interval;
        this.clock = clock;
    }

    /** The partition. */
    public int partition() {
        return ledger.partition();
    }

    @Override
    public void deleted(String imageId, ImageState state) {
        // What is to be erased is no difference.
    }

    @Override
    public void hidden(String imageId, String topic, long offset) {
        outbox.repair(new Repair(
                DifferenceKind.STALE_ROW, Repair.Action.REPUBLISH, imageId, topic, ledger.partition(), offset));
    }

    /** Takes note of how far the groups have come. */
    public void observe(StageProgress next) {
        later(() -> {
            progress = next;
            StageProgress waiting = candidate;
            if (waiting == null) {
                candidate = next;
            } else if (hasReached(next, waiting)) {
                settledEmbedder = waiting.embedder()
                        .getOrDefault(new TopicPartition(Topics.IMAGES_ARRIVED.name(), ledger.partition()), 0L);
                candidate = null;
            }
            follow(next.spaces());
        });
    }

    /** What was found in a collection says nothing about the one that takes its place. */
    private void follow(Spaces spaces) {
        Map<String, Space> alive = new HashMap<>();
        spaces.alive().forEach(space -> alive.put(space.collection(), space));
        Set<String> gone = new HashSet<>();
        collections.values().removeIf(each -> {
            boolean isGone = !alive.containsKey(each.space().collection());
            if (isGone) {
                gone.add(each.space().id());
            }
            return isGone;
        });
        if (!gone.isEmpty()) {
            differences.forget(key -> gone.contains(key.spaceId()));
        }
        alive.forEach(
                (collection, space) -> collections.computeIfAbsent(collection, added -> new ComparedCollection(space)));
    }

    private boolean hasReached(StageProgress now, StageProgress then) {
        return then.ends().entrySet().stream()
                .filter(end -> end.getKey().partition() == ledger.partition())
                .allMatch(end -> now.ledger().getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    @Override
    public void respond() {
        if (inbox.isEmpty()) {
            return;
        }
        for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
            next.run();
        }
        Map<String, List<BucketRange>> suspected = new HashMap<>();
        collections
                .values()
                .forEach(each -> suspected.put(each.space().collection(), suspectedNow(each.space(), MAX_SUSPECTED)));
        suspectedBuckets = Map.copyOf(suspected);
        report();
    }

    @Override
    public void runOnce() {
        boolean atEnd = images.advance(SLICE, (id, state) -> {
            visit(id, state);
            return true;
        });
        if (atEnd) {
            endPass();
        }
        checkBytes();
    }

    /** Goes through the images in slices, and checks again first for those whose bytes seemed to be missing. */
    private void checkBytes() {
        for (String id = recheck.peek(); id != null && checkBytes(id, ledger.get(id)); id = recheck.peek()) {
            recheck.remove();
        }
        checked.advance(SLICE, this::checkBytes);
    }

    /** Whether the image was taken, or has no bytes to look for. */
    private boolean checkBytes(String id, ImageState state) {
        ArrivedState arrived = state.arrived();
        return arrived == null || outbox.check(id, arrived, stored -> later(() -> checked(id, arrived, stored)));
    }

    private void endPass() {
        if (progress != null) {
            differences.retain(
                    key -> key.kind() == DifferenceKind.ORPHAN_VECTOR || key.kind() == DifferenceKind.SKIPPED_EMBEDDER,
                    foundInPass::contains);
            counted = new Counted(clock.instant(), states());
            report();
        }
        foundInPass.clear();
        counts = new EnumMap<>(PictureState.class);
    }

    private void visit(String id, ImageState state) {
        forget(id, state);
        ArrivedState arrived = state.arrived();
        if (arrived != null && !arrived.supersededUris().isEmpty()) {
            count(PictureState.SUPERSEDED, arrived.supersededUris().size());
        }
        if (progress == null) {
            return;
        }
        if (arrived == null) {
            visitWithoutEvent(id, state);
        } else {
            count(stateOf(id, state, arrived), 1);
        }
    }

    private void forget(String id, ImageState state) {
        long before = clock.instant().minus(Topics.TOMBSTONE_RETENTION).toEpochMilli();
        if (state.isForgotten(before)) {
            later(() -> {
                if (ledger.get(id).isForgotten(before)) {
                    ledger.put(id, ImageState.NONE);
                }
            });
        }
    }

    private void visitWithoutEvent(String id, ImageState state) {
        if (state.deletedOffset() >= 0) {
            count(PictureState.DELETED, 1);
        }
        for (VectorState vector : state.vectors()) {
            // Without a tombstone nobody can tell a deletion from a lost event: that is only reported.
            boolean settled = settledEmbedder > state.deletedOffset();
            if (!vector.isTombstone() && settled) {
                found(new DifferenceKey(DifferenceKind.ORPHAN_VECTOR, id, ""))
                        .filter(key -> state.deletedOffset() >= 0)
                        .ifPresent(key -> repair(key, Repair.Action.TOMBSTONE, vector.topic(), -1));
            }
        }
    }

    private PictureState stateOf(String id, ImageState state, ArrivedState arrived) {
        if (state.isArrivedRefused()) {
            return PictureState.QUARANTINED;
        }
        Optional<Space> answering = Objects.requireNonNull(progress).spaces().active();
        Optional<VectorState> made = state.vectors().stream()
                .filter(arrived::isSourceOf)
                .filter(vector -> answering
                        .map(space -> vector.stream().equals(streamOf(space)))
                        .orElse(true))
                .findFirst()
                .or(() -> state.vectors().stream().filter(arrived::isSourceOf).findFirst());
        if (made.isEmpty()) {
            if (arrived.offset() < settledEmbedder) {
                found(new DifferenceKey(DifferenceKind.SKIPPED_EMBEDDER, id, ""))
                        .ifPresent(key ->
                                repair(key, Repair.Action.REPUBLISH, Topics.IMAGES_ARRIVED.name(), arrived.offset()));
            }
            return PictureState.WAITING_EMBEDDER;
        }
        VectorState vector = made.get();
        if (state.isRefused(vector)) {
            return PictureState.QUARANTINED;
        }
        boolean indexed = answering
                .map(space -> vector.stream().equals(streamOf(space))
                        && vector.offset() < Objects.requireNonNull(progress).sink(space, ledger.partition()))
                .orElse(false);
        return indexed ? PictureState.INDEXED : PictureState.WAITING_SINK;
    }

    private void checked(String id, ArrivedState arrived, boolean stored) {
        DifferenceKey key = new DifferenceKey(DifferenceKind.MISSING_BYTES, id, "");
        ImageState now = ledger.get(id);
        boolean current = now.arrived() != null && now.arrived().uri().equals(arrived.uri());
        if (stored || !current || now.isArrivedRefused()) {
            // One that was refused is accounted for.
            differences.retain(key::equals, other -> false);
            return;
        }
        if (recheck.size() < MAX_RECHECKED && !recheck.contains(id)) {
            recheck.add(id);
        }
        if (differences.found(key, clock.instant(), interval)) {
            repair(key, Repair.Action.QUARANTINE, Topics.IMAGES_ARRIVED.name(), arrived.offset());
        }
    }

    /** Compares a slice of a collection with the ledger. */
    public void compare(CollectionSlice slice) {
        Space space = slice.space();
        RowDigests actual = new RowDigests();
        Map<Integer, Map<String, RowOrigin>> byBucket = new HashMap<>();
        slice.rows().forEach((id, origin) -> {
            actual.add(id, origin.partition(), origin.offset());
            byBucket.computeIfAbsent(Buckets.of(id), added -> new HashMap<>()).put(id, origin);
        });
        RowDigests expected = ledger.digests().of(streamOf(space));
        Set<DifferenceKey> found = new HashSet<>();
        for (int bucketNumber = slice.buckets().from();
                bucketNumber < slice.buckets().to();
                bucketNumber++) {
            if (!expected.isEqual(actual, bucketNumber)) {
                found.addAll(compareIds(slice, bucketNumber, byBucket.getOrDefault(bucketNumber, Map.of())));
            }
        }
        differences.retain(
                key -> key.spaceId().equals(space.id()) && slice.buckets().contains(key.imageId()), found::contains);
        long extra = found.stream()
                .filter(key -> key.kind() == DifferenceKind.EXTRA_ROW)
                .count();
        @Nullable ComparedCollection compared = collections.get(space.collection());
        if (compared != null) {
            compared.add(slice, found.size() - extra, extra, clock.instant());
        }
    }

    private Set<DifferenceKey> compareIds(CollectionSlice slice, int inBucket, Map<String, RowOrigin> rows) {
        Map<String, ImageState> states = new HashMap<>();
        ledger.scan(inBucket, "", inBucket + 1, (id, state) -> {
            states.put(id, state);
            return true;
        });
        Set<String> ids = new HashSet<>(rows.keySet());
        ids.addAll(states.keySet());
        Set<DifferenceKey> found = new HashSet<>();
        for (String id : ids) {
            ImageState state = states.getOrDefault(id, ImageState.NONE);
            differenceOf(slice, state, rows.get(id)).ifPresent(kind -> {
                DifferenceKey key = new DifferenceKey(kind, id, slice.space().id());
                found.add(key);
                if (differences.found(key, clock.instant(), interval)) {
                    repairRow(key, slice.space(), state);
                }
            });
        }
        return found;
    }

    /** What is in flight is no difference: neither what the sink has still to read, nor what the ledger has. */
    private Optional<DifferenceKind> differenceOf(CollectionSlice slice, ImageState state, @Nullable RowOrigin row) {
        String topic = slice.space().vectorsTopic();
        Optional<VectorState> known = state.vector(streamOf(slice.space()));
        if (known.isEmpty()) {
            boolean inFlight = row == null
                    || slice.isAhead(row)
                    || state.vectorTombstone(topic)
                            .filter(tombstone -> tombstone.offset() >= slice.settledOffset())
                            .isPresent();
            return inFlight ? Optional.empty() : Optional.of(DifferenceKind.EXTRA_ROW);
        }
        VectorState vector = known.get();
        if (vector.offset() >= slice.settledOffset() || state.isRefused(vector)) {
            return Optional.empty();
        }
        if (row == null) {
            return Optional.of(DifferenceKind.MISSING_ROW);
        }
        boolean same = row.partition() == ledger.partition() && row.offset() == vector.offset();
        return same || slice.isAhead(row) ? Optional.empty() : Optional.of(DifferenceKind.STALE_ROW);
    }

    private void repairRow(DifferenceKey key, Space space, ImageState state) {
        if (key.kind() != DifferenceKind.EXTRA_ROW) {
            state.vector(streamOf(space))
                    .ifPresent(vector -> repair(key, Repair.Action.REPUBLISH, space.vectorsTopic(), vector.offset()));
        } else if (!state.hasVector(space.vectorsTopic())) {
            // Of another encoder's vector on the same topic a tombstone would delete that too.
            repair(key, Repair.Action.TOMBSTONE, space.vectorsTopic(), -1);
        }
    }

    /**
     * The buckets of a space's collection that should be compared again before all others, as of the last call of
     * {@link #respond}.
     */
    public List<BucketRange> suspectedBuckets(Space space, int max) {
        return suspectedBuckets.getOrDefault(space.collection(), List.of()).stream()
                .limit(max)
                .toList();
    }

    private List<BucketRange> suspectedNow(Space space, int max) {
        return differences.suspectedIds(space.id(), max).stream()
                .map(Buckets::of)
                .distinct()
                .map(BucketRange::of)
                .toList();
    }

    private Optional<DifferenceKey> found(DifferenceKey key) {
        foundInPass.add(key);
        return differences.found(key, clock.instant(), interval) ? Optional.of(key) : Optional.empty();
    }

    private void repair(DifferenceKey key, Repair.Action action, String topic, long offset) {
        if (outbox.repair(new Repair(key.kind(), action, key.imageId(), topic, ledger.partition(), offset))) {
            differences.repaired(key, clock.instant());
        }
    }

    private void count(PictureState state, long pictures) {
        counts.merge(state, pictures, Long::sum);
    }

    private List<AuditedState> states() {
        List<AuditedState> states = new ArrayList<>();
        for (PictureState state : PictureState.values()) {
            states.add(AuditedState.newBuilder()
                    .setState(state.name())
                    .setPictures(counts.getOrDefault(state, 0L))
                    .build());
        }
        return states;
    }

    /** Says what is known, once every image has been counted. */
    private void report() {
        Counted count = counted;
        StageProgress now = progress;
        if (count == null || now == null) {
            return;
        }
        List<AuditedCollection> compared = new ArrayList<>();
        collections.values().forEach(each -> {
            Space space = each.space();
            compared.add(each.event(
                    ledger.digests().of(streamOf(space)).rows(), now.settled(space, ledger.partition()), differences));
        });
        outbox.report(PartitionAudit.newBuilder()
                .setPartition(ledger.partition())
                .setAt(count.at())
                .setStates(count.states())
                .setCollections(compared)
                .setDifferences(differences.events())
                .setOpenDifferences(differences.openCount())
                .build());
    }

    private static EncoderStream streamOf(Space space) {
        return new EncoderStream(space.vectorsTopic(), space.encoderId());
    }

    /** Has something done with the ledger on the ledger's own thread, at its next call. */
    public void later(Runnable action) {
        inbox.add(action);
    }

    @Override
    public void close() {
        outbox.remove(this);
        inbox.clear();
    }
}
