package org.lookalike.imaging.store;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * Where an S3-compatible image store is; the settings {@code store.s3.*}.
 *
 * @param endpoint the service's address, absent for AWS itself
 * @param region for example {@code eu-central-1}; services other than AWS usually take any
 * @param bucket must exist
 * @param prefix put before each object's key, empty or ending in a slash
 * @param pathStyle whether the bucket stands in the path instead of the host name, as most services other than AWS want
 * @param accessKey absent for the default chain (environment, profile, instance role); goes with {@code secretKey}
 * @param secretKey likewise; never printed
 * @param timeout for one call with its retries
 */
public record S3Config(
        @Nullable URI endpoint,
        String region,
        String bucket,
        String prefix,
        boolean pathStyle,
        @Nullable String accessKey,
        @Nullable String secretKey,
        Duration timeout) {
    private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PLAIN_PATH = Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*");

    private static final Setting<String> ENDPOINT = Setting.text(
            "store.s3.endpoint", "", "The address of an S3 service other than AWS, for example http://minio:9000.");
    private static final Setting<String> REGION = Setting.required(
            "store.s3.region", "us-east-1", "The bucket's region; services other than AWS accept any.");
    private static final Setting<String> BUCKET = Setting.text(
                    "store.s3.bucket", "", "The bucket, which must exist; required if store.kind is s3.")
            .where(
                    "a bucket's name",
                    name -> name.isEmpty() || BUCKET_NAME.matcher(name).matches());
    private static final Setting<String> PREFIX = Setting.text(
                    "store.s3.prefix", "", "Prefix for the key of each picture.")
            .where(
                    "empty, or plain characters ending in a slash",
                    text -> PLAIN_PATH.matcher(text).matches());
    private static final Setting<Boolean> PATH_STYLE = Setting.flag(
            "store.s3.path-style",
            false,
            "Use path-style addresses (the bucket in the path, not in the host name), as MinIO" + " requires.");
    private static final Setting<String> ACCESS_KEY = Setting.text(
            "store.s3.access-key",
            "",
            "Used with the secret key; without both, AWS's default credential provider chain is used.");
    private static final Setting<String> SECRET_KEY =
            Setting.secret("store.s3.secret-key", "Used with the access key; prefer the environment to a file.");
    private static final Setting<Duration> TIMEOUT = Setting.duration(
            "store.s3.timeout",
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            "30s",
            "Maximum time for one call to the S3 service, retries included.");

    public S3Config {
        REGION.require(region);
        BUCKET.require(bucket);
        PREFIX.require(prefix);
        TIMEOUT.require(timeout);
        if (bucket.isEmpty()) {
            throw new IllegalArgumentException("%s is empty, must name a bucket".formatted(BUCKET.key()));
        }
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException("%s is %s, must be given together with %s"
                    .formatted(ACCESS_KEY.key(), accessKey == null ? "absent" : "present", SECRET_KEY.key()));
        }
    }

    /**
     * Reads the section, and judges it as a whole only once it is asked for: it does not matter to a store in a folder.
     * Empty where no bucket is named.
     */
    static Supplier<Optional<S3Config>> from(Settings settings) {
        String endpoint = settings.get(ENDPOINT);
        String region = settings.get(REGION);
        String bucket = settings.get(BUCKET);
        String prefix = settings.get(PREFIX);
        boolean pathStyle = settings.get(PATH_STYLE);
        String accessKey = settings.get(ACCESS_KEY);
        String secretKey = settings.get(SECRET_KEY);
        Duration timeout = settings.get(TIMEOUT);
        return () -> bucket.isEmpty()
                ? Optional.empty()
                : Optional.of(new S3Config(
                        endpoint.isEmpty() ? null : URI.create(endpoint),
                        region,
                        bucket,
                        prefix,
                        pathStyle,
                        accessKey.isEmpty() ? null : accessKey,
                        secretKey.isEmpty() ? null : secretKey,
                        timeout));
    }

    @Override
    public String toString() {
        return "S3Config[endpoint=%s, region=%s, bucket=%s, prefix=%s, pathStyle=%s, accessKey=%s, timeout=%s]"
                .formatted(endpoint, region, bucket, prefix, pathStyle, accessKey == null ? "none" : "***", timeout);
    }
}
