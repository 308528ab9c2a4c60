package org.lookalike.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.encoding.onnx.EncoderConfig;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;
import org.lookalike.query.admission.QueueLimits;
import org.lookalike.query.request.RequestLimits;

final class QueryConfigTest {
    @Test
    void hasSaneDefaults() {
        QueryConfig config = read().config();
        assertThat(config.group()).isEqualTo("query");
        assertThat(config.maxBatchSize()).isEqualTo(64);
        assertThat(config.limits())
                .isEqualTo(new RequestLimits(
                        1_000,
                        256,
                        64,
                        100,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        20_000,
                        Duration.ofSeconds(10)));
        assertThat(config.queues()).isEqualTo(new QueueLimits(4_096, 128L << 20, 0.5, 8, 2, 2, Duration.ofSeconds(30)));
        assertThat(config.replyTopics()).containsExactly("search.replies");
        assertThat(config.moreEncoders()).isEmpty();
        assertThat(config.collectionCheckInterval()).isEqualTo(Duration.ofSeconds(1));
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
                        "--query.expand=false",
                        "--query.more-encoders=new, newer",
                        "--query.default-deadline=3s",
                        "--query.max-wait=2s",
                        "--query.search-timeout=1s",
                        "--query.reply-topics=search.replies, app.*",
                        "--query.cluster-sample=2000",
                        "--query.cluster-timeout=4s",
                        "--query.queue.max-size=10",
                        "--query.queue.max-mib=20",
                        "--query.client-share=0.2",
                        "--query.fetch-threads=3",
                        "--query.analysis-threads=4",
                        "--query.cluster-threads=5",
                        "--query.reply-timeout=6s",
                        "--query.search-threads=3",
                        "--query.decode-threads=2")
                .config();
        assertThat(config.group()).isEqualTo("g");
        assertThat(config.maxBatchSize()).isEqualTo(8);
        assertThat(config.limits())
                .isEqualTo(new RequestLimits(
                        50,
                        7,
                        8,
                        9,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        2_000,
                        Duration.ofSeconds(4)));
        assertThat(config.queues()).isEqualTo(new QueueLimits(10, 20L << 20, 0.2, 3, 4, 5, Duration.ofSeconds(6)));
        assertThat(config.replyTopics()).containsExactly("search.replies", "app.*");
        assertThat(config.moreEncoders()).containsExactly(Path.of("new"), Path.of("newer"));
        assertThat(config.searchThreads()).isEqualTo(3);
        assertThat(config.decodeThreads()).isEqualTo(2);
        assertThat(config.unlikeWeight()).isEqualTo(0.5);
        assertThat(config.expand()).isFalse();
    }

    @Test
    void opensFurtherEncodersWithTheOptionsOfTheFirst() {
        List<EncoderConfig> encoders = read("--encoder.folder=old", "--encoder.threads=3", "--query.more-encoders=new")
                .config()
                .encoders();
        assertThat(encoders).extracting(EncoderConfig::folder).containsExactly(Path.of("old"), Path.of("new"));
        assertThat(encoders.get(1).options()).isEqualTo(encoders.get(0).options());
        assertThat(encoders.get(1).options().intraOpThreads()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "query.group, ''",
        "query.batch.max-size, 0",
        "query.max-k, 20000",
        "query.max-clusters, 0",
        "query.max-examples, 1025",
        "query.max-looks, 0",
        "query.unlike-weight, 1.5",
        "query.default-deadline, 0s",
        "query.max-wait, 2h",
        "query.search-timeout, 1ms",
        "query.search-threads, 0",
        "query.cluster-sample, 999",
        "query.cluster-timeout, 1ms",
        "query.queue.max-size, 0",
        "query.queue.max-mib, 15",
        "query.client-share, 0",
        "query.fetch-threads, 0",
        "query.analysis-threads, 65",
        "query.cluster-threads, 0",
        "query.reply-timeout, 0s",
        "query.decode-threads, 257",
        "query.recognise.false-match-rate, 0",
        "query.recognise.false-novelty-rate, 0.9",
        "query.recognise.calibration-pictures, 2",
        "query.recognise.max-templates, 0",
        "query.recognise.refresh, 0s"
    })
    void refusesWhatIsOutOfRangeNamingTheKey(String key, String value) {
        assertThatThrownBy(() -> read("--" + key + "=" + value))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(key + " is '" + value + "'");
    }

    @Test
    void limitsAreValidOnceConstructed() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new RequestLimits(0, 1, 1, 1, second, second, second, 1_000, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("query.max-k is 0");
    }

    private static Settings.Loaded<QueryConfig> read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), QueryConfig::from);
    }
}
