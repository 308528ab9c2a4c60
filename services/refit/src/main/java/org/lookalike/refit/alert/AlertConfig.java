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
            "How many alerts of a kind one source may raise in refit.alerts.period of event time; the next one tells how"
                    + " many were held back.");
    private static final Setting<Duration> PERIOD = Setting.duration(
            "refit.alerts.period", Duration.ofMillis(1), YEAR, "1h", "The time that refit.alerts.limit is for.");
    private static final Setting<Integer> MAX_BIRTHS = Setting.integer(
            "refit.alerts.births", 1, 1_000, 10, "How many alerts about new clusters one refit may raise.");
    private static final Setting<Duration> MAX_AGE = Setting.duration(
            "refit.alerts.max-age",
            Duration.ofSeconds(1),
            YEAR,
            "1d",
            "Pictures whose vectors were published longer ago raise no alarm, as when the service reads an old topic"
                    + " from its beginning; they still show what a source is like.");
    private static final Setting<Double> DRIFT_RATE = Setting.decimal(
            "refit.alerts.drift-rate",
            0.0005,
            0.5,
            0.005,
            "The fraction of comparisons of a source's latest 64 pictures with its own past that may raise an alarm by"
                    + " chance.");
    private static final Setting<Integer> MAX_SOURCES = Setting.integer(
            "refit.alerts.max-sources",
            1,
            100_000,
            1_000,
            "Of how many sources, those seen last, an instance keeps the past in memory, about 90 kB each. That of any"
                    + " other is read from the state store when its next picture comes, which takes time and loses"
                    + " nothing.");

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
