package org.lookalike.imaging.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lookalike.imaging.store.ImageStoreConfig.Kind;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * Reads the {@code store.*} section: where the bytes of images lie. The same for every service that touches them, so
 * that a URI which one writes can be read by the others.
 */
public final class ImageStoreSettings {
    static final Setting<Kind> KIND = Setting.choice(
            "store.kind", Kind.class, Kind.FOLDER, "What keeps the bytes of pictures: a folder, or an S3 service.");
    static final Setting<String> FOLDER = Setting.required(
            "store.folder",
            "data/images",
            "The folder of pictures, created where it is missing; every service must see it under the same path.");
    static final Setting<Boolean> FORCE_TO_DISK = Setting.flag(
            "store.force-to-disk",
            true,
            "Wait for the disk after each picture, so that none is lost in a power cut; folders only.");
    static final Setting<String> S3_ENDPOINT = Setting.text(
            "store.s3.endpoint", "", "The address of an S3 service other than AWS, for example http://minio:9000.");
    static final Setting<String> S3_REGION =
            Setting.required("store.s3.region", "us-east-1", "The bucket's region; services other than AWS take any.");
    static final Setting<String> S3_BUCKET =
            Setting.text("store.s3.bucket", "", "The bucket, which must exist; required where store.kind is s3.");
    static final Setting<String> S3_PREFIX = Setting.text(
            "store.s3.prefix", "", "Put before the key of each picture: empty, or plain characters ending in a slash.");
    static final Setting<Boolean> S3_PATH_STYLE = Setting.flag(
            "store.s3.path-style", false, "Name the bucket in the path instead of the host, as MinIO wants it.");
    static final Setting<String> S3_ACCESS_KEY = Setting.text(
            "store.s3.access-key",
            "",
            "Goes with the secret key; without both, AWS's default chain finds credentials.");
    static final Setting<String> S3_SECRET_KEY =
            Setting.secret("store.s3.secret-key", "Goes with the access key; better set by environment than by file.");
    static final Setting<Duration> S3_TIMEOUT = Setting.duration(
            "store.s3.timeout",
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            "30s",
            "How long one call to the S3 service may take, retries included.");

    private ImageStoreSettings() {}

    /** Every setting of this section. */
    public static List<Setting<?>> settings() {
        return List.of(
                KIND,
                FOLDER,
                FORCE_TO_DISK,
                S3_ENDPOINT,
                S3_REGION,
                S3_BUCKET,
                S3_PREFIX,
                S3_PATH_STYLE,
                S3_ACCESS_KEY,
                S3_SECRET_KEY,
                S3_TIMEOUT);
    }

    /**
     * Reads the section; both kinds' settings are checked, those of the chosen kind are used.
     *
     * @throws IllegalArgumentException if the settings of the S3 service do not go together
     */
    public static ImageStoreConfig from(Settings settings) {
        Kind kind = settings.get(KIND);
        String folder = settings.get(FOLDER);
        boolean forceToDisk = settings.get(FORCE_TO_DISK);
        String endpoint = settings.get(S3_ENDPOINT);
        String region = settings.get(S3_REGION);
        String bucket = settings.get(S3_BUCKET);
        String prefix = settings.get(S3_PREFIX);
        boolean pathStyle = settings.get(S3_PATH_STYLE);
        String accessKey = settings.get(S3_ACCESS_KEY);
        String secretKey = settings.get(S3_SECRET_KEY);
        Duration timeout = settings.get(S3_TIMEOUT);
        if (kind == Kind.FOLDER) {
            return new ImageStoreConfig(kind, Path.of(folder), forceToDisk, null);
        }
        try {
            return ImageStoreConfig.inS3(new S3Settings(
                    endpoint.isEmpty() ? null : URI.create(endpoint),
                    region,
                    bucket,
                    prefix,
                    pathStyle,
                    orNull(accessKey),
                    orNull(secretKey),
                    timeout));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("store.s3: " + e.getMessage(), e);
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
