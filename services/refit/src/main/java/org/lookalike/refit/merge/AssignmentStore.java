package org.lookalike.refit.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.lookalike.refit.fit.ClusterAssignments;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** The clusters of the samples that spaces were fitted to, for as long as those spaces exist. */
final class AssignmentStore {
    private final KeyValueStore<String, byte[]> store;

    AssignmentStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** Those of a stream, by space id. */
    Map<String, ClusterAssignments> of(String stream) {
        Map<String, ClusterAssignments> members = new HashMap<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                if (entry.key.startsWith(stream + "/")) {
                    members.put(entry.key.substring(stream.length() + 1), ClusterAssignments.of(entry.value));
                }
            }
        }
        return members;
    }

    /** Keeps those of a proposed space, and deletes those of dropped spaces. */
    void keep(String stream, Space space, ClusterAssignments members, Spaces spaces) {
        List<String> dropped = new ArrayList<>();
        for (String id : of(stream).keySet()) {
            boolean known = spaces.find(id).isPresent();
            if (known && spaces.alive().stream().noneMatch(alive -> alive.id().equals(id))) {
                dropped.add(stream + "/" + id);
            }
        }
        dropped.forEach(store::delete);
        store.put(stream + "/" + space.id(), members.toBytes());
    }
}
