package org.lookalike.vectorstore.milvus;

import java.net.URI;
import java.time.Duration;

/**
 * Where the Milvus server is and how it is spoken to.
 *
 * @param uri {@code http://host:port}, or {@code https} for TLS
 * @param token {@code user:password} or an API key; empty, the default, for a server without access control. A secret
 * @param database on the server; empty, the default, for the server's default one
 * @param connectTimeout most time to reach the server, default 5 s
 * @param callTimeout most time for one request to the server, the way there included, default 10 s
 * @param schemaTimeout most time to create a collection, build its index and load it, default 60 s
 * @param searchConsistency which writes a search is sure to see, default {@link SearchConsistency#BOUNDED}
 * @param hnsw the index
 * @param batches how large calls are split
 */
public record MilvusConfig(
        String uri,
        String token,
        String database,
        Duration connectTimeout,
        Duration callTimeout,
        Duration schemaTimeout,
        SearchConsistency searchConsistency,
        HnswConfig hnsw,
        BatchLimits batches) {

    public MilvusConfig {
        requireServer(uri);
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("callTimeout", callTimeout);
        requirePositive("schemaTimeout", schemaTimeout);
    }

    /** The server at this address, everything else as by default. */
    public static MilvusConfig at(String uri) {
        return new MilvusConfig(
                uri,
                "",
                "",
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                SearchConsistency.BOUNDED,
                HnswConfig.DEFAULT,
                BatchLimits.DEFAULT);
    }

    public MilvusConfig withTimeouts(Duration connect, Duration call, Duration schema) {
        return new MilvusConfig(uri, token, database, connect, call, schema, searchConsistency, hnsw, batches);
    }

    public MilvusConfig withToken(String newToken) {
        return new MilvusConfig(
                uri, newToken, database, connectTimeout, callTimeout, schemaTimeout, searchConsistency, hnsw, batches);
    }

    public MilvusConfig withSearchConsistency(SearchConsistency consistency) {
        return new MilvusConfig(
                uri, token, database, connectTimeout, callTimeout, schemaTimeout, consistency, hnsw, batches);
    }

    public MilvusConfig withBatches(BatchLimits newBatches) {
        return new MilvusConfig(
                uri, token, database, connectTimeout, callTimeout, schemaTimeout, searchConsistency, hnsw, newBatches);
    }

    /** With the token left out. */
    @Override
    public String toString() {
        return ("MilvusConfig[uri=%s, token=%s, database=%s, connectTimeout=%s, callTimeout=%s, schemaTimeout=%s, "
                        + "searchConsistency=%s, hnsw=%s, batches=%s]")
                .formatted(
                        uri,
                        token.isEmpty() ? "" : "(secret)",
                        database,
                        connectTimeout,
                        callTimeout,
                        schemaTimeout,
                        searchConsistency,
                        hnsw,
                        batches);
    }

    private static void requireServer(String uri) {
        URI parsed = URI.create(uri);
        boolean web = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
        if (!web || parsed.getHost() == null || parsed.getPort() < 1 || parsed.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "Milvus uri must be http://host:port or https://host:port without a user, not " + redacted(parsed));
        }
    }

    private static String redacted(URI uri) {
        return uri.getRawUserInfo() == null ? uri.toString() : uri.toString().replace(uri.getRawUserInfo(), "(secret)");
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("%s is %s, must be more than zero".formatted(name, value));
        }
    }
}
