package org.lookalike.imaging.store;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.lookalike.platform.failure.TransientFailure;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An image store in an S3-compatible service; URIs are {@code s3://bucket/key}.
 *
 * <p>The time of writing is kept as metadata of each object, since S3's own has whole seconds only. Whatever the service
 * refuses (an outage, but also wrong credentials or a missing bucket) is a {@code TransientFailure}: it says nothing
 * about the image. Thread-safe.
 */
public final class S3ImageStore implements ImageStore {
    private static final String WRITTEN_AT = "written-at";

    private final S3Config config;
    private final Clock clock;
    private final S3Client client;

    /** @param clock tells the time of writing, which {@link #delete} goes by */
    public S3ImageStore(S3Config config, Clock clock) {
        this.config = config;
        this.clock = clock;
        var builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.of(config.region()))
                .credentialsProvider(credentials(config))
                .forcePathStyle(config.pathStyle())
                // Not every compatible service knows the newer checksums; our own SHA-256 is checked by the reader.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.apiCallTimeout(config.timeout()));
        if (config.endpoint() != null) {
            builder.endpointOverride(config.endpoint());
        }
        client = builder.build();
    }

    @Override
    public URI put(String imageId, String sha256, byte[] bytes) {
        String key = config.prefix() + ObjectKey.next(imageId, sha256, clock.instant());
        reaching(
                "write",
                key,
                () -> client.putObject(
                        request -> request.bucket(config.bucket())
                                .key(key)
                                .metadata(Map.of(WRITTEN_AT, clock.instant().toString())),
                        RequestBody.fromBytes(bytes)));
        return uri(key);
    }

    @Override
    public byte[] get(URI uri, long maxBytes) {
        String key = allowed(uri);
        return reaching("read", key, () -> {
            try (ResponseInputStream<GetObjectResponse> in =
                    client.getObject(request -> request.bucket(config.bucket()).key(key))) {
                long size = in.response().contentLength();
                if (size > maxBytes) {
                    // Closing would first read all of it.
                    in.abort();
                    throw StoreFailures.tooManyBytes(uri, size, maxBytes);
                }
                return in.readAllBytes();
            } catch (NoSuchKeyException e) {
                throw StoreFailures.missing(uri);
            } catch (IOException e) {
                throw outage("read", key, e);
            }
        });
    }

    @Override
    public boolean contains(URI uri) {
        String key = allowed(uri);
        return reaching("look up", key, () -> {
            try {
                head(key);
                return true;
            } catch (NoSuchKeyException e) {
                return false;
            }
        });
    }

    @Override
    public int delete(String imageId, Instant notAfter) {
        int deleted = 0;
        for (String key : keys(imageId)) {
            deleted += reaching("delete", key, () -> {
                try {
                    if (writtenAt(head(key)).isAfter(notAfter)) {
                        return 0;
                    }
                    client.deleteObject(
                            request -> request.bucket(config.bucket()).key(key));
                    return 1;
                } catch (NoSuchKeyException e) {
                    return 0;
                }
            });
        }
        return deleted;
    }

    @Override
    public boolean delete(URI uri) {
        String key = allowed(uri);
        return reaching("delete", key, () -> {
            try {
                head(key);
            } catch (NoSuchKeyException e) {
                return false;
            }
            client.deleteObject(request -> request.bucket(config.bucket()).key(key));
            return true;
        });
    }

    @Override
    public List<StoredObject> scan(String prefix) {
        String folder = config.prefix() + prefix + "/";
        return reaching(
                "list",
                folder,
                () ->
                        client
                                .listObjectsV2Paginator(request ->
                                        request.bucket(config.bucket()).prefix(folder))
                                .contents()
                                .stream()
                                .filter(object -> isOurs(object.key()))
                                .map(object -> StoredObject.of(
                                        object.key().substring(config.prefix().length()),
                                        uri(object.key()),
                                        object.lastModified()))
                                .toList());
    }

    @Override
    public List<URI> list(String imageId) {
        return keys(imageId).stream().map(this::uri).toList();
    }

    @Override
    public void check() {
        reaching("reach", config.bucket(), () -> client.headBucket(request -> request.bucket(config.bucket())));
    }

    @Override
    public void close() {
        client.close();
    }

    private List<String> keys(String imageId) {
        String folder = config.prefix() + ObjectKey.folder(imageId) + "/";
        return reaching(
                "list",
                folder,
                () ->
                        client
                                .listObjectsV2Paginator(request ->
                                        request.bucket(config.bucket()).prefix(folder))
                                .contents()
                                .stream()
                                .map(S3Object::key)
                                .filter(this::isOurs)
                                .toList());
    }

    private HeadObjectResponse head(String key) {
        return client.headObject(request -> request.bucket(config.bucket()).key(key));
    }

    private static Instant writtenAt(HeadObjectResponse object) {
        String written = object.metadata().get(WRITTEN_AT);
        if (written != null) {
            try {
                return Instant.parse(written);
            } catch (DateTimeParseException e) {
                return object.lastModified();
            }
        }
        return object.lastModified();
    }

    private URI uri(String key) {
        return URI.create("s3://" + config.bucket() + "/" + key);
    }

    private String allowed(URI uri) {
        String path = uri.getRawPath();
        if (!"s3".equals(uri.getScheme())
                || !config.bucket().equals(uri.getRawAuthority())
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || path == null
                || path.isEmpty()
                || !isOurs(path.substring(1))) {
            throw StoreFailures.notAllowed(uri, "s3://" + config.bucket() + "/" + config.prefix());
        }
        return path.substring(1);
    }

    private boolean isOurs(String key) {
        return key.startsWith(config.prefix())
                && ObjectKey.isValid(key.substring(config.prefix().length()));
    }

    private <T> T reaching(String action, String key, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw outage(action, key, e);
        }
    }

    private TransientFailure outage(String action, String key, Exception e) {
        return new TransientFailure(
                "the image store could not %s %s in bucket %s: %s"
                        .formatted(action, key, config.bucket(), e.getMessage()),
                e);
    }

    private static AwsCredentialsProvider credentials(S3Config config) {
        String accessKey = config.accessKey();
        String secretKey = config.secretKey();
        return accessKey == null || secretKey == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }
}
