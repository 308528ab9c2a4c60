package org.lookalike.audit.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lookalike.schemas.Topics;

/**
 * What the log says of one image.
 *
 * @param arrived its latest event, or null after a tombstone and where there was none
 * @param deletedOffset the offset of its latest tombstone on {@code images.arrived}, or -1
 * @param deletedAt when that was written, in milliseconds, or 0
 * @param doomed where bytes lie that the tombstones so far erase, in the order of the log, until they are erased
 * @param refusedUris where bytes lie that were stored for refused uploads since the last tombstone, the latest of them
 * @param vectors its latest vector of each stream, and tombstones of topics that hold none
 * @param refusal its latest refusal
 */
public record ImageState(
        @Nullable ArrivedState arrived,
        long deletedOffset,
        long deletedAt,
        List<String> doomed,
        List<String> refusedUris,
        List<VectorState> vectors,
        @Nullable RefusalState refusal) {
    private static final int MAX_REFUSED_URIS = 16;

    /** Of an image of which nothing was heard. */
    public static final ImageState NONE = new ImageState(null, -1, 0, List.of(), List.of(), List.of(), null);

    public ImageState {
        doomed = List.copyOf(doomed);
        refusedUris = List.copyOf(refusedUris);
        vectors = List.copyOf(vectors);
    }

    /** After an event; one that is older than what is known changes nothing. */
    ImageState arrived(long offset, String sha256, long arrivedAt, String uri) {
        if (offset <= lastArrivedOffset()) {
            return this;
        }
        List<String> uris = ArrivedState.append(arrived == null ? List.of() : arrived.uris(), uri);
        return new ImageState(
                new ArrivedState(offset, sha256, arrivedAt, uris),
                deletedOffset,
                deletedAt,
                doomed,
                refusedUris,
                vectors,
                refusal);
    }

    /**
     * After a tombstone on images.arrived: the bytes of every event before it are to be erased.
     *
     * @param at when it was written, in milliseconds
     */
    ImageState deleted(long offset, long at) {
        if (offset <= lastArrivedOffset()) {
            return this;
        }
        List<String> all = new ArrayList<>(doomed);
        if (arrived != null) {
            arrived.uris().stream().filter(uri -> !all.contains(uri)).forEach(all::add);
        }
        refusedUris.stream().filter(uri -> !all.contains(uri)).forEach(all::add);
        return new ImageState(null, offset, at, all, List.of(), vectors, null);
    }

    /** After bytes were erased. */
    public ImageState erased(List<String> uris) {
        return new ImageState(
                arrived,
                deletedOffset,
                deletedAt,
                doomed.stream().filter(uri -> !uris.contains(uri)).toList(),
                refusedUris,
                vectors,
                refusal);
    }

    /** After the bytes of superseded events were erased. */
    public ImageState sweptSuperseded(List<String> uris) {
        ArrivedState before = arrived;
        if (before == null) {
            return this;
        }
        List<String> left = before.uris().stream()
                .filter(uri -> uri.equals(before.uri()) || !uris.contains(uri))
                .toList();
        return new ImageState(
                new ArrivedState(before.offset(), before.sha256(), before.arrivedAt(), left),
                deletedOffset,
                deletedAt,
                doomed,
                refusedUris,
                vectors,
                refusal);
    }

    /** After a record of vectors. */
    ImageState vector(VectorState vector) {
        List<VectorState> others = new ArrayList<>();
        for (VectorState other : vectors) {
            boolean replaced = other.topic().equals(vector.topic())
                    && (vector.isTombstone()
                            || other.isTombstone()
                            || other.encoderId().equals(vector.encoderId()));
            if (replaced && other.offset() >= vector.offset()) {
                return this;
            }
            if (!replaced) {
                others.add(other);
            }
        }
        others.add(vector);
        return new ImageState(arrived, deletedOffset, deletedAt, doomed, refusedUris, others, refusal);
    }

    /** After an upload was refused whose bytes were stored. */
    ImageState refusedUpload(String uri) {
        if (refusedUris.contains(uri)) {
            return this;
        }
        List<String> more = new ArrayList<>(refusedUris);
        more.add(uri);
        // Those before it are erased with whatever else nothing names any more.
        return new ImageState(
                arrived,
                deletedOffset,
                deletedAt,
                doomed,
                more.subList(Math.max(0, more.size() - MAX_REFUSED_URIS), more.size()),
                vectors,
                refusal);
    }

    ImageState refused(RefusalState next) {
        return new ImageState(arrived, deletedOffset, deletedAt, doomed, refusedUris, vectors, next);
    }

    /**
     * Whether nothing is left of a deleted image, and its tombstones are that old: the topics keep neither these nor anything
     * before them.
     *
     * @param before milliseconds
     */
    public boolean isForgotten(long before) {
        return arrived == null
                && refusal == null
                && (deletedOffset >= 0 || !vectors.isEmpty())
                && doomed.isEmpty()
                && refusedUris.isEmpty()
                && deletedAt < before
                && vectors.stream().allMatch(vector -> vector.isTombstone() && vector.arrivedAt() < before);
    }

    /** Where all bytes lie that are still to be kept or to be erased. */
    public List<String> uris() {
        List<String> all = new ArrayList<>(doomed);
        all.addAll(refusedUris);
        if (arrived != null) {
            all.addAll(arrived.uris());
        }
        return all;
    }

    /** The latest vector of a stream; empty after a tombstone. */
    public Optional<VectorState> vector(EncoderStream stream) {
        return vectors.stream().filter(vector -> vector.stream().equals(stream)).findFirst();
    }

    /** The latest tombstone of a topic of vectors, if it holds nothing newer. */
    public Optional<VectorState> vectorTombstone(String topic) {
        return vectors.stream()
                .filter(vector -> vector.isTombstone() && vector.topic().equals(topic))
                .findFirst();
    }

    /** Whether the topic holds a vector of it. */
    public boolean hasVector(String topic) {
        return vectors.stream()
                .anyMatch(vector -> !vector.isTombstone() && vector.topic().equals(topic));
    }

    /** Whether its latest event was refused by the stage that reads it. */
    public boolean isArrivedRefused() {
        return arrived != null
                && refusal != null
                && refusal.topic().equals(Topics.IMAGES_ARRIVED.name())
                && refusal.offset() >= Objects.requireNonNull(arrived).offset();
    }

    /** Whether a record of vectors was refused by the sink. */
    public boolean isRefused(VectorState vector) {
        return refusal != null && refusal.topic().equals(vector.topic()) && refusal.offset() == vector.offset();
    }

    /** The offset of its latest record on a topic, or -1. */
    long latestOffset(String topic) {
        return topic.equals(Topics.IMAGES_ARRIVED.name())
                ? lastArrivedOffset()
                : vectors.stream()
                        .filter(vector -> vector.topic().equals(topic))
                        .mapToLong(VectorState::offset)
                        .max()
                        .orElse(-1);
    }

    /** The offset of its latest record on images.arrived, or -1. */
    long lastArrivedOffset() {
        return Math.max(deletedOffset, arrived == null ? -1 : arrived.offset());
    }
}
