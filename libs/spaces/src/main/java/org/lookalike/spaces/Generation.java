package org.lookalike.spaces;

import java.time.Instant;
import java.util.List;

/**
 * How far the collection of a space has come.
 *
 * @param spaceId the space
 * @param state where it stands
 * @param expected images that the topic held when it was counted, or {@link #UNCOUNTED}
 * @param counted images that the collection held then, or {@link #UNCOUNTED}
 * @param missing ids in the topic and not in the collection, the first few
 * @param extra ids in the collection and not in the topic, the first few
 * @param reason one sentence for a person; may be empty
 * @param at since when
 */
public record Generation(
        String spaceId,
        State state,
        long expected,
        long counted,
        List<String> missing,
        List<String> extra,
        String reason,
        Instant at) {
    /** Stands for a number that nobody has counted yet. */
    public static final long UNCOUNTED = -1;

    /** Where a generation stands. */
    public enum State {
        /** Being filled. */
        BUILDING,
        /** Counted and found whole; may be activated. Ends only by being dropped. */
        READY,
        /** Counted and found wrong; becomes ready as soon as it is right. */
        FAILED,
        /** Its collection is gone for good. */
        DROPPED
    }

    public Generation {
        missing = List.copyOf(missing);
        extra = List.copyOf(extra);
    }

    /** Of a space that was just defined. */
    public static Generation building(String spaceId, Instant at) {
        return new Generation(spaceId, State.BUILDING, UNCOUNTED, UNCOUNTED, List.of(), List.of(), "", at);
    }

    /** Counted and found whole. */
    public static Generation ready(String spaceId, long images, Instant at) {
        return new Generation(spaceId, State.READY, images, images, List.of(), List.of(), "", at);
    }

    /** Gone for good. */
    public static Generation dropped(String spaceId, String reason, Instant at) {
        return new Generation(spaceId, State.DROPPED, UNCOUNTED, UNCOUNTED, List.of(), List.of(), reason, at);
    }
}
