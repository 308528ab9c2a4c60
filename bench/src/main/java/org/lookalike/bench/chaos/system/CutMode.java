package org.lookalike.bench.chaos.system;

/** What happens to connections while they are cut off. */
public enum CutMode {
    /** Nothing comes through in either direction and nothing is closed: a network that swallows packets. */
    STALL,
    /** Every connection is reset, and so is each new one: a process that is gone. */
    RESET,
    /** Requests come through, their replies do not: what was done is unknown to the one who asked. */
    LOSE_REPLIES
}
