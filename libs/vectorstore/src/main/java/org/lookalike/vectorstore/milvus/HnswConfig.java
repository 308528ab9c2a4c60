package org.lookalike.vectorstore.milvus;

import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * The HNSW graph over the vectors of a collection; the settings {@code milvus.hnsw.*}.
 *
 * <p>The first two are fixed when a collection is created; later changes reach new collections only.
 *
 * @param m links of a node on each layer: more find more and take more memory
 * @param efConstruction candidates looked at when a row is linked in
 * @param efSearch candidates looked at in a search; a search for more hits than this looks
 *     at as many candidates as hits
 */
public record HnswConfig(int m, int efConstruction, int efSearch) {
    private static final Setting<Integer> M = Setting.integer(
            "milvus.hnsw.m",
            2,
            2_048,
            16,
            "Links per node of the index; more links improve recall and take more memory. Applies to"
                    + " new collections only.");
    private static final Setting<Integer> EF_CONSTRUCTION = Setting.integer(
            "milvus.hnsw.ef-construction",
            1,
            32_768,
            200,
            "Number of candidates considered when a row is added to the index. Applies to new" + " collections only.");
    private static final Setting<Integer> EF_SEARCH = Setting.integer(
            "milvus.hnsw.ef-search",
            1,
            32_768,
            128,
            "Number of candidates considered by a search; more improve recall and take longer.");

    public HnswConfig {
        M.require(m);
        EF_CONSTRUCTION.require(efConstruction);
        EF_SEARCH.require(efSearch);
    }

    static HnswConfig from(Settings settings) {
        return new HnswConfig(settings.get(M), settings.get(EF_CONSTRUCTION), settings.get(EF_SEARCH));
    }
}
