package org.lookalike.platform.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaConfig;

/**
 * What every service has to be told.
 *
 * @param kafka the broker and the registry
 * @param operationsHost the address that metrics and health listen on
 * @param operationsPort their port, 0 for any free one
 */
public record PlatformConfig(KafkaConfig kafka, String operationsHost, int operationsPort) {
    static final Setting<String> OPERATIONS_HOST = Setting.required(
            "operations.host", "127.0.0.1", "The address that /metrics and /health listen on; 0.0.0.0 in a container.");
    static final Setting<Integer> OPERATIONS_PORT = Setting.integer(
            "operations.port", 0, 65_535, 0, "The port of /metrics and /health; 0 takes a free one and logs it.");

    /** Every setting of this section and of those within it. */
    public static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(KafkaConfig.settings());
        settings.add(OPERATIONS_HOST);
        settings.add(OPERATIONS_PORT);
        return List.copyOf(settings);
    }

    public static PlatformConfig from(Settings settings) {
        return new PlatformConfig(
                KafkaConfig.from(settings), settings.get(OPERATIONS_HOST), settings.get(OPERATIONS_PORT));
    }
}
