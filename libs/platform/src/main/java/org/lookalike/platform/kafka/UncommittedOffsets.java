package org.lookalike.platform.kafka;

import java.util.TreeSet;

/** Which records of one partition are in work, and up to where all are done. Not thread-safe. */
final class UncommittedOffsets {
    private final TreeSet<Long> inWork = new TreeSet<>();
    private long next;
    private long committed;

    /** @param position the first offset that may come */
    UncommittedOffsets(long position) {
        this.next = position;
        this.committed = position;
    }

    /** A record was read; records come in the order of their offsets. */
    void begin(long offset) {
        inWork.add(offset);
        next = offset + 1;
    }

    /** A record is done, in whatever order. */
    void end(long offset) {
        inWork.remove(offset);
    }

    int size() {
        return inWork.size();
    }

    /** The offset of the first record that is not done. */
    long position() {
        return inWork.isEmpty() ? next : inWork.first();
    }

    /** Whether more is done than was committed. */
    boolean isAhead() {
        return position() > committed;
    }

    void committed(long offset) {
        committed = Math.max(committed, offset);
    }
}
