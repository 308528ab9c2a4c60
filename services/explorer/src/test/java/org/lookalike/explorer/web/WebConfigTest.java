package org.lookalike.explorer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;

final class WebConfigTest {
    @Test
    void listensOnThisMachineAloneByDefault() {
        WebConfig config = read();

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.allowedHosts()).contains("127.0.0.1", "localhost").doesNotContain("0.0.0.0");
    }

    @Test
    void refusesToListenBeyondThisMachineWithoutAToken() {
        assertThatExceptionOfType(InvalidSettings.class)
                .isThrownBy(() -> read("--explorer.host=0.0.0.0"))
                .withMessageContaining("explorer.host is 0.0.0.0, which others can reach: set explorer.token");
        assertThat(read("--explorer.host=0.0.0.0", "--explorer.token=0123456789abcdef")
                        .allowedHosts())
                .as("any name will do where the token protects")
                .isEmpty();
    }

    @Test
    void refusesAShortTokenWithoutShowingIt() {
        assertThatExceptionOfType(InvalidSettings.class)
                .isThrownBy(() -> read("--explorer.token=hunter2"))
                .withMessageContaining("explorer.token has 7 characters, must have at least 16")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void takesNamesBesideTheAddress() {
        assertThat(read("--explorer.names=Plant-7,explorer.example").allowedHosts())
                .contains("plant-7", "explorer.example", "127.0.0.1");
    }

    @Test
    void neverShowsTheToken() {
        assertThat(read("--explorer.token=0123456789abcdef").toString()).doesNotContain("0123456789abcdef");
    }

    static WebConfig read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), WebConfig::from).config();
    }
}
