package org.lookalike.imaging.store;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an S3-compatible image store is.
 *
 * @param endpoint the service's address, absent for AWS itself
 * @param region for example {@code eu-central-1}; services other than AWS usually take any
 * @param bucket must exist
 * @param prefix put before each object's key, empty or ending in a slash
 * @param pathStyle whether the bucket stands in the path instead of the host name, as most services other than AWS want
 * @param accessKey absent for the default chain (environment, profile, instance role); goes with {@code secretKey}
 * @param secretKey likewise; never printed
 * @param timeout for one call with its retries, more than zero
 */
public record S3Settings(
        @Nullable URI endpoint,
        String region,
        String bucket,
        String prefix,
        boolean pathStyle,
        @Nullable String accessKey,
        @Nullable String secretKey,
        Duration timeout) {
    /** A sane {@code timeout}. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*");

    public S3Settings {
        require(!region.isBlank(), "region", "given", region);
        require(BUCKET.matcher(bucket).matches(), "bucket", "a bucket's name", bucket);
        require(PREFIX.matcher(prefix).matches(), "prefix", "empty or of plain characters ending in a slash", prefix);
        require(
                (accessKey == null) == (secretKey == null),
                "accessKey",
                "given together with secretKey",
                accessKey == null ? "absent" : "present");
        require(!timeout.isNegative() && !timeout.isZero(), "timeout", "more than zero", timeout);
    }

    @Override
    public String toString() {
        return "S3Settings[endpoint=%s, region=%s, bucket=%s, prefix=%s, pathStyle=%s, accessKey=%s, timeout=%s]"
                .formatted(endpoint, region, bucket, prefix, pathStyle, accessKey == null ? "none" : "***", timeout);
    }

    private static void require(boolean holds, String name, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, was %s".formatted(name, rule, value));
        }
    }
}
