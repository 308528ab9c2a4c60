package org.lookalike.sink.keep;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/**
 * Puts a collection right from its topic, beside the group that fills it. The group may be writing the same images at
 * the same time; so whatever comes for them on the topic is written once more afterwards, until nothing comes: the newest
 * record wins whoever was first.
 */
final class Repair {
    private static final int ROUNDS = 10;

    private final VectorStore store;
    private final Space space;
    private final VectorRows rows;

    Repair(VectorStore store, Space space, VectorRows rows) {
        this.store = store;
        this.space = space;
        this.rows = rows;
    }

    /** @param topic at the end of what the missing rows were read from */
    void apply(Map<String, VectorRow> missing, List<String> extra, TopicIds topic) {
        Set<String> mine = new HashSet<>(missing.keySet());
        mine.addAll(extra);
        Map<String, VectorRow> upserts = new LinkedHashMap<>(missing);
        Set<String> deletes = new HashSet<>(extra);
        for (int round = 0; round < ROUNDS && !(upserts.isEmpty() && deletes.isEmpty()); round++) {
            if (!deletes.isEmpty()) {
                store.delete(space.collection(), deletes);
            }
            if (!upserts.isEmpty()) {
                store.upsert(space.collection(), List.copyOf(upserts.values()));
            }
            upserts.clear();
            deletes.clear();
            topic.readOn(new TopicIds.Listener() {
                @Override
                public void present(String id, ConsumerRecord<byte[], byte[]> origin) {
                    if (mine.contains(id)) {
                        place(id, origin.value());
                    }
                }

                @Override
                public void forgotten(String id) {
                    if (mine.contains(id)) {
                        upserts.remove(id);
                        deletes.add(id);
                    }
                }

                private void place(String id, byte[] value) {
                    try {
                        upserts.put(id, rows.read(id, value).in(space));
                        deletes.remove(id);
                    } catch (PermanentFailure e) {
                        // The sink passes it over as well: the image stays as it was.
                        return;
                    }
                }
            });
        }
    }
}
