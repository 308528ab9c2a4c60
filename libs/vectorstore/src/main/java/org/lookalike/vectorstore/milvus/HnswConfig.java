package org.lookalike.vectorstore.milvus;

/**
 * The HNSW graph over the vectors of a collection.
 *
 * <p>The first two are fixed when a collection is created; later changes reach new collections only.
 *
 * @param m links of a node on each layer, 2 to 2,048, default 16: more find more and take more memory
 * @param efConstruction candidates looked at when a row is linked in, 1 to 32,768, default 200
 * @param efSearch candidates looked at in a search, 1 to 32,768, default 128; a search for more hits than this looks
 *     at as many candidates as hits
 */
public record HnswConfig(int m, int efConstruction, int efSearch) {
    public static final HnswConfig DEFAULT = new HnswConfig(16, 200, 128);

    private static final int MAX_CANDIDATES = 32_768;

    public HnswConfig {
        requireBetween("m", m, 2, 2_048);
        requireBetween("efConstruction", efConstruction, 1, MAX_CANDIDATES);
        requireBetween("efSearch", efSearch, 1, MAX_CANDIDATES);
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("hnsw %s is %d, must be %d to %d".formatted(name, value, least, most));
        }
    }
}
