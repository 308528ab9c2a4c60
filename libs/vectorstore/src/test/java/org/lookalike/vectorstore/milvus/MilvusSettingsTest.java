package org.lookalike.vectorstore.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;

final class MilvusSettingsTest {
    @Test
    void hasTheDefaultsOfTheConfiguration() {
        assertThat(read().config()).isEqualTo(MilvusConfig.at("http://localhost:19530"));
    }

    @Test
    void mapsEverySetting() {
        assertThat(read(
                                "--milvus.uri=https://milvus:443",
                                "--milvus.token=user:secret",
                                "--milvus.database=pictures",
                                "--milvus.connect-timeout=1s",
                                "--milvus.call-timeout=2s",
                                "--milvus.schema-timeout=3s",
                                "--milvus.search-consistency=eventual",
                                "--milvus.hnsw.m=8",
                                "--milvus.hnsw.ef-construction=64",
                                "--milvus.hnsw.ef-search=32")
                        .config())
                .isEqualTo(new MilvusConfig(
                        "https://milvus:443",
                        "user:secret",
                        "pictures",
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        SearchConsistency.EVENTUAL,
                        new HnswConfig(8, 64, 32),
                        BatchLimits.DEFAULT));
    }

    @Test
    void neverShowsTheToken() {
        Settings.Loaded<MilvusConfig> loaded = read("--milvus.token=user:secret");
        assertThat(loaded.effective()).containsEntry("milvus.token", "(set)");
        assertThat(loaded.config().toString()).doesNotContain("user:secret");
    }

    @Test
    void refusesAServerWithoutAPort() {
        assertThatThrownBy(() -> read("--milvus.uri=http://milvus"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("http://host:port");
    }

    private static Settings.Loaded<MilvusConfig> read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), MilvusSettings::from);
    }
}
