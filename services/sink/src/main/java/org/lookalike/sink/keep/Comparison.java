package org.lookalike.sink.keep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.sink.keep.Count.Outcome;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;

/** What one comparison of a topic with a collection has found so far; see {@link Reconciliation} for the order of steps. */
final class Comparison {
    /** More ids than anybody looks at; the rest is only counted. */
    private static final int NAMED = 20;
    /** So many are put right at once. */
    private static final int HELD = 2_000;

    private final Space space;
    private final VectorRows rows;
    /** At first what the topic holds; what is listed leaves it, so that what is missing stays. */
    private final IdSet missing = new IdSet();

    private final IdSet arrived = new IdSet();
    private final List<String> listedOnly = new ArrayList<>();
    private final Map<String, VectorRow> missingRows = new LinkedHashMap<>();
    private long expected;
    private long listed;
    private long extraBeyondHeld;
    private long arrivals;
    private boolean rowsDiffer;

    Comparison(Space space, VectorRows rows) {
        this.space = space;
        this.rows = rows;
    }

    /** Step 1: what the topic holds. */
    TopicIds.Listener expecting() {
        return new TopicIds.Listener() {
            @Override
            public void present(String id, ConsumerRecord<byte[], byte[]> origin) {
                missing.add(id);
            }

            @Override
            public void forgotten(String id) {
                missing.remove(id);
            }
        };
    }

    /** The topic was read to its end. */
    void allRead() {
        expected = missing.size();
    }

    /** Step 2: an id of the collection. */
    void listed(String id) {
        listed++;
        if (missing.contains(id)) {
            missing.remove(id);
        } else if (listedOnly.size() < HELD * 10) {
            listedOnly.add(id);
        } else {
            extraBeyondHeld++;
        }
    }

    /** Step 3: whatever came meanwhile may or may not have been listed. */
    TopicIds.Listener arriving() {
        return new TopicIds.Listener() {
            @Override
            public void present(String id, ConsumerRecord<byte[], byte[]> origin) {
                forgotten(id);
            }

            @Override
            public void forgotten(String id) {
                arrivals++;
                arrived.add(id);
                missing.remove(id);
            }
        };
    }

    /** @param rowsInAll what the store says of its own accord, right after the listing */
    void allListed(long rowsInAll) {
        listedOnly.removeIf(arrived::contains);
        rowsDiffer = Math.abs(rowsInAll - listed) > arrivals;
    }

    boolean differs() {
        return missing.size() > 0 || !listedOnly.isEmpty() || extraBeyondHeld > 0 || rowsDiffer;
    }

    /** Step 4, where something differs: the names and rows of what is missing. */
    TopicIds.Listener naming() {
        return new TopicIds.Listener() {
            @Override
            public void present(String id, ConsumerRecord<byte[], byte[]> origin) {
                if (missing.size() == 0 || !missing.contains(id)) {
                    return;
                }
                try {
                    VectorRow row = rows.read(id, origin.value()).in(space);
                    if (missingRows.size() < HELD || missingRows.containsKey(id)) {
                        missingRows.put(id, row);
                    }
                } catch (PermanentFailure e) {
                    // It has no place in the space, so that the sink passed it over.
                    forgotten(id);
                    expected--;
                }
            }

            @Override
            public void forgotten(String id) {
                missing.remove(id);
                missingRows.remove(id);
            }
        };
    }

    Map<String, VectorRow> missingRows() {
        return missingRows;
    }

    List<String> extraIds() {
        return listedOnly;
    }

    Count count() {
        long extra = listedOnly.size() + extraBeyondHeld;
        return new Count(
                differs() ? Outcome.WRONG : Outcome.WHOLE,
                expected,
                rowsDiffer ? listed : expected - missing.size() + extra,
                missingRows.keySet().stream().sorted().limit(NAMED).toList(),
                listedOnly.stream().sorted().limit(NAMED).toList(),
                missing.size(),
                extra);
    }
}
