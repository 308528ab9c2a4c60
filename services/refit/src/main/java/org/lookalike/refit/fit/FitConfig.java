package org.lookalike.refit.fit;

import java.util.Optional;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.spaces.Neighbourhood;

/**
 * How a space is fitted.
 *
 * @param dimensions how many dimensions it gets
 * @param whitened whether each dimension is scaled to variance 1
 * @param clusters how many clusters, or {@link #AUTOMATIC} for {@link ClusterNumber}'s choice
 * @param minClusters the fewest that it may choose
 * @param maxClusters the most that it may choose
 * @param restarts how often k-means starts anew, keeping the best
 * @param seed of the random choices: one seed, one result
 * @param heldOut the share of the sample that is held out to evaluate the fit
 * @param noveltyRate the share of ordinary images that may count as novel
 * @param neighbours how it is whitened by mutual neighbours, unless each dimension is scaled to variance 1
 * @param minimumGain how much more of the held-out images' variance than an existing space a candidate must explain to
 *     be proposed, as a difference of shares
 * @param maxBytes the most memory that a fit may take; a larger sample is cut down to its smallest hashes
 * @param threads how many threads compute
 */
public record FitConfig(
        Dimensions dimensions,
        boolean whitened,
        int clusters,
        int minClusters,
        int maxClusters,
        int restarts,
        long seed,
        double heldOut,
        double noveltyRate,
        NeighbourConfig neighbours,
        double minimumGain,
        long maxBytes,
        int threads) {
    /** Stands for a number of clusters that the sample decides. */
    public static final int AUTOMATIC = 0;

    private static final String AUTO = "auto";
    private static final int MAX_CLUSTER_NUMBER = 4_096;

    private static final Setting<Dimensions> DIMENSIONS = new Setting<>(
            "refit.fit.dimensions",
            Dimensions::parse,
            "256",
            "a whole number from 2 to 2048, or a share of the variance such as 0.95",
            value -> true,
            "Number of dimensions of a space, or the share of the variance that they must explain.",
            false);
    private static final Setting<Boolean> WHITENED = Setting.flag(
            "refit.fit.whitened",
            false,
            "Scale each dimension to variance 1. Off unless measurements show that it helps: it"
                    + " usually hurts retrieval within a class.");
    private static final Setting<Integer> CLUSTERS = new Setting<>(
            "refit.fit.clusters",
            text -> text.equals(AUTO) ? AUTOMATIC : Integer.parseInt(text),
            AUTO,
            "auto, or a whole number from 1 to " + MAX_CLUSTER_NUMBER,
            value -> value >= AUTOMATIC && value <= MAX_CLUSTER_NUMBER,
            "Number of clusters of a space; auto takes the knee of the inertia, beyond which more"
                    + " clusters are hardly tighter, or the previous space's number if it is within a quarter"
                    + " of that.",
            false);
    private static final Setting<Integer> MIN_CLUSTERS = Setting.integer(
            "refit.fit.clusters-min", 1, MAX_CLUSTER_NUMBER, 2, "Minimum number of clusters that auto may choose.");
    private static final Setting<Integer> MAX_CLUSTERS = Setting.integer(
            "refit.fit.clusters-max",
            2,
            MAX_CLUSTER_NUMBER,
            128,
            "Maximum number of clusters that auto may choose; several times the expected number.");
    private static final Setting<Integer> RESTARTS = Setting.integer(
            "refit.fit.restarts", 1, 100, 3, "Number of k-means restarts with different initial centres.");
    private static final Setting<Integer> SEED = Setting.integer(
            "refit.fit.seed",
            0,
            Integer.MAX_VALUE,
            0,
            "The seed of k-means: the same sample, seed and number of threads give the same space.");
    private static final Setting<Double> HELD_OUT = Setting.decimal(
            "refit.fit.held-out",
            0.05,
            0.5,
            0.2,
            "Share of the sample that is held out of the fit, for the gate and the novelty threshold.");
    private static final Setting<Double> NOVELTY_RATE = Setting.decimal(
            "refit.fit.novelty-rate",
            0.0001,
            0.5,
            0.01,
            "Share of ordinary pictures that may count as novel. Needs at least 1 / rate - 1 held-out"
                    + " pictures; with fewer, a space has no novelty threshold.");
    private static final Setting<Double> MINIMUM_GAIN = Setting.decimal(
            "refit.gate.minimum-gain",
            0,
            1,
            0.01,
            "A new space is proposed if it explains at least this much more of the held-out pictures'"
                    + " variance than every existing fitted space of its encoder.");
    static final Setting<Long> MAX_BYTES = Setting.bytes(
            "refit.fit.max-memory",
            64L << 20,
            1L << 40,
            "1GiB",
            "Maximum memory for one fit, heap and native together; a sample that is too large is" + " reduced.");
    private static final Setting<Integer> THREADS =
            Setting.threads("refit.fit.threads", 1_024, "Number of threads of a fit.");

    public FitConfig {
        CLUSTERS.require(clusters);
        MIN_CLUSTERS.require(minClusters);
        MAX_CLUSTERS.require(maxClusters);
        RESTARTS.require(restarts);
        HELD_OUT.require(heldOut);
        NOVELTY_RATE.require(noveltyRate);
        MINIMUM_GAIN.require(minimumGain);
        MAX_BYTES.require(maxBytes);
        THREADS.require(threads);
        if (minClusters > maxClusters) {
            throw new IllegalArgumentException("%s is %d, must be at most %s, which is %d"
                    .formatted(MIN_CLUSTERS.key(), minClusters, MAX_CLUSTERS.key(), maxClusters));
        }
    }

    public static FitConfig from(Settings settings) {
        return new FitConfig(
                settings.get(DIMENSIONS),
                settings.get(WHITENED),
                settings.get(CLUSTERS),
                settings.get(MIN_CLUSTERS),
                settings.get(MAX_CLUSTERS),
                settings.get(RESTARTS),
                settings.get(SEED),
                settings.get(HELD_OUT),
                settings.get(NOVELTY_RATE),
                NeighbourConfig.from(settings),
                settings.get(MINIMUM_GAIN),
                settings.get(MAX_BYTES),
                settings.get(THREADS));
    }

    /** How a space is to be whitened by neighbours; empty where it is not. */
    Optional<Neighbourhood> neighbourhood() {
        return whitened ? Optional.empty() : neighbours.neighbourhood();
    }
}
