package org.lookalike.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.Sha256;

final class S3ImageStoreIT extends ImageStoreContract {
    private static final String BUCKET = "pictures";

    @TempDir
    private static Path folder;

    private static S3Server server;

    @BeforeAll
    static void startServer() throws IOException {
        Files.createDirectories(folder.resolve("data").resolve(BUCKET));
        server = S3Server.start(folder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    ImageStore open() {
        return new S3ImageStore(settings(server.endpoint(), BUCKET, S3Server.SECRET_KEY), clock);
    }

    @Test
    void namesBucketAndPrefixInItsUris() {
        assertThat(put(new byte[] {1}).toString()).startsWith("s3://pictures/plant-1/images/");
    }

    @Test
    void opensFromConfiguration() {
        URI uri = put(new byte[] {1});
        var config = ImageStoreConfig.inS3(settings(server.endpoint(), BUCKET, S3Server.SECRET_KEY));
        try (ImageStore again = ImageStores.open(config)) {
            assertThat(again.get(uri, 1)).containsExactly(1);
        }
    }

    @Test
    void refusesObjectsOutsideOfItsPrefix() {
        String uri = put(new byte[] {1}).toString().replace("plant-1/images/", "");
        assertThatThrownBy(() -> store.get(URI.create(uri), 10)).hasMessageContaining("plant-1/images/");
    }

    @Test
    void callsWrongCredentialsAnOutage() {
        try (ImageStore stranger = new S3ImageStore(settings(server.endpoint(), BUCKET, "wrong"), clock)) {
            URI uri = put(new byte[] {1});
            assertThatThrownBy(() -> stranger.get(uri, 10)).isInstanceOf(TransientFailure.class);
            assertThatThrownBy(stranger::check).isInstanceOf(TransientFailure.class);
        }
    }

    @Test
    void callsAMissingBucketAnOutage() {
        try (ImageStore lost = new S3ImageStore(settings(server.endpoint(), "nowhere", S3Server.SECRET_KEY), clock)) {
            assertThatThrownBy(lost::check).isInstanceOf(TransientFailure.class).hasMessageContaining("nowhere");
            assertThatThrownBy(() -> lost.put("id", Sha256.of("x"), new byte[1]))
                    .isInstanceOf(TransientFailure.class);
        }
    }

    @Test
    void callsAServiceThatDoesNotAnswerAnOutage() {
        // Port 1 of this machine listens to nobody.
        try (ImageStore lost =
                new S3ImageStore(settings(URI.create("http://127.0.0.1:1"), BUCKET, S3Server.SECRET_KEY), clock)) {
            assertThatThrownBy(lost::check).isInstanceOf(TransientFailure.class);
        }
    }

    private static S3Config settings(URI endpoint, String bucket, String secretKey) {
        return new S3Config(
                endpoint,
                "eu-central-1",
                bucket,
                "plant-1/images/",
                true,
                S3Server.ACCESS_KEY,
                secretKey,
                Duration.ofSeconds(20));
    }
}
