package org.lookalike.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.schemas.Sha256;

final class ImageStoreConfigTest {
    @ParameterizedTest
    @CsvSource({"Pictures,'',bucket", "pictures,/images/,prefix", "pictures,images,prefix", "pictures,../,prefix"})
    void rejectsNamingTheSetting(String bucket, String prefix, String name) {
        assertThatThrownBy(() -> settings(bucket, prefix, "key", "secret")).hasMessageStartingWith(name);
    }

    @Test
    void rejectsHalfOfTheCredentials() {
        assertThatThrownBy(() -> settings("pictures", "", "key", null))
                .hasMessageStartingWith("accessKey")
                .hasMessageNotContaining("key\"");
    }

    @Test
    void neverPrintsCredentials() {
        assertThat(settings("pictures", "", "the-access-key", "the-secret-key").toString())
                .contains("pictures")
                .doesNotContain("the-access-key", "the-secret-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOLDER", "S3"})
    void rejectsAKindWithoutItsSettings(ImageStoreConfig.Kind kind) {
        assertThatThrownBy(() -> new ImageStoreConfig(kind, null, true, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(kind.name());
    }

    @Test
    void hashesAsTheWorldDoes() {
        assertThat(Sha256.of("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    private static S3Settings settings(String bucket, String prefix, String accessKey, String secretKey) {
        return new S3Settings(
                null, "eu-central-1", bucket, prefix, false, accessKey, secretKey, S3Settings.DEFAULT_TIMEOUT);
    }
}
