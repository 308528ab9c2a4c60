package org.lookalike.sink.generation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.sink.generation.ReconciliationResult.Status;
import org.lookalike.sink.place.EncodedImage;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;

/**
 * The differences between a topic and a collection, gathered step by step; {@link Reconciler} gives the order of the steps.
 * Used by one thread.
 */
final class CollectionDiff {
    /** Ids that a result names; the others are only counted. */
    private static final int MAX_NAMED = 20;
    /** Missing rows that are kept, to be written by one repair. */
    private static final int MAX_MISSING_ROWS = 2_000;

    private static final int MAX_EXTRA_IDS = 10 * MAX_MISSING_ROWS;

    private final Space space;
    /** The topic's ids, less those that the collection was found to hold. */
    private final ImageIdSet missing = new ImageIdSet();
    /** Ids with a record that came after the first reading. */
    private final ImageIdSet changed = new ImageIdSet();

    private final List<String> extra = new ArrayList<>();
    private final Map<String, VectorRow> missingRows = new LinkedHashMap<>();
    private long expected;
    private long listed;
    private long extraBeyondMax;
    private long changes;
    private boolean rowCountDiffers;

    CollectionDiff(Space space) {
        this.space = space;
    }

    /** Step 1: reads what the topic holds. */
    void readExpected(VectorsTopicReader topic) {
        topic.readToEnd(new VectorsTopicReader.Listener() {
            @Override
            public void upserted(String id, EncodedImage image) {
                missing.add(id);
            }

            @Override
            public void deleted(String id) {
                missing.remove(id);
            }
        });
        expected = missing.size();
    }

    /** Step 2: takes one id of the collection. */
    void addListed(String id) {
        listed++;
        if (missing.remove(id)) {
            return;
        }
        if (extra.size() < MAX_EXTRA_IDS) {
            extra.add(id);
        } else {
            extraBeyondMax++;
        }
    }

    /**
     * Step 3: leaves out whatever has changed since step 1, which the collection may or may not have held when it was
     * listed.
     *
     * @param rowCount the collection's number of rows, asked for right after its ids were listed
     */
    void excludeChanged(VectorsTopicReader topic, long rowCount) {
        topic.readToEnd(new VectorsTopicReader.Listener() {
            @Override
            public void upserted(String id, EncodedImage image) {
                deleted(id);
            }

            @Override
            public void deleted(String id) {
                changes++;
                changed.add(id);
                missing.remove(id);
            }
        });
        extra.removeIf(changed::contains);
        rowCountDiffers = Math.abs(rowCount - listed) > changes;
    }

    /** Step 4, if the two differ: reads the topic once more for the rows that are missing, known by their hashes until now. */
    void readMissingRows(VectorsTopicReader topicFromItsBeginning) {
        topicFromItsBeginning.readToEnd(new VectorsTopicReader.Listener() {
            @Override
            public void upserted(String id, EncodedImage image) {
                if (!missing.contains(id)) {
                    return;
                }
                try {
                    VectorRow row = image.in(space);
                    if (missingRows.size() < MAX_MISSING_ROWS || missingRows.containsKey(id)) {
                        missingRows.put(id, row);
                    }
                } catch (PermanentFailure e) {
                    // It cannot be placed in the space, so the sink refused it.
                    deleted(id);
                    expected--;
                }
            }

            @Override
            public void deleted(String id) {
                missing.remove(id);
                missingRows.remove(id);
            }
        });
    }

    boolean isEmpty() {
        return missing.isEmpty() && extra.isEmpty() && extraBeyondMax == 0 && !rowCountDiffers;
    }

    /** The first missing rows, by id, after step 4. */
    Map<String, VectorRow> missingRows() {
        return missingRows;
    }

    /** The first extra ids. */
    List<String> extraIds() {
        return extra;
    }

    ReconciliationResult result() {
        long extraCount = extra.size() + extraBeyondMax;
        return new ReconciliationResult(
                isEmpty() ? Status.CONSISTENT : Status.INCONSISTENT,
                expected,
                rowCountDiffers ? listed : expected - missing.size() + extraCount,
                missingRows.keySet().stream().sorted().limit(MAX_NAMED).toList(),
                extra.stream().sorted().limit(MAX_NAMED).toList(),
                missing.size(),
                extraCount);
    }
}
