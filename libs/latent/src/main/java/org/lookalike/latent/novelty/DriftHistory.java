package org.lookalike.latent.novelty;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/** The energy distances of a source's earlier comparisons: how much it varies when nothing is wrong. */
final class DriftHistory {
    private final DriftRules rules;
    private float[] latest = {};
    /** Those of the current run of alarms: they count once the run has ended. */
    private float[] streak = {};

    DriftHistory(DriftRules rules) {
        this.rules = rules;
    }

    /**
     * What a distance must exceed. With enough comparisons it is the conformal quantile of the false-alarm rate. With
     * fewer it is what a further distance exceeds at that rate if their logarithms are normal, and no less than the
     * largest so far. Infinite at first.
     */
    double threshold() {
        if (latest.length < rules.minimumComparisons()) {
            return Double.POSITIVE_INFINITY;
        }
        float[] sorted = latest.clone();
        Arrays.sort(sorted);
        int beyond = (int) Math.floor((sorted.length + 1) * rules.falseAlarmRate() + 1e-9);
        return beyond >= 1
                ? sorted[sorted.length - Math.min(beyond, sorted.length)]
                : Math.max(sorted[sorted.length - 1], predicted(sorted));
    }

    private double predicted(float[] distances) {
        double mean = 0;
        for (float distance : distances) {
            mean += logarithm(distance) / distances.length;
        }
        double squares = 0;
        for (float distance : distances) {
            squares += (logarithm(distance) - mean) * (logarithm(distance) - mean);
        }
        int freedom = distances.length - 1;
        double deviation = Math.sqrt(squares / freedom * (1 + 1.0 / distances.length));
        return Math.exp(
                mean + deviation * TDistribution.of(freedom).inverseSurvivalProbability(rules.falseAlarmRate()));
    }

    /** Images that never change have distance 0, which has no logarithm. */
    private static double logarithm(float distance) {
        return Math.log(Math.max(distance, 1e-12));
    }

    /** Adds a comparison without an alarm; alarms right before it were part of how the source varies. */
    void addQuiet(double distance) {
        float[] ended = streak;
        streak = new float[0];
        for (float earlier : ended) {
            latest = appended(latest, earlier);
        }
        latest = appended(latest, (float) distance);
        if (latest.length > rules.history()) {
            latest = Arrays.copyOfRange(latest, latest.length - rules.history(), latest.length);
        }
    }

    /** Adds a comparison that raised an alarm, and returns how many there are in a row. */
    int addAlarm(double distance) {
        streak = appended(streak, (float) distance);
        return streak.length;
    }

    void clear() {
        latest = new float[0];
        streak = new float[0];
    }

    private static float[] appended(float[] values, float value) {
        float[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = value;
        return longer;
    }

    int encodedBytes() {
        return 2 * Integer.BYTES + Float.BYTES * (latest.length + streak.length);
    }

    void encode(ByteBuffer bytes) {
        for (float[] values : List.of(latest, streak)) {
            bytes.putInt(values.length);
            FloatBlocks.put(values, bytes);
        }
    }

    void decode(ByteBuffer bytes) {
        latest = FloatBlocks.get(bytes, FloatBlocks.count(bytes, rules.history()));
        streak = FloatBlocks.get(bytes, FloatBlocks.count(bytes, rules.relearnAfter()));
    }
}
