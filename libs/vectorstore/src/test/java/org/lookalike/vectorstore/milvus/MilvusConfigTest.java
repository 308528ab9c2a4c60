package org.lookalike.vectorstore.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;

final class MilvusConfigTest {
    private static final MilvusConfig CONFIG = MilvusConfig.at("http://127.0.0.1:19530");

    @Test
    void theTokenIsNotShown() {
        assertThat(CONFIG.withToken("root:geheim").toString())
                .doesNotContain("geheim")
                .contains("(secret)");
    }

    @Test
    void refusesWhatIsNoServerAddressWithoutShowingAPassword() {
        assertThatIllegalArgumentException().isThrownBy(() -> MilvusConfig.at("127.0.0.1:19530"));
        assertThatIllegalArgumentException().isThrownBy(() -> MilvusConfig.at("http://127.0.0.1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MilvusConfig.at("http://root:geheim@127.0.0.1:19530"))
                .withMessageNotContaining("geheim");
    }

    @Test
    void refusesTimeoutsOfZero() {
        Duration second = Duration.ofSeconds(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONFIG.withTimeouts(second, Duration.ZERO, second))
                .withMessageContaining("milvus.call-timeout is 0s");
    }

    @Test
    void refusesLimitsBeyondTheServers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchLimits(16_385, 1 << 20, 10))
                .withMessageContaining("rows is 16385");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HnswConfig(1, 200, 128))
                .withMessageContaining("milvus.hnsw.m is 1");
    }

    @Test
    void defaultsToAServerOnThisMachine() {
        assertThat(read().config())
                .isEqualTo(new MilvusConfig(
                        "http://localhost:19530",
                        "",
                        "",
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(3),
                        SearchConsistency.BOUNDED,
                        new HnswConfig(16, 200, 128),
                        BatchLimits.DEFAULT))
                .isEqualTo(MilvusConfig.at("http://localhost:19530"));
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

    @ParameterizedTest
    @CsvSource({
        "milvus.uri, nowhere",
        "milvus.connect-timeout, 99ms",
        "milvus.call-timeout, 0s",
        "milvus.schema-timeout, 601s",
        "milvus.search-consistency, sometimes",
        "milvus.hnsw.m, 1",
        "milvus.hnsw.ef-construction, 0",
        "milvus.hnsw.ef-search, 32769"
    })
    void refusesWhatIsOutOfRangeNamingTheKey(String key, String value) {
        assertThatThrownBy(() -> read("--" + key + "=" + value))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(key + " is '" + value + "'");
    }

    private static Settings.Loaded<MilvusConfig> read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), MilvusConfig::from);
    }
}
