package org.lookalike.sink;

import java.util.ArrayList;
import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.vectorstore.milvus.MilvusConfig;
import org.lookalike.vectorstore.milvus.MilvusSettings;

/**
 * What the sink has to be told.
 *
 * @param group its consumer group
 * @param maxRecords most vectors per write, 1 to 10,000
 * @param milvus how to reach the vector store
 */
public record SinkConfig(String group, int maxRecords, MilvusConfig milvus) {
    /** The group that consumes vectors unless configured otherwise. */
    public static final String DEFAULT_GROUP = "sink";

    private static final int LARGEST_BATCH = 10_000;

    static final Setting<String> GROUP = Setting.required(
            "sink.group", DEFAULT_GROUP, "The consumer group on vectors. Instances of one group share the work.");
    static final Setting<Integer> MAX_RECORDS = Setting.integer(
            "sink.batch.max-size", 1, LARGEST_BATCH, 500, "Most vectors written to Milvus in one batch.");

    public SinkConfig {
        if (maxRecords < 1 || maxRecords > LARGEST_BATCH) {
            throw new IllegalArgumentException(
                    "maxRecords is %d, must be 1 to %d".formatted(maxRecords, LARGEST_BATCH));
        }
    }

    /** Every setting of this service. */
    public static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(List.of(GROUP, MAX_RECORDS));
        settings.addAll(MilvusSettings.settings());
        return List.copyOf(settings);
    }

    public static SinkConfig from(Settings settings) {
        return new SinkConfig(settings.get(GROUP), settings.get(MAX_RECORDS), MilvusSettings.from(settings));
    }
}
