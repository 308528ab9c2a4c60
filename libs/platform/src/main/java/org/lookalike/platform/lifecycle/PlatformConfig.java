package org.lookalike.platform.lifecycle;

import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.operations.FaultLimits;

/**
 * The configuration that every service shares.
 *
 * @param kafka the broker and the registry
 * @param operationsHost the address that metrics and health listen on
 * @param operationsPort their port, 0 for any free one
 * @param faults how long loops are borne with in which something goes wrong
 */
public record PlatformConfig(KafkaConfig kafka, String operationsHost, int operationsPort, FaultLimits faults) {
    private static final Setting<String> OPERATIONS_HOST = Setting.required(
            "operations.host",
            "127.0.0.1",
            "The address to listen on for /metrics and /health; 0.0.0.0 in a container.");
    private static final Setting<Integer> OPERATIONS_PORT = Setting.integer(
            "operations.port", 0, 65_535, 0, "The port of /metrics and /health; 0 picks a free one and logs it.");

    public PlatformConfig {
        OPERATIONS_HOST.require(operationsHost);
        OPERATIONS_PORT.require(operationsPort);
    }

    public static PlatformConfig from(Settings settings) {
        return new PlatformConfig(
                KafkaConfig.from(settings),
                settings.get(OPERATIONS_HOST),
                settings.get(OPERATIONS_PORT),
                FaultLimits.from(settings));
    }
}
