package org.lookalike.sink;

import java.util.ArrayList;
import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.sink.generation.GenerationControllerConfig;
import org.lookalike.sink.throttle.BackfillThrottleConfig;
import org.lookalike.vectorstore.connection.VectorStoreConfig;

/**
 * The configuration of the sink.
 *
 * @param group prefix of the consumer groups: each space has one of its own
 * @param maxRecords most vectors per batch, 1 to 10,000
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
    /** The default prefix of the consumer groups. */
    public static final String DEFAULT_GROUP = "sink";

    private static final int MAX_BATCH = 10_000;

    static final Setting<String> GROUP = Setting.required(
            "sink.group",
            DEFAULT_GROUP,
            "What the names of the consumer groups begin with; a hyphen and the space's id follow, or"
                    + " `-generation-controller`. Instances with the same setting share the work.");
    static final Setting<Integer> MAX_RECORDS = Setting.integer(
            "sink.batch.max-size",
            1,
            MAX_BATCH,
            2_000,
            "Most vectors brought into a space in one batch, of which at most 500 are written at once.");

    public SinkConfig {
        if (maxRecords < 1 || maxRecords > MAX_BATCH) {
            throw new IllegalArgumentException("maxRecords is %d, must be 1 to %d".formatted(maxRecords, MAX_BATCH));
        }
    }

    /** Every setting of this service. */
    public static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(List.of(GROUP, MAX_RECORDS));
        settings.addAll(BackfillThrottleConfig.settings());
        settings.addAll(GenerationControllerConfig.settings());
        settings.addAll(VectorStoreConfig.settings());
        return List.copyOf(settings);
    }

    public static SinkConfig from(Settings settings) {
        return new SinkConfig(
                settings.get(GROUP),
                settings.get(MAX_RECORDS),
                VectorStoreConfig.from(settings),
                BackfillThrottleConfig.from(settings),
                GenerationControllerConfig.from(settings));
    }
}
