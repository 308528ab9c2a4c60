package org.lookalike.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;

final class ImageStoreSettingsTest {

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
                .isEqualTo(new S3Settings(
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
                Settings.read(List.of("--store.s3.secret-key=hidden"), Map.of(), ImageStoreSettings::from);

        assertThat(loaded.effective().toString()).doesNotContain("hidden");
    }

    @Test
    void declaresExactlyTheSettingsThatItReads() {
        Settings.Loaded<ImageStoreConfig> loaded = Settings.read(List.of(), Map.of(), ImageStoreSettings::from);

        assertThat(ImageStoreSettings.settings())
                .extracting("key")
                .containsExactlyInAnyOrderElementsOf(loaded.effective().keySet());
    }

    private static ImageStoreConfig read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), ImageStoreSettings::from).config();
    }
}
