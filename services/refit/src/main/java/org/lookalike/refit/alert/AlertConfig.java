package org.lookalike.refit.alert;

import java.time.Duration;
import java.util.List;
import org.lookalike.latent.novelty.DriftRules;
import org.lookalike.latent.novelty.RateLimit;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * Which alarms are raised, and how many.
 *
 * @param limit how many of a kind one source may raise in how much event time
 * @param mostBirths how many new clusters one refit may report
 * @param maxAge images published longer ago raise no alarm: the service is catching up
 * @param driftRate the fraction of comparisons of a source with its past that may raise an alarm by chance
 * @param mostSources how many sources' drift detectors an instance keeps in memory, 1 to 100,000
 */
public record AlertConfig(RateLimit limit, int mostBirths, Duration maxAge, double driftRate, int mostSources) {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MOST = 1_000;
    private static final int MAX_IN_MEMORY = 100_000;

    static final Setting<Integer> LIMIT = Setting.integer(
            "refit.alerts.limit",
            1,
            MOST,
            3,
            "How many alerts of a kind one source may raise in refit.alerts.period of event time; the next one tells how"
                    + " many were held back.");
    static final Setting<Duration> PERIOD = Setting.duration(
            "refit.alerts.period", Duration.ofMillis(1), LONGEST, "1h", "The time that refit.alerts.limit is for.");
    static final Setting<Integer> MAX_BIRTHS = Setting.integer(
            "refit.alerts.births", 1, MOST, 10, "How many alerts about new clusters one refit may raise.");
    static final Setting<Duration> MAX_AGE = Setting.duration(
            "refit.alerts.max-age",
            Duration.ofSeconds(1),
            LONGEST,
            "1d",
            "Pictures whose vectors were published longer ago raise no alarm, as when the service reads an old topic"
                    + " from its beginning; they still show what a source is like.");
    static final Setting<Double> DRIFT_RATE = Setting.decimal(
            "refit.alerts.drift-rate",
            0.0005,
            0.5,
            0.005,
            "The fraction of comparisons of a source's latest 64 pictures with its own past that may raise an alarm by"
                    + " chance.");
    static final Setting<Integer> MAX_SOURCES = Setting.integer(
            "refit.alerts.max-sources",
            1,
            MAX_IN_MEMORY,
            1_000,
            "Of how many sources, those seen last, an instance keeps the past in memory, about 90 kB each. That of any"
                    + " other is read from the state store when its next picture comes, which takes time and loses"
                    + " nothing.");

    public AlertConfig {
        if (mostBirths < 1 || mostBirths > MOST || maxAge.isNegative()) {
            throw new IllegalArgumentException("births %d and maximum age %s, must be 1 to %d and not negative"
                    .formatted(mostBirths, maxAge, MOST));
        }
        if (mostSources < 1 || mostSources > MAX_IN_MEMORY) {
            throw new IllegalArgumentException(
                    "%d sources in memory, must be 1 to %d".formatted(mostSources, MAX_IN_MEMORY));
        }
    }

    public static List<Setting<?>> settings() {
        return List.of(LIMIT, PERIOD, MAX_BIRTHS, MAX_AGE, DRIFT_RATE, MAX_SOURCES);
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
