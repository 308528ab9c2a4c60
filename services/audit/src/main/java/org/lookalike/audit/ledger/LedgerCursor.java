package org.lookalike.audit.ledger;

import java.util.function.BiPredicate;
import org.lookalike.vectorstore.Buckets;

/** A place in a ledger, from which its images are gone through slice by slice, again and again. Used by the ledger's thread. */
public final class LedgerCursor {
    private final ImageLedger ledger;
    private int bucket;
    private String afterId = "";

    /** At the ledger's beginning. */
    public LedgerCursor(ImageLedger ledger) {
        this.ledger = ledger;
    }

    /** Whether a pass is about to begin. */
    public boolean isAtBeginning() {
        return bucket == 0 && afterId.isEmpty();
    }

    /**
     * Goes on through the images.
     *
     * @param most how many at most
     * @param visitor called with each; false leaves this one and those after it to the next call
     * @return whether it reached the end of the ledger, and is at its beginning again
     */
    public boolean advance(int most, BiPredicate<String, ImageState> visitor) {
        int[] seen = {0};
        boolean atEnd = ledger.scan(bucket, afterId, Buckets.COUNT, (id, state) -> {
            if (++seen[0] > most || !visitor.test(id, state)) {
                return false;
            }
            bucket = Buckets.of(id);
            afterId = id;
            return true;
        });
        if (atEnd) {
            bucket = 0;
            afterId = "";
        }
        return atEnd;
    }
}
