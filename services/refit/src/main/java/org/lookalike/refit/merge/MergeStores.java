package org.lookalike.refit.merge;

import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.lookalike.refit.sample.SampleStore;

/**
 * The state of a merging task.
 *
 * @param samples the samples of windows that have closed and are not fitted yet, and the merged long-term samples
 * @param windows how far those windows have come, by {@link WindowProgress#key}
 * @param finished the end of the last window that was fitted or passed over, by stream
 * @param assignments the samples that spaces were fitted to
 * @param labelled images that somebody labelled, by stream and image id
 * @param adaptedFits the labels that were fitted last, by stream
 */
record MergeStores(
        SampleStore samples,
        KeyValueStore<String, byte[]> windows,
        KeyValueStore<String, Long> finished,
        AssignmentStore assignments,
        KeyValueStore<String, byte[]> labelled,
        KeyValueStore<String, String> adaptedFits) {
    private static final String SAMPLES = "merged-samples";
    private static final String WINDOWS = "pending-windows";
    private static final String FINISHED = "finished-windows";
    private static final String ASSIGNMENTS = "space-members";
    private static final String LABELLED = "labelled-images";
    private static final String ADAPTED = "adapted-fits";

    static Set<StoreBuilder<?>> builders() {
        return Set.of(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(SAMPLES), Serdes.Bytes(), Serdes.ByteArray()),
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(WINDOWS), Serdes.String(), Serdes.ByteArray()),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(FINISHED), Serdes.String(), Serdes.Long()),
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(ASSIGNMENTS), Serdes.String(), Serdes.ByteArray()),
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(LABELLED), Serdes.String(), Serdes.ByteArray()),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(ADAPTED), Serdes.String(), Serdes.String()));
    }

    static MergeStores open(ProcessorContext<?, ?> context, SampleStore.Capacity capacity) {
        return new MergeStores(
                SampleStore.open(context.getStateStore(SAMPLES), capacity),
                context.getStateStore(WINDOWS),
                context.getStateStore(FINISHED),
                new AssignmentStore(context.getStateStore(ASSIGNMENTS)),
                context.getStateStore(LABELLED),
                context.getStateStore(ADAPTED));
    }
}
