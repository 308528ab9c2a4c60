package org.lookalike.ingest.http;

import java.time.Duration;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * The address and the limits of the upload API. The largest single image is {@code decode.max-bytes}, as
 * everywhere.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param source the source of images whose request names none
 * @param maxUploads requests that are worked on at once; one holds at most one image in memory at a time, besides the
 *     small parts of a batch
 * @param maxUploadsPerClient of these, at most so many of one client
 * @param clientHeader the header that names the client; empty for its address
 * @param minRate bytes a second that a body has to arrive with on average; 0 for any rate
 * @param idleTimeout how long a connection may bring nothing
 * @param headerTimeout how long the header of a request may take
 * @param maxBatchImages images in one batch request
 * @param maxBatchBytes bytes of one batch request
 * @param publishTimeout how long a request waits for the broker before it is answered with 503
 */
public record HttpConfig(
        String host,
        int port,
        String source,
        int maxUploads,
        int maxUploadsPerClient,
        String clientHeader,
        long minRate,
        Duration idleTimeout,
        Duration headerTimeout,
        int maxBatchImages,
        long maxBatchBytes,
        Duration publishTimeout) {
    private static final Setting<String> HOST = Setting.required(
            "ingest.http.host", "127.0.0.1", "The address to listen on for uploads; 0.0.0.0 in a container.");
    private static final Setting<Integer> PORT = Setting.integer(
            "ingest.http.port", 0, 65_535, 8080, "The port to listen on for uploads; 0 picks a free one and logs it.");
    private static final Setting<String> SOURCE = Setting.required(
            "ingest.http.source", "http", "The source of uploaded pictures if the request names none.");
    private static final Setting<Integer> MAX_UPLOADS = Setting.integer(
            "ingest.http.max-uploads",
            1,
            1000,
            8,
            "Maximum number of concurrent upload requests; further ones are answered with 503 and"
                    + " OVERLOADED. Each may hold a picture of decode.max-bytes in memory.");
    private static final Setting<Integer> MAX_UPLOADS_PER_CLIENT = Setting.integer(
            "ingest.http.max-uploads-per-client",
            1,
            1000,
            4,
            "Maximum number of concurrent upload requests of one client, so that none takes them all.");
    private static final Setting<String> CLIENT_HEADER = Setting.text(
            "ingest.http.client-header",
            "",
            "The header by which clients are told apart, such as X-Forwarded-For behind a proxy; empty for their"
                    + " addresses.");
    private static final Setting<Long> MIN_RATE = Setting.bytes(
            "ingest.http.min-rate",
            0,
            1L << 30,
            "4KiB",
            "Bytes a second that an upload has to bring on average; a slower one is ended with 408 and"
                    + " UPLOAD_TOO_SLOW. 0 for any rate.");
    private static final Setting<Duration> IDLE_TIMEOUT = Setting.duration(
            "ingest.http.idle-timeout",
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            "10s",
            "How long an upload may bring nothing at all before it is ended.");
    private static final Setting<Duration> HEADER_TIMEOUT = Setting.duration(
            "ingest.http.header-timeout",
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            "10s",
            "How long the header of a request may take from its first byte to its last before the connection is closed,"
                    + " however steadily it drips.");
    private static final Setting<Integer> MAX_BATCH_IMAGES = Setting.integer(
            "ingest.http.max-batch-pictures", 1, 10_000, 500, "Maximum number of pictures per batch request.");
    private static final Setting<Long> MAX_BATCH_BYTES = Setting.bytes(
            "ingest.http.max-batch-bytes", 1, 16L << 30, "512MiB", "Maximum number of bytes per batch request.");
    private static final Setting<Duration> PUBLISH_TIMEOUT = Setting.duration(
            "ingest.http.publish-timeout",
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            "10s",
            "How long an upload waits for the broker before it is answered with 503.");

    public HttpConfig {
        HOST.require(host);
        PORT.require(port);
        SOURCE.require(source);
        MAX_UPLOADS.require(maxUploads);
        MAX_UPLOADS_PER_CLIENT.require(maxUploadsPerClient);
        CLIENT_HEADER.require(clientHeader);
        MIN_RATE.require(minRate);
        IDLE_TIMEOUT.require(idleTimeout);
        HEADER_TIMEOUT.require(headerTimeout);
        MAX_BATCH_IMAGES.require(maxBatchImages);
        MAX_BATCH_BYTES.require(maxBatchBytes);
        PUBLISH_TIMEOUT.require(publishTimeout);
    }

    public static HttpConfig from(Settings settings) {
        return new HttpConfig(
                settings.get(HOST),
                settings.get(PORT),
                settings.get(SOURCE),
                settings.get(MAX_UPLOADS),
                settings.get(MAX_UPLOADS_PER_CLIENT),
                settings.get(CLIENT_HEADER),
                settings.get(MIN_RATE),
                settings.get(IDLE_TIMEOUT),
                settings.get(HEADER_TIMEOUT),
                settings.get(MAX_BATCH_IMAGES),
                settings.get(MAX_BATCH_BYTES),
                settings.get(PUBLISH_TIMEOUT));
    }
}
