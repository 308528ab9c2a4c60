package org.lookalike.sink;

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
import org.lookalike.sink.generation.GenerationControllerConfig;
import org.lookalike.sink.throttle.BackfillThrottleConfig;
import org.lookalike.vectorstore.connection.VectorStoreConfig;

final class SinkConfigTest {
    @Test
    void defaultsToAMilvusOnThisMachine() {
        SinkConfig config = read();

        assertThat(config.group()).isEqualTo("sink");
        assertThat(config.maxRecords()).isEqualTo(2_000);
        assertThat(config.vectorStore()).isEqualTo(VectorStoreConfig.at("http://localhost:19530"));
        assertThat(config.throttle()).isEqualTo(new BackfillThrottleConfig(0, 0.1, 3));
        assertThat(config.generations())
                .isEqualTo(new GenerationControllerConfig(true, Duration.ofHours(24), true, 0.01));
    }

    @Test
    void readsEverySettingOfItsSections() {
        SinkConfig config = read(
                "--sink.group=sink-b",
                "--sink.batch.max-size=7",
                "--sink.build.max-rate=300",
                "--sink.build.min-share=0.5",
                "--sink.build.tolerance=2",
                "--spaces.auto-activate=false",
                "--spaces.grace=30m",
                "--spaces.keep-raw=false",
                "--spaces.lost-share=0.2",
                "--milvus.uri=http://milvus:19530");

        assertThat(config.group()).isEqualTo("sink-b");
        assertThat(config.maxRecords()).isEqualTo(7);
        assertThat(config.throttle()).isEqualTo(new BackfillThrottleConfig(300, 0.5, 2));
        assertThat(config.generations())
                .isEqualTo(new GenerationControllerConfig(false, Duration.ofMinutes(30), false, 0.2));
        assertThat(config.vectorStore()).isEqualTo(VectorStoreConfig.at("http://milvus:19530"));
    }

    @ParameterizedTest
    @CsvSource({
        "sink.group, ''",
        "sink.batch.max-size, 0",
        "sink.batch.max-size, 10001",
        "sink.batch.max-size, many",
        "sink.build.max-rate, -1",
        "sink.build.min-share, 0",
        "sink.build.tolerance, 0.5",
        "spaces.auto-activate, perhaps",
        "spaces.grace, -1s",
        "milvus.uri, nowhere"
    })
    void refusesWhatIsOutOfRangeNamingTheKey(String key, String value) {
        assertThatThrownBy(() -> read("--" + key + "=" + value))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(key + " is '" + value + "'");
    }

    @Test
    void isValidOnceConstructed() {
        SinkConfig valid = read();
        assertThatThrownBy(() -> new SinkConfig("sink", 0, valid.vectorStore(), valid.throttle(), valid.generations()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sink.batch.max-size is 0");
    }

    private static SinkConfig read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), SinkConfig::from).config();
    }
}
