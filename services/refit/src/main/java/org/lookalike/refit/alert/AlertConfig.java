package org.lookalike.refit.alert;

import java.time.Duration;
import org.lookalike.latent.novelty.DriftRules;
import org.lookalike.latent.novelty.RateLimit;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * Which alerts are raised, and how many.
 *
 * @param limit how many of a kind one source may raise in how much event time
 * @param maxBirths how many new clusters one refit may report
 * @param maxAge images published longer ago raise no alert: the service is catching up
 * @param driftRate the fraction of comparisons of a source with its past that may raise an alert by chance
 * @param maxSources how many sources' drift detectors an instance keeps in memory
 */
public record AlertConfig(RateLimit limit, int maxBirths, Duration maxAge, double driftRate, int maxSources) {
    private static final Duration YEAR = Duration.ofDays(366);

    private static final Setting<Integer> LIMIT = Setting.integer(
            "refit.alerts.limit",
            1,
            1_000,
            3,
            "Maximum number of alerts of a kind that one source may raise per refit.alerts.period of"
                    + " event time; the next alert says how many were suppressed.");
    private static final Setting<Duration> PERIOD = Setting.duration(
            "refit.alerts.period", Duration.ofMillis(1), YEAR, "1h", "The period of refit.alerts.limit.");
    private static final Setting<Integer> MAX_BIRTHS = Setting.integer(
            "refit.alerts.births", 1, 1_000, 10, "Maximum number of alerts about new clusters per refit.");
    private static final Setting<Duration> MAX_AGE = Setting.duration(
            "refit.alerts.max-age",
            Duration.ofSeconds(1),
            YEAR,
            "1d",
            "Pictures whose vectors were published longer ago than this raise no alerts, for example"
                    + " while the service reads an old topic from the beginning; they still count for their"
                    + " source's baseline.");
    private static final Setting<Double> DRIFT_RATE = Setting.decimal(
            "refit.alerts.drift-rate",
            0.0005,
            0.5,
            0.005,
            "Share of the comparisons of a source's latest 64 pictures with its own past that may"
                    + " raise a false alarm.");
    private static final Setting<Integer> MAX_SOURCES = Setting.integer(
            "refit.alerts.max-sources",
            1,
            100_000,
            1_000,
            "Number of sources, the most recent ones, whose history an instance caches in memory,"
                    + " about 90 kB each. The history of any other source is read from the state store when its"
                    + " next picture arrives, which takes time and loses nothing.");

    public AlertConfig {
        LIMIT.require(limit.alarms());
        PERIOD.require(limit.period());
        MAX_BIRTHS.require(maxBirths);
        MAX_AGE.require(maxAge);
        DRIFT_RATE.require(driftRate);
        MAX_SOURCES.require(maxSources);
    }

    public static AlertConfig from(Settings settings) {
        return new AlertConfig(
                new RateLimit(settings.get(LIMIT), settings.get(PERIOD)),
                settings.get(MAX_BIRTHS),
                settings.get(MAX_AGE),
                settings.get(DRIFT_RATE),
                settings.get(MAX_SOURCES));
    }

    /** How sources are compared with their past. */
    DriftRules driftRules() {
        DriftRules rules = DriftRules.defaults();
        return new DriftRules(
                rules.dimensions(),
                rules.block(),
                rules.recentBlocks(),
                rules.referenceBlocks(),
                rules.memory(),
                driftRate,
                rules.minimumComparisons(),
                rules.history(),
                rules.relearnAfter());
    }
}
