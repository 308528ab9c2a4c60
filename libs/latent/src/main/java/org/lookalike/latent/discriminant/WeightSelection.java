package org.lookalike.latent.discriminant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.lookalike.latent.discriminant.AdaptedReport.Trial;
import org.lookalike.latent.linear.PrincipalBasis;
import org.lookalike.latent.matrix.Rows;

/**
 * Chooses the weight of the discriminant part by cross-validation.
 *
 * <p>The labelled rows of each class are halved, directions fitted to one half and the other half's retrieval judged, both
 * ways and several times: that is the gain. Then whole classes are left out, half of them or, of three, each one, and
 * their retrieval among all labelled rows is judged: that is what classes would lose that nobody has labelled. A weight
 * stands for the same variance in each direction in all of these.
 */
final class WeightSelection {
    private static final double[] WEIGHTS = {0.0125, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2};

    /** The smallest weight that reaches this part of the largest gain is chosen: more gains little and distorts the space. */
    private static final double ENOUGH = 0.9;

    /** A gain below this, or below this many standard errors, may be none. */
    private static final double MIN_GAIN = 0.01;

    private static final double CLEAR = 3;

    /** While there may be unlabelled classes, the limits for each direction and for all together. */
    private static final double CAREFUL_EACH = 0.0275;

    private static final double CAREFUL_ALL = 0.25;

    /** With two classes, none can be left out to see what happens to it. */
    private static final double CAREFUL_PAIR = 0.0125;

    /** The most that left-out classes may lose: their few rows among as many of fitted classes are a hard test. */
    private static final double MAX_LOST = 0.02;

    /** Rows evaluated at most, since the time grows with their square. */
    private static final int MAX_ROWS = 600;

    /** Classes evaluated at most, four rows of each. */
    private static final int MAX_CLASSES = 150;

    private final PrincipalBasis principal;
    private final Rows sample;
    private final AdaptedOptions options;
    private final LdaOptions ldaOptions;
    private final SplittableRandom random;

    /**
     * @param principal the principal part
     * @param sample on which it was fitted
     */
    WeightSelection(PrincipalBasis principal, Rows sample, AdaptedOptions options, LdaOptions ldaOptions) {
        this.principal = principal;
        this.sample = sample;
        this.options = options;
        this.ldaOptions = ldaOptions;
        this.random = new SplittableRandom(options.seed());
    }

    AdaptedReport choose(Rows labelled, int[] labels) {
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int[] some = some(labels, classes);
        Rows rows = labelled.select(some);
        int[] classOf = dense(select(labels, some));
        int tried = Math.min(classes, MAX_CLASSES);
        Coverage coverage = Coverage.of(
                principal.project(sample).normalised(), principal.project(rows).normalised(), classOf, tried);
        boolean covered = coverage.isWhole() && tried == classes;
        double limit = covered ? Double.POSITIVE_INFINITY : careful(classes);
        double[] weights = DoubleStream.concat(Arrays.stream(WEIGHTS), DoubleStream.of(limit))
                .filter(weight -> weight <= WEIGHTS[WEIGHTS.length - 1])
                .sorted()
                .distinct()
                .toArray();
        Changes gains = gains(rows, classOf, tried, classes - 1, weights);
        Changes unseen = unseen(rows, classOf, tried, classes - 1, weights);
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            trials.add(new Trial(weights[i], gains.mean(i), gains.error(i), unseen.mean(i)));
        }
        double weight = best(trials, limit);
        return new AdaptedReport(weight, coverage.strangeness(), covered, trials);
    }

    /** The largest weight while there may be unlabelled classes. */
    private static double careful(int classes) {
        return Math.min(CAREFUL_ALL, (classes == 2 ? CAREFUL_PAIR : CAREFUL_EACH) * (classes - 1));
    }

    private static double best(List<Trial> trials, double limit) {
        boolean careful = Double.isFinite(limit);
        List<Trial> allowed = trials.stream()
                .filter(trial -> trial.weight() <= limit && !(careful && trial.unseen() < -MAX_LOST))
                .toList();
        double max = allowed.stream().mapToDouble(Trial::gain).max().orElse(0);
        return allowed.stream()
                .filter(trial -> trial.gain() >= ENOUGH * max)
                .filter(trial -> trial.gain() >= MIN_GAIN && trial.gain() > CLEAR * trial.error())
                .mapToDouble(Trial::weight)
                .min()
                .orElse(0);
    }

    private Changes gains(Rows rows, int[] labels, int classes, int directions, double... weights) {
        Changes changes = new Changes(weights);
        for (int repeat = 0; repeat < options.repeats(); repeat++) {
            boolean[] first = new boolean[labels.length];
            for (int c = 0; c < classes; c++) {
                int[] members = shuffled(members(labels, c));
                for (int i = 0; i < members.length / 2; i++) {
                    first[members[i]] = true;
                }
            }
            for (boolean side : new boolean[] {true, false}) {
                int[] fitted = places(first, side);
                int[] judged = places(first, !side);
                int[] judgedLabels = select(labels, judged);
                DiscriminantDirections part = part(rows.select(fitted), select(labels, fitted));
                WeightedCosines blend = blend(rows.select(judged), part);
                changes.add(
                        blend,
                        IntStream.range(0, judged.length).toArray(),
                        judgedLabels,
                        (double) part.dimensions() / directions);
            }
        }
        return changes;
    }

    /** The loss of classes that are left out; empty where none can be. */
    private Changes unseen(Rows rows, int[] labels, int classes, int directions, double... weights) {
        Changes changes = new Changes(weights);
        for (int[] out : leftOut(classes)) {
            boolean[] left = new boolean[labels.length];
            for (int i = 0; i < left.length; i++) {
                int label = labels[i];
                left[i] = IntStream.of(out).anyMatch(c -> c == label);
            }
            int[] fitted = places(left, false);
            DiscriminantDirections part = part(rows.select(fitted), dense(select(labels, fitted)));
            changes.add(blend(rows, part), places(left, true), labels, (double) part.dimensions() / directions);
        }
        return changes;
    }

    private List<int[]> leftOut(int classes) {
        List<int[]> sets = new ArrayList<>();
        int[] all = IntStream.range(0, classes).toArray();
        if (classes == 3) {
            for (int c : all) {
                sets.add(new int[] {c});
            }
        } else if (classes > 3) {
            for (int repeat = 0; repeat < options.repeats(); repeat++) {
                int[] order = shuffled(all.clone());
                sets.add(Arrays.copyOfRange(order, 0, classes / 2));
                sets.add(Arrays.copyOfRange(order, classes / 2, classes));
            }
        }
        return sets;
    }

    private DiscriminantDirections part(Rows fitted, int[] labels) {
        return DiscriminantDirections.of(fitted, labels, sample, principal.mean(), principal.variance(), ldaOptions);
    }

    private WeightedCosines blend(Rows rows, DiscriminantDirections part) {
        return WeightedCosines.of(principal.project(rows), part.project(rows, principal.mean()), part.scale());
    }

    /** The change of mean average precision by each weight, over several fits. */
    private static final class Changes {
        private final double[] weights;
        private final List<double[]> ofFits = new ArrayList<>();

        Changes(double... weights) {
            this.weights = weights;
        }

        void add(WeightedCosines blend, int[] queries, int[] labels, double factor) {
            double none = blend.meanAveragePrecision(queries, labels, 0);
            if (!Double.isNaN(none)) {
                ofFits.add(Arrays.stream(weights)
                        .map(weight -> blend.meanAveragePrecision(queries, labels, weight * factor) - none)
                        .toArray());
            }
        }

        double mean(int weight) {
            return ofFits.stream().mapToDouble(fit -> fit[weight]).average().orElse(Double.NaN);
        }

        /** The standard error of the mean. */
        double error(int weight) {
            double mean = mean(weight);
            double squares = ofFits.stream()
                    .mapToDouble(fit -> (fit[weight] - mean) * (fit[weight] - mean))
                    .sum();
            return Math.sqrt(squares / Math.max(1, ofFits.size() - 1) / Math.max(1, ofFits.size()));
        }
    }

    /** A balanced subsample: equally many rows of each class, and of a subset of classes where there are too many. */
    private int[] some(int[] labels, int classes) {
        int each = MAX_ROWS / Math.min(classes, MAX_CLASSES);
        return Arrays.stream(shuffled(IntStream.range(0, classes).toArray()))
                .limit(MAX_CLASSES)
                .flatMap(c -> {
                    int[] members = shuffled(members(labels, c));
                    return Arrays.stream(members).limit(each);
                })
                .sorted()
                .toArray();
    }

    private int[] shuffled(int[] places) {
        for (int i = places.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int place = places[i];
            places[i] = places[other];
            places[other] = place;
        }
        return places;
    }

    private static int[] members(int[] labels, int label) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    }

    private static int[] places(boolean[] marks, boolean mark) {
        return IntStream.range(0, marks.length).filter(i -> marks[i] == mark).toArray();
    }

    private static int[] select(int[] labels, int[] places) {
        return IntStream.of(places).map(place -> labels[place]).toArray();
    }

    /** The same classes, counted from 0 without gaps. */
    private static int[] dense(int[] labels) {
        int[] known = IntStream.of(labels).distinct().sorted().toArray();
        return IntStream.of(labels)
                .map(label -> Arrays.binarySearch(known, label))
                .toArray();
    }
}
