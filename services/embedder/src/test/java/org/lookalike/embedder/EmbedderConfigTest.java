package org.lookalike.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;

final class EmbedderConfigTest {
    @Test
    void defaultsSuitOneMachine() {
        EmbedderConfig config = read();

        assertThat(config.group()).isEqualTo("embedder");
        assertThat(config.encoding()).isEqualTo(VectorEncoding.FLOAT32);
        assertThat(config.vectorsTopic()).isEqualTo("vectors");
        assertThat(config.batching())
                .isEqualTo(new BatchingConfig(
                        256, 16, Runtime.getRuntime().availableProcessors(), 256L << 20, 64, 20_000));
    }

    @Test
    void readsEverySettingOfItsSections() {
        EmbedderConfig config = read(
                "--embedder.group=embedder-b",
                "--embedder.vectors.topic=vectors.b",
                "--embedder.transaction.max-records=7",
                "--embedder.batch.max-size=5",
                "--embedder.decode.threads=3",
                "--embedder.max-bytes-in-flight=2MiB",
                "--embedder.backfill.max-records=4",
                "--embedder.read-ahead.max-records=0",
                "--embedder.vectors.encoding=float16",
                "--encoder.folder=encoders/b",
                "--store.folder=pictures",
                "--decode.max-bytes=1MiB");

        assertThat(config.group()).isEqualTo("embedder-b");
        assertThat(config.vectorsTopic()).isEqualTo("vectors.b");
        assertThat(config.batching()).isEqualTo(new BatchingConfig(7, 5, 3, 2 << 20, 4, 0));
        assertThat(config.encoding()).isEqualTo(VectorEncoding.FLOAT16);
        assertThat(config.encoder().folder()).isEqualTo(Path.of("encoders/b"));
        assertThat(config.store().folder()).isEqualTo(Path.of("pictures"));
        assertThat(config.decode().maxBytes()).isEqualTo(1 << 20);
    }

    @ParameterizedTest
    @CsvSource({
        "embedder.group, ''",
        "embedder.vectors.topic, ''",
        "embedder.vectors.topic, vectors.",
        "embedder.vectors.topic, features",
        "embedder.transaction.max-records, 0",
        "embedder.transaction.max-records, 10001",
        "embedder.batch.max-size, 0",
        "embedder.batch.max-size, 1025",
        "embedder.decode.threads, -1",
        "embedder.decode.threads, 257",
        "embedder.max-bytes-in-flight, 1KiB",
        "embedder.max-bytes-in-flight, much",
        "embedder.backfill.max-records, 0",
        "embedder.read-ahead.max-records, -1",
        "embedder.vectors.encoding, float8"
    })
    void refusesWhatIsOutOfRangeNamingTheKey(String key, String value) {
        assertThatThrownBy(() -> read("--" + key + "=" + value))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(key + " is '" + value + "'");
    }

    @Test
    void refusesBatchesLargerThanTheEncoderTakesNamingBothKeys() {
        assertThatThrownBy(() -> read("--embedder.batch.max-size=65", "--encoder.largest-batch=64"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("embedder.batch.max-size is 65")
                .hasMessageContaining("encoder.largest-batch, which is 64");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 1, 1, 0, embedder.transaction.max-records",
        "10001, 1, 1, 1, 1, 0, embedder.transaction.max-records",
        "1, 0, 1, 1, 1, 0, embedder.batch.max-size",
        "1, 1025, 1, 1, 1, 0, embedder.batch.max-size",
        "1, 1, 0, 1, 1, 0, embedder.decode.threads",
        "1, 1, 1, 1048575, 1, 0, embedder.max-bytes-in-flight",
        "1, 1, 1, 1048576, 0, 0, embedder.backfill.max-records",
        "1, 1, 1, 1048576, 1, -1, embedder.read-ahead.max-records"
    })
    void batchingIsValidOnceConstructed(
            int records, int images, int threads, long bytes, int backfill, int readAhead, String key) {
        assertThatThrownBy(() -> new BatchingConfig(records, images, threads, bytes, backfill, readAhead))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key + " is ");
    }

    private static EmbedderConfig read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), EmbedderConfig::from).config();
    }
}
