package org.lookalike.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.lookalike.encoding.onnx.EncoderSettings;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.query.request.RequestLimits;

final class QueryConfigTest {
    @Test
    void hasSaneDefaults() {
        QueryConfig config = read().config();
        assertThat(config.group()).isEqualTo("query");
        assertThat(config.maxBatchSize()).isEqualTo(64);
        assertThat(config.limits())
                .isEqualTo(new RequestLimits(
                        1_000, 256, 64, 100, Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(5)));
        assertThat(config.replyTopics()).containsExactly("search.replies");
        assertThat(config.moreEncoders()).isEmpty();
        assertThat(config.searchThreads()).isEqualTo(8);
        assertThat(config.decodeThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void mapsEverySetting() {
        QueryConfig config = read(
                        "--query.group=g",
                        "--query.batch.max-size=8",
                        "--query.max-k=50",
                        "--query.max-clusters=7",
                        "--query.max-examples=8",
                        "--query.max-looks=9",
                        "--query.unlike-weight=0.5",
                        "--query.more-encoders=new, newer",
                        "--query.default-deadline=3s",
                        "--query.max-wait=2s",
                        "--query.search-timeout=1s",
                        "--query.reply-topics=search.replies, app.*",
                        "--query.search-threads=3",
                        "--query.decode-threads=2")
                .config();
        assertThat(config.group()).isEqualTo("g");
        assertThat(config.maxBatchSize()).isEqualTo(8);
        assertThat(config.limits())
                .isEqualTo(new RequestLimits(
                        50, 7, 8, 9, Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThat(config.replyTopics()).containsExactly("search.replies", "app.*");
        assertThat(config.moreEncoders()).containsExactly(Path.of("new"), Path.of("newer"));
        assertThat(config.searchThreads()).isEqualTo(3);
        assertThat(config.decodeThreads()).isEqualTo(2);
        assertThat(config.unlikeWeight()).isEqualTo(0.5);
    }

    @Test
    void opensFurtherEncodersWithTheOptionsOfTheFirst() {
        List<EncoderSettings> encoders = read(
                        "--encoder.folder=old", "--encoder.threads=3", "--query.more-encoders=new")
                .config()
                .encoders();
        assertThat(encoders).extracting(EncoderSettings::folder).containsExactly(Path.of("old"), Path.of("new"));
        assertThat(encoders.get(1).options()).isEqualTo(encoders.get(0).options());
        assertThat(encoders.get(1).options().intraOpThreads()).isEqualTo(3);
    }

    @Test
    void refusesMoreHitsThanTheStoreGives() {
        assertThatThrownBy(() -> read("--query.max-k=20000"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("query.max-k is '20000'");
    }

    @Test
    void listsEverySettingThatItReads() {
        assertThat(QueryConfig.settings().stream().map(Setting::key).collect(Collectors.toSet()))
                .isEqualTo(read().effective().keySet());
    }

    private static Settings.Loaded<QueryConfig> read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), QueryConfig::from);
    }
}
