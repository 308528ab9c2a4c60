package org.lookalike.spaces;

import java.time.Instant;
import java.util.List;

/**
 * The state of a space's collection.
 *
 * @param spaceId the space
 * @param state its state
 * @param expected images on the topic when it was verified, or {@link #UNCOUNTED}
 * @param counted images in the collection at that time, or {@link #UNCOUNTED}
 * @param missing ids in the topic and not in the collection, the first few
 * @param extra ids in the collection and not in the topic, the first few
 * @param reason a human-readable sentence; may be empty
 * @param at since when
 * @param incarnation the collection that this is said of; empty where none has been made yet
 * @param rebuild whether the collection takes the place of one that had been ready and was lost
 */
public record Generation(
        String spaceId,
        State state,
        long expected,
        long counted,
        List<String> missing,
        List<String> extra,
        String reason,
        Instant at,
        String incarnation,
        boolean rebuild) {
    /** Stands for a number that has not been counted yet. */
    public static final long UNCOUNTED = -1;

    /** The states of a generation. */
    public enum State {
        /** Being filled. */
        BUILDING,
        /** Verified to hold what its topic holds; may be activated. Ends when the collection is lost, or dropped. */
        READY,
        /** Found to differ from its topic; becomes ready once it does not. */
        FAILED,
        /** Its collection is deleted for good. */
        DROPPED
    }

    public Generation {
        missing = List.copyOf(missing);
        extra = List.copyOf(extra);
    }

    /** Of a space that was just defined, whose collection has not been made yet. */
    public static Generation building(String spaceId, Instant at) {
        return building(spaceId, "", false, "", at);
    }

    /** Of a collection that was just made. */
    public static Generation building(String spaceId, String incarnation, boolean rebuild, String reason, Instant at) {
        return new Generation(
                spaceId, State.BUILDING, UNCOUNTED, UNCOUNTED, List.of(), List.of(), reason, at, incarnation, rebuild);
    }

    /** Verified to hold what its topic holds. */
    public static Generation ready(String spaceId, long images, Instant at) {
        return ready(spaceId, images, "", at);
    }

    /** This incarnation was verified to hold what its topic holds. */
    public static Generation ready(String spaceId, long images, String incarnation, Instant at) {
        return new Generation(spaceId, State.READY, images, images, List.of(), List.of(), "", at, incarnation, false);
    }

    /** Deleted for good. */
    public static Generation dropped(String spaceId, String reason, Instant at) {
        return new Generation(
                spaceId, State.DROPPED, UNCOUNTED, UNCOUNTED, List.of(), List.of(), reason, at, "", false);
    }

    /** Whether the collection was whole once, or takes the place of one that was: a part of it must not be searched. */
    public boolean wasReady() {
        return rebuild || state == State.READY;
    }
}
