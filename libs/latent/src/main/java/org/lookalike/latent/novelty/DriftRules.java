package org.lookalike.latent.novelty;

/**
 * How a source's latest vectors are compared with its past.
 *
 * <p>With the defaults the state of a source takes about 90 kB, the first comparison that may raise an alarm comes after
 * 832 images, and a comparison takes some milliseconds.
 *
 * @param dimensions how many dimensions the state holds; longer vectors are folded into so many, in a way that keeps
 *     distances on average; 1 to 256
 * @param block how many consecutive images stay together, 1 to 64: images in a row are alike (a batch of one part,
 *     one light), and blocks as long as that likeness lasts make a fair comparison of them
 * @param recentBlocks how many of the latest blocks are compared with the past, and how many new ones there are between
 *     two comparisons; 2 to 64
 * @param referenceBlocks how many blocks of the past are kept, a random choice; 8 to 256
 * @param memory how far back the past reaches, as a multiple of {@code referenceBlocks}, 1 to 1,000: once so many blocks
 *     have been seen, old ones fade and a slow change becomes the new normal
 * @param falseAlarmRate the fraction of comparisons that may raise an alarm although nothing changed; 0.0005 to 0.5
 * @param minimumComparisons how many comparisons without a say come first, so that the source shows how much it varies
 *     from one to the next; 7 to {@code history}. The false-alarm rate is then estimated from few, until there are
 *     {@code 1 / falseAlarmRate} of them
 * @param history how many earlier comparisons are remembered; 8 to 4,096
 * @param relearnAfter after so many alarming comparisons in a row the change is taken as the new normal and the source
 *     is learnt anew; 1 to 100
 */
public record DriftRules(
        int dimensions,
        int block,
        int recentBlocks,
        int referenceBlocks,
        int memory,
        double falseAlarmRate,
        int minimumComparisons,
        int history,
        int relearnAfter) {
    public DriftRules {
        require(dimensions >= 1 && dimensions <= 256, "dimensions", dimensions, "1 to 256");
        require(block >= 1 && block <= 64, "block", block, "1 to 64");
        require(recentBlocks >= 2 && recentBlocks <= 64, "recentBlocks", recentBlocks, "2 to 64");
        require(referenceBlocks >= 8 && referenceBlocks <= 256, "referenceBlocks", referenceBlocks, "8 to 256");
        require(memory >= 1 && memory <= 1000, "memory", memory, "1 to 1000");
        require(falseAlarmRate >= 0.0005 && falseAlarmRate <= 0.5, "falseAlarmRate", falseAlarmRate, "0.0005 to 0.5");
        require(history >= 8 && history <= 4096, "history", history, "8 to 4096");
        require(
                minimumComparisons >= 7 && minimumComparisons <= history,
                "minimumComparisons",
                minimumComparisons,
                "7 to " + history);
        require(relearnAfter >= 1 && relearnAfter <= 100, "relearnAfter", relearnAfter, "1 to 100");
    }

    /** The latest 64 images, in blocks of 8, against 256 of the past; one false alarm in 200 comparisons. */
    public static DriftRules defaults() {
        return new DriftRules(64, 8, 8, 32, 16, 0.005, 8, 1024, 3);
    }

    private static void require(boolean holds, String name, Number value, String limit) {
        if (!holds) {
            throw new IllegalArgumentException("drift %s %s, must be %s".formatted(name, value, limit));
        }
    }
}
