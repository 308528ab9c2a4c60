package org.lookalike.explorer.web;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * Where the page is served, to whom, and what one client may ask for.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param token what people and programs have to show; empty for nothing, on a loopback address only
 * @param names names by which browsers reach the page, besides the address itself
 * @param maxUpload bytes of a picture that is brought to search by
 * @param uploadMemory bytes of all such pictures that are kept
 * @param uploadsKept for how long they are kept
 * @param thumbnailMemory bytes of thumbnails that are kept
 * @param rate requests a second of one client, over some time
 * @param uploadRate uploads and changes a second of one client, over some time
 * @param maxRequests requests that are worked on at once
 * @param searchTimeout how long a search may take
 * @param minRate bytes a second that a body has to arrive with on average; 0 for any rate
 * @param idleTimeout how long a connection may bring nothing
 * @param headerTimeout how long the header of a request may take
 */
public record WebConfig(
        String host,
        int port,
        String token,
        List<String> names,
        long maxUpload,
        long uploadMemory,
        Duration uploadsKept,
        long thumbnailMemory,
        int rate,
        int uploadRate,
        int maxRequests,
        Duration searchTimeout,
        long minRate,
        Duration idleTimeout,
        Duration headerTimeout) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
    private static final int MIN_TOKEN = 16;

    private static final Setting<String> HOST = Setting.required(
            "explorer.host",
            "127.0.0.1",
            "The address to listen on. One beyond this machine, such as 0.0.0.0, needs explorer.token.");
    private static final Setting<Integer> PORT =
            Setting.integer("explorer.port", 0, 65_535, 8090, "The port to listen on; 0 picks a free one and logs it.");
    private static final Setting<String> TOKEN = Setting.secret(
            "explorer.token",
            "What everybody has to show who is to use the page and its API: at least 16 characters. People enter it once"
                    + " in their browser, programs send it as Authorization: Bearer. Empty asks for nothing, on a"
                    + " loopback address only. It travels unencrypted unless a proxy in front speaks HTTPS.");
    private static final Setting<List<String>> NAMES = Setting.list(
            "explorer.names",
            "",
            "Host names by which browsers reach the page, separated by commas, besides the address that it listens on."
                    + " Requests for other names are refused, so that no foreign page can reach it by a name of its"
                    + " own. Where empty and explorer.token is set, any name will do.");
    private static final Setting<Long> MAX_UPLOAD = Setting.bytes(
            "explorer.max-upload",
            1,
            15L << 20,
            "15MiB",
            "Maximum number of bytes of a picture that is brought to search by.");
    private static final Setting<Long> UPLOAD_MEMORY = Setting.bytes(
            "explorer.upload-memory",
            0,
            16L << 30,
            "128MiB",
            "Memory for pictures that were brought to search by; those used least recently are forgotten.");
    private static final Setting<Duration> UPLOADS_KEPT = Setting.duration(
            "explorer.uploads-kept",
            Duration.ofSeconds(1),
            Duration.ofDays(30),
            "1h",
            "How long a picture that was brought to search by is kept, and a link to its search works.");
    private static final Setting<Long> THUMBNAIL_MEMORY =
            Setting.bytes("explorer.thumbnail-memory", 0, 16L << 30, "64MiB", "Memory for thumbnails.");
    private static final Setting<Integer> RATE = Setting.integer(
            "explorer.rate",
            1,
            100_000,
            200,
            "Requests a second that one client may send over some time, five times as many at once; more are answered"
                    + " with 429. Each thumbnail is a request.");
    private static final Setting<Integer> UPLOAD_RATE = Setting.integer(
            "explorer.upload-rate",
            1,
            100_000,
            5,
            "Uploads, labels and tries of a token a second that one client may send over some time, five times as many"
                    + " at once.");
    private static final Setting<Integer> MAX_REQUESTS = Setting.integer(
            "explorer.max-requests",
            1,
            10_000,
            64,
            "Maximum number of requests that are worked on at once; more are answered with 503 and OVERLOADED.");
    private static final Setting<Duration> SEARCH_TIMEOUT = Setting.duration(
            "explorer.search-timeout",
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            "20s",
            "How long a search may take before it is given up.");
    private static final Setting<Long> MIN_RATE = Setting.bytes(
            "explorer.min-rate",
            0,
            1L << 30,
            "4KiB",
            "Bytes a second that a body has to bring on average; a slower one is ended. 0 for any rate.");
    private static final Setting<Duration> IDLE_TIMEOUT = Setting.duration(
            "explorer.idle-timeout",
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            "30s",
            "How long a connection may bring nothing at all before it is closed.");
    private static final Setting<Duration> HEADER_TIMEOUT = Setting.duration(
            "explorer.header-timeout",
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            "10s",
            "How long the header of a request may take from its first byte to its last.");

    public WebConfig {
        names = List.copyOf(names);
        HOST.require(host);
        PORT.require(port);
        TOKEN.require(token);
        NAMES.require(names);
        MAX_UPLOAD.require(maxUpload);
        UPLOAD_MEMORY.require(uploadMemory);
        UPLOADS_KEPT.require(uploadsKept);
        THUMBNAIL_MEMORY.require(thumbnailMemory);
        RATE.require(rate);
        UPLOAD_RATE.require(uploadRate);
        MAX_REQUESTS.require(maxRequests);
        SEARCH_TIMEOUT.require(searchTimeout);
        MIN_RATE.require(minRate);
        IDLE_TIMEOUT.require(idleTimeout);
        HEADER_TIMEOUT.require(headerTimeout);
        if (!token.isEmpty() && token.length() < MIN_TOKEN) {
            throw new IllegalArgumentException(
                    "%s has %d characters, must have at least %d".formatted(TOKEN.key(), token.length(), MIN_TOKEN));
        }
        if (token.isEmpty() && !LOOPBACK.contains(host)) {
            throw new IllegalArgumentException(
                    "%s is %s, which others can reach: set %s to a secret of at least %d characters, or listen on 127.0.0.1"
                            .formatted(HOST.key(), host, TOKEN.key(), MIN_TOKEN));
        }
    }

    public static WebConfig from(Settings settings) {
        return new WebConfig(
                settings.get(HOST),
                settings.get(PORT),
                settings.get(TOKEN),
                settings.get(NAMES),
                settings.get(MAX_UPLOAD),
                settings.get(UPLOAD_MEMORY),
                settings.get(UPLOADS_KEPT),
                settings.get(THUMBNAIL_MEMORY),
                settings.get(RATE),
                settings.get(UPLOAD_RATE),
                settings.get(MAX_REQUESTS),
                settings.get(SEARCH_TIMEOUT),
                settings.get(MIN_RATE),
                settings.get(IDLE_TIMEOUT),
                settings.get(HEADER_TIMEOUT));
    }

    /** The names and addresses that a request may be for; empty for any. */
    Set<String> allowedHosts() {
        if (names.isEmpty() && !token.isEmpty()) {
            return Set.of();
        }
        Set<String> allowed = new java.util.HashSet<>(LOOPBACK);
        allowed.add(host);
        names.forEach(name -> allowed.add(name.toLowerCase(java.util.Locale.ROOT)));
        return Set.copyOf(allowed);
    }

    @Override
    public String toString() {
        return "WebConfig[host=%s, port=%d, token=%s, names=%s]"
                .formatted(host, port, token.isEmpty() ? "" : "(set)", names);
    }
}
