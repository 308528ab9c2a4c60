package org.lookalike.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaConfig;

class PlatformConfigTest {
    @Test
    void defaultsAreThoseOfALocalSetUp() {
        assertThat(Settings.read(List.of(), Map.of(), PlatformConfig::from).config())
                .isEqualTo(new PlatformConfig(
                        new KafkaConfig("localhost:9092", "http://localhost:8081", false, Map.of()), "127.0.0.1", 0));
    }

    @Test
    void everyDeclaredSettingIsReadAndEveryReadOneDeclared() {
        assertThat(PlatformConfig.settings())
                .extracting(Setting::key)
                .containsExactlyInAnyOrderElementsOf(Settings.read(List.of(), Map.of(), PlatformConfig::from)
                        .effective()
                        .keySet());
    }

    @Test
    void everyDefaultObeysItsOwnRule() {
        assertThat(PlatformConfig.settings()).allSatisfy(PlatformConfigTest::assertDefaultAccepted);
    }

    private static <T> void assertDefaultAccepted(Setting<T> setting) {
        assertThat(setting.accepts().test(setting.parser().apply(setting.defaultText())))
                .as(setting.key())
                .isTrue();
    }
}
