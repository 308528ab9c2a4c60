package org.lookalike.sink;

import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.sink.keep.KeeperConfig;
import org.lookalike.sink.pace.PaceConfig;
import org.lookalike.vectorstore.connection.VectorStoreConfig;

/**
 * The configuration of the sink.
 *
 * @param group what the names of its consumer groups begin with: each space has its own
 * @param maxRecords most vectors per batch
 * @param vectorStore how to reach the vector store
 * @param pace how quickly generations are built
 * @param keeper how they are looked after
 */
public record SinkConfig(
        String group, int maxRecords, VectorStoreConfig vectorStore, PaceConfig pace, KeeperConfig keeper) {
    /** What the groups' names begin with unless configured otherwise. */
    public static final String DEFAULT_GROUP = "sink";

    private static final Setting<String> GROUP = Setting.required(
            "sink.group",
            DEFAULT_GROUP,
            "What the names of the consumer groups begin with; a hyphen and the space's id follow, or `-keeper`."
                    + " Instances with the same setting share the work.");
    private static final Setting<Integer> MAX_RECORDS = Setting.integer(
            "sink.batch.max-size",
            1,
            10_000,
            2_000,
            "Most vectors brought into a space in one batch, of which at most 500 are written at once.");

    public SinkConfig {
        GROUP.require(group);
        MAX_RECORDS.require(maxRecords);
    }

    public static SinkConfig from(Settings settings) {
        return new SinkConfig(
                settings.get(GROUP),
                settings.get(MAX_RECORDS),
                VectorStoreConfig.from(settings),
                PaceConfig.from(settings),
                KeeperConfig.from(settings));
    }
}
