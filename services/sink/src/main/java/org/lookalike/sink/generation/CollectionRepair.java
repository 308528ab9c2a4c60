package org.lookalike.sink.generation;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.sink.place.EncodedImage;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/**
 * Writes a collection's missing rows and deletes its extra ones, while the space's group goes on writing to it. Both may
 * write the same image at the same time; so the repair reads on and writes whatever comes for its images again, until
 * nothing comes: the newest record wins, whoever wrote first.
 */
final class CollectionRepair {
    private static final int MAX_ROUNDS = 10;

    private final VectorStore store;
    private final Space space;

    CollectionRepair(VectorStore store, Space space) {
        this.store = store;
        this.space = space;
    }

    /** @param topic positioned where the reading of the missing rows ended */
    void apply(Map<String, VectorRow> missing, List<String> extra, VectorsTopicReader topic) {
        Set<String> repaired = new HashSet<>(missing.keySet());
        repaired.addAll(extra);
        Map<String, VectorRow> upserts = new LinkedHashMap<>(missing);
        Set<String> deletes = new HashSet<>(extra);
        for (int round = 0; round < MAX_ROUNDS && !(upserts.isEmpty() && deletes.isEmpty()); round++) {
            if (!deletes.isEmpty()) {
                store.delete(space.collection(), deletes);
            }
            if (!upserts.isEmpty()) {
                store.upsert(space.collection(), List.copyOf(upserts.values()));
            }
            upserts.clear();
            deletes.clear();
            topic.readToEnd(new VectorsTopicReader.Listener() {
                @Override
                public void upserted(String id, EncodedImage image) {
                    if (!repaired.contains(id)) {
                        return;
                    }
                    try {
                        upserts.put(id, image.in(space));
                        deletes.remove(id);
                    } catch (PermanentFailure e) {
                        // The sink refuses it as well, so the earlier row stays.
                        return;
                    }
                }

                @Override
                public void deleted(String id) {
                    if (repaired.contains(id)) {
                        upserts.remove(id);
                        deletes.add(id);
                    }
                }
            });
        }
    }
}
