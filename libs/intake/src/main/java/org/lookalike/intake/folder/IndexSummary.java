package org.lookalike.intake.folder;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.lookalike.schemas.ErrorCode;

/**
 * The outcome of indexing.
 *
 * @param accepted published, acknowledged by the broker
 * @param refused quarantined, by code
 * @param unchanged skipped because they are indexed already
 * @param unreadable could not be read
 * @param elapsed how long it took
 */
public record IndexSummary(
        long accepted, Map<ErrorCode, Long> refused, long unchanged, long unreadable, Duration elapsed) {
    public IndexSummary {
        refused = Map.copyOf(refused);
    }

    /** The total number of refused files. */
    public long refusedInAll() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Counts, and passes everything on to another listener. */
    static final class Counting implements IndexListener {
        private final IndexListener next;
        private final Map<ErrorCode, Long> refused = new TreeMap<>();
        private final long started = System.nanoTime();
        private long accepted;
        private long unchanged;
        private long unreadable;

        Counting(IndexListener next) {
            this.next = next;
        }

        IndexSummary summary() {
            return new IndexSummary(
                    accepted, refused, unchanged, unreadable, Duration.ofNanos(System.nanoTime() - started));
        }

        @Override
        public void accepted(ImageFile file) {
            accepted++;
            next.accepted(file);
        }

        @Override
        public void refused(ImageFile file, ErrorCode code, String message) {
            refused.merge(code, 1L, Long::sum);
            next.refused(file, code, message);
        }

        @Override
        public void unchanged(ImageFile file) {
            unchanged++;
            next.unchanged(file);
        }

        @Override
        public void unreadable(ImageFile file, String reason) {
            unreadable++;
            next.unreadable(file, reason);
        }

        @Override
        public void waiting(String reason) {
            next.waiting(reason);
        }

        @Override
        public void resumed() {
            next.resumed();
        }
    }
}
