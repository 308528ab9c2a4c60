package org.lookalike.vectorstore.milvus;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/** The operator's side of {@link MilvusConfig}: the settings of the section {@code milvus}. */
public final class MilvusSettings {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Setting<URI> SERVER =
            Setting.url("milvus.uri", "http://localhost:19530", "The Milvus server: http://host:port, https for TLS.");
    private static final Setting<String> TOKEN =
            Setting.secret("milvus.token", "user:password or an API key; empty for a server without access control.");
    private static final Setting<String> DATABASE =
            Setting.text("milvus.database", "", "The database on the server; empty for its default one.");
    private static final Setting<Duration> CONNECT_TIMEOUT =
            Setting.duration("milvus.connect-timeout", SHORTEST, LONGEST, "5s", "Most time to reach the server.");
    private static final Setting<Duration> CALL_TIMEOUT =
            Setting.duration("milvus.call-timeout", SHORTEST, LONGEST, "10s", "Most time for one request.");
    private static final Setting<Duration> SCHEMA_TIMEOUT = Setting.duration(
            "milvus.schema-timeout",
            SHORTEST,
            LONGEST,
            "60s",
            "Most time to create a collection with its index, and to load it again after a restart of Milvus. A"
                    + " generation is indexed when it is filled, and takes as long as it needs.");
    private static final Setting<SearchConsistency> SEARCH_CONSISTENCY = Setting.choice(
            "milvus.search-consistency",
            SearchConsistency.class,
            SearchConsistency.BOUNDED,
            "Which acknowledged writes a search is sure to see: all, those older than the server's bound, or any.");
    private static final Setting<Integer> HNSW_M = Setting.integer(
            "milvus.hnsw.m",
            2,
            2_048,
            HnswConfig.DEFAULT.m(),
            "Links of a node in the index; more find more and take more memory. Reaches new collections only.");
    private static final Setting<Integer> HNSW_EF_CONSTRUCTION = Setting.integer(
            "milvus.hnsw.ef-construction",
            1,
            32_768,
            HnswConfig.DEFAULT.efConstruction(),
            "Candidates looked at when a row is linked into the index. Reaches new collections only.");
    private static final Setting<Integer> HNSW_EF_SEARCH = Setting.integer(
            "milvus.hnsw.ef-search",
            1,
            32_768,
            HnswConfig.DEFAULT.efSearch(),
            "Candidates looked at in a search; more find more and take longer.");

    private MilvusSettings() {}

    /** Every setting of this section. */
    public static List<Setting<?>> settings() {
        return List.of(
                SERVER,
                TOKEN,
                DATABASE,
                CONNECT_TIMEOUT,
                CALL_TIMEOUT,
                SCHEMA_TIMEOUT,
                SEARCH_CONSISTENCY,
                HNSW_M,
                HNSW_EF_CONSTRUCTION,
                HNSW_EF_SEARCH);
    }

    /** The configuration; how large calls are split is not the operator's concern and stays as by default. */
    public static MilvusConfig from(Settings settings) {
        return new MilvusConfig(
                settings.get(SERVER).toString(),
                settings.get(TOKEN),
                settings.get(DATABASE),
                settings.get(CONNECT_TIMEOUT),
                settings.get(CALL_TIMEOUT),
                settings.get(SCHEMA_TIMEOUT),
                settings.get(SEARCH_CONSISTENCY),
                new HnswConfig(settings.get(HNSW_M), settings.get(HNSW_EF_CONSTRUCTION), settings.get(HNSW_EF_SEARCH)),
                BatchLimits.DEFAULT);
    }
}
