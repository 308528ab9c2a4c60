package org.lookalike.vectorstore.milvus;

/**
 * How much goes into one request to the server; larger calls are split.
 *
 * @param rows most rows written or read with their vectors at once, 1 to 16,384, default 1,000
 * @param bytes most bytes of rows written at once, roughly, 64 KiB to 48 MiB, default 8 MiB: a Milvus server refuses
 *     requests over 64 MiB
 * @param ids most ids listed, looked up or deleted at once, 1 to 16,384 (the server's own limit for one answer),
 *     default 4,096
 */
public record BatchLimits(int rows, int bytes, int ids) {
    public static final BatchLimits DEFAULT = new BatchLimits(1_000, 8 << 20, 4_096);

    private static final int MAX_RESULTS = 16_384;

    public BatchLimits {
        requireBetween("rows", rows, 1, MAX_RESULTS);
        requireBetween("bytes", bytes, 64 << 10, 48 << 20);
        requireBetween("ids", ids, 1, MAX_RESULTS);
    }

    private static void requireBetween(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("batch %s is %d, must be %d to %d".formatted(name, value, min, max));
        }
    }
}
