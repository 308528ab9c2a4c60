package org.lookalike.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.operations.FaultLimits;

class PlatformConfigTest {
    @Test
    void defaultsAreThoseOfALocalSetUp() {
        assertThat(Settings.read(List.of(), Map.of(), PlatformConfig::from).config())
                .isEqualTo(new PlatformConfig(
                        new KafkaConfig("localhost:9092", "http://localhost:8081", false, Map.of()),
                        "127.0.0.1",
                        0,
                        FaultLimits.DEFAULT));
    }

    @Test
    void readsEverySetting() {
        assertThat(Settings.read(
                                List.of(
                                        "--kafka.bootstrap-servers=one:9092,two:9092",
                                        "--registry.url=https://registry,http://second:8081",
                                        "--watchdog.hang-after=3m",
                                        "--watchdog.unrecognized-after=4m",
                                        "--registry.auto-register=true",
                                        "--operations.host=0.0.0.0",
                                        "--operations.port=9400"),
                                Map.of(),
                                PlatformConfig::from)
                        .config())
                .isEqualTo(new PlatformConfig(
                        new KafkaConfig("one:9092,two:9092", "https://registry,http://second:8081", true, Map.of()),
                        "0.0.0.0",
                        9400,
                        new FaultLimits(Duration.ofMinutes(3), Duration.ofMinutes(4))));
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrap-servers, ''",
        "kafka.client-properties-file, none",
        "registry.url, registry:8081",
        "registry.url, 'http://one:8081,'",
        "watchdog.hang-after, 1ms",
        "watchdog.unrecognized-after, 8d",
        "operations.host, ''",
        "operations.port, 65536"
    })
    void refusesNamingTheKey(String key, String value) {
        assertThatThrownBy(() -> Settings.read(List.of("--" + key + "=" + value), Map.of(), PlatformConfig::from))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(key + " is '" + value + "'");
    }

    @Test
    void isValidOnceConstructed() {
        KafkaConfig kafka = new KafkaConfig("localhost:9092", "http://localhost:8081", false, Map.of());
        assertThatThrownBy(() -> new PlatformConfig(kafka, "127.0.0.1", -1, FaultLimits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("operations.port is -1");
        assertThatThrownBy(() -> new KafkaConfig(" ", "http://localhost:8081", false, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kafka.bootstrap-servers");
    }
}
