package org.lookalike.sink;

import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.sink.generation.GenerationControllerConfig;
import org.lookalike.sink.throttle.BackfillThrottleConfig;
import org.lookalike.spaces.SinkGroup;
import org.lookalike.vectorstore.connection.VectorStoreConfig;

/**
 * The configuration of the sink.
 *
 * @param group prefix of the consumer groups: each space has one of its own
 * @param maxRecords most vectors per batch
 * @param vectorStore the vector store
 * @param throttle how the backfill of generations is throttled
 * @param generations how generations are verified, activated and dropped
 */
public record SinkConfig(
        String group,
        int maxRecords,
        VectorStoreConfig vectorStore,
        BackfillThrottleConfig throttle,
        GenerationControllerConfig generations) {
    private static final Setting<Integer> MAX_RECORDS = Setting.integer(
            "sink.batch.max-size",
            1,
            10_000,
            2_000,
            "Maximum number of vectors projected into a space in one batch; at most 500 are written" + " at once.");

    public SinkConfig {
        SinkGroup.PREFIX.require(group);
        MAX_RECORDS.require(maxRecords);
    }

    public static SinkConfig from(Settings settings) {
        return new SinkConfig(
                SinkGroup.prefix(settings),
                settings.get(MAX_RECORDS),
                VectorStoreConfig.from(settings),
                BackfillThrottleConfig.from(settings),
                GenerationControllerConfig.from(settings));
    }
}
