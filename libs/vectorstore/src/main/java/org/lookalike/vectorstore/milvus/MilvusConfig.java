package org.lookalike.vectorstore.milvus;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * Where the Milvus server is and how it is called; the settings {@code milvus.*}.
 *
 * @param uri {@code http://host:port}, or {@code https} for TLS
 * @param token {@code user:password} or an API key; empty for a server without access control. A secret
 * @param database on the server; empty for the server's default one
 * @param connectTimeout most time to reach the server
 * @param callTimeout most time for one request to the server, the way there included
 * @param schemaTimeout most time to create a collection, build its index and load it
 * @param searchConsistency which writes a search is sure to see
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

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);

    private static final Setting<String> SERVER = Setting.text(
                    "milvus.uri", "http://localhost:19530", "The Milvus server; https for TLS.")
            .where("http://host:port or https://host:port without a user", MilvusConfig::isServer);
    private static final Setting<String> TOKEN =
            Setting.secret("milvus.token", "user:password or an API key; empty for a server without access control.");
    private static final Setting<String> DATABASE =
            Setting.text("milvus.database", "", "The database on the server; empty for the default one.");
    private static final Setting<Duration> CONNECT_TIMEOUT = Setting.duration(
            "milvus.connect-timeout", MIN_TIMEOUT, MAX_TIMEOUT, "5s", "Maximum time to connect to the server.");
    private static final Setting<Duration> CALL_TIMEOUT =
            Setting.duration("milvus.call-timeout", MIN_TIMEOUT, MAX_TIMEOUT, "10s", "Maximum time for one request.");
    private static final Setting<Duration> SCHEMA_TIMEOUT = Setting.duration(
            "milvus.schema-timeout",
            MIN_TIMEOUT,
            MAX_TIMEOUT,
            // After a kill in the middle of indexing the first load of a Milvus Lite has taken 65 s.
            "3m",
            "Maximum time to create a collection with its index, and to load it again after a restart"
                    + " of Milvus. A generation is indexed once it is filled, and that may take as long as it"
                    + " needs.");
    private static final Setting<SearchConsistency> SEARCH_CONSISTENCY = Setting.choice(
            "milvus.search-consistency",
            SearchConsistency.class,
            SearchConsistency.BOUNDED,
            "Which acknowledged writes a search is guaranteed to see: all, those older than the"
                    + " server's bound, or none in particular.");

    public MilvusConfig {
        SERVER.require(uri);
        CONNECT_TIMEOUT.require(connectTimeout);
        CALL_TIMEOUT.require(callTimeout);
        SCHEMA_TIMEOUT.require(schemaTimeout);
    }

    /** Reads the settings; how large calls are split is not among them and stays as by default. */
    public static MilvusConfig from(Settings settings) {
        return new MilvusConfig(
                settings.get(SERVER),
                settings.get(TOKEN),
                settings.get(DATABASE),
                settings.get(CONNECT_TIMEOUT),
                settings.get(CALL_TIMEOUT),
                settings.get(SCHEMA_TIMEOUT),
                settings.get(SEARCH_CONSISTENCY),
                HnswConfig.from(settings),
                BatchLimits.DEFAULT);
    }

    /** The server at this address, everything else as by default. */
    public static MilvusConfig at(String uri) {
        return Settings.defaults(MilvusConfig::from).withUri(uri);
    }

    private MilvusConfig withUri(String newUri) {
        return new MilvusConfig(
                newUri, token, database, connectTimeout, callTimeout, schemaTimeout, searchConsistency, hnsw, batches);
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

    private static boolean isServer(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null && uri.getPort() >= 1 && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
