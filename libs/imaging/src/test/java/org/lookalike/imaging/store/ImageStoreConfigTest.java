package org.lookalike.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;

final class ImageStoreConfigTest {

    @Test
    void defaultsToAFolderThatSurvivesPowerCuts() {
        ImageStoreConfig config = read();

        assertThat(config).isEqualTo(ImageStoreConfig.inFolder(Path.of("data/images")));
    }

    @Test
    void readsEverySettingOfAnS3Service() {
        ImageStoreConfig config = read(
                "--store.kind=s3",
                "--store.s3.endpoint=http://minio:9000",
                "--store.s3.region=eu-central-1",
                "--store.s3.bucket=pictures",
                "--store.s3.prefix=line/",
                "--store.s3.path-style=true",
                "--store.s3.access-key=key",
                "--store.s3.secret-key=hidden",
                "--store.s3.timeout=5s");

        assertThat(config.s3())
                .isEqualTo(new S3Config(
                        URI.create("http://minio:9000"),
                        "eu-central-1",
                        "pictures",
                        "line/",
                        true,
                        "key",
                        "hidden",
                        Duration.ofSeconds(5)));
    }

    @Test
    void refusesS3WithoutABucketNamingTheSection() {
        assertThatThrownBy(() -> read("--store.kind=s3"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("store.s3")
                .hasMessageContaining("bucket");
    }

    @Test
    void neverShowsTheSecretKey() {
        Settings.Loaded<ImageStoreConfig> loaded =
                Settings.read(List.of("--store.s3.secret-key=hidden"), Map.of(), ImageStoreConfig::from);

        assertThat(loaded.effective().toString()).doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "'','',bucket",
        "Pictures,'',bucket",
        "pictures,/images/,prefix",
        "pictures,images,prefix",
        "pictures,../,prefix"
    })
    void refusesNamingTheKey(String bucket, String prefix, String name) {
        assertThatThrownBy(() -> s3(bucket, prefix, "key", "secret")).hasMessageStartingWith("store.s3." + name);
    }

    @Test
    void refusesHalfOfTheCredentials() {
        assertThatThrownBy(() -> s3("pictures", "", "key", null))
                .hasMessageStartingWith("store.s3.access-key")
                .hasMessageNotContaining("key\"");
    }

    @Test
    void neverPrintsCredentials() {
        assertThat(s3("pictures", "", "the-access-key", "the-secret-key").toString())
                .contains("pictures")
                .doesNotContain("the-access-key", "the-secret-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOLDER", "S3"})
    void refusesAKindWithoutItsSettings(ImageStoreConfig.Kind kind) {
        assertThatThrownBy(() -> new ImageStoreConfig(kind, null, true, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(kind.name());
    }

    private static S3Config s3(String bucket, String prefix, String accessKey, String secretKey) {
        return new S3Config(null, "eu-central-1", bucket, prefix, false, accessKey, secretKey, Duration.ofSeconds(30));
    }

    private static ImageStoreConfig read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), ImageStoreConfig::from).config();
    }
}
