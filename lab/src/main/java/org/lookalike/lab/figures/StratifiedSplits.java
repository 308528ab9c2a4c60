package org.lookalike.lab.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random splits that take as many of each class. One seed gives one series of splits, of which more repeats are a
 * continuation.
 *
 * @param fitPerClass how many things of each class to fit on, or {@link #HALF} for half of each, rounded down
 * @param testPerClass how many of each class to test on at most, or {@link #REST} for all others
 * @param repeats how many splits, at least 1
 * @param seed of the random choice
 */
public record StratifiedSplits(int fitPerClass, int testPerClass, int repeats, long seed) {
    /** Half of each class. */
    public static final int HALF = 0;
    /** All others. */
    public static final int REST = Integer.MAX_VALUE;

    public StratifiedSplits {
        require(fitPerClass >= HALF, "things of a class to fit on", fitPerClass, "at least 1, or 0 for half");
        require(testPerClass >= 1, "things of a class to test on", testPerClass, "at least 1");
        require(repeats >= 1, "repeats", repeats, "at least 1");
    }

    /**
     * Draws splits of things of which each stands for itself.
     *
     * @param labels the class of each thing, counted from 0
     * @throws IllegalArgumentException if a class has too few things to fit on some and test on one
     */
    public List<Split> of(int[] labels) {
        String[] groups = new String[labels.length];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = Integer.toString(i);
        }
        return of(labels, groups);
    }

    /**
     * Draws splits that keep groups together: things of one class and one group, such as images of the same part, are
     * all fitted on, all tested on, or all left out. A group that is larger than what is still wanted is passed over, so
     * that a class may get fewer things than asked for.
     *
     * @param groups the group of each thing
     * @throws IllegalArgumentException if they are not equally many, or a class has too few things or groups to fit on
     *     some and test on one
     */
    public List<Split> of(int[] labels, String[] groups) {
        if (labels.length != groups.length) {
            throw new IllegalArgumentException(
                    "%d labels and %d groups, must be equally many".formatted(labels.length, groups.length));
        }
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        List<Map<String, List<Integer>>> byClass = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            byClass.add(new LinkedHashMap<>());
        }
        for (int i = 0; i < labels.length; i++) {
            byClass.get(labels[i])
                    .computeIfAbsent(groups[i], group -> new ArrayList<>())
                    .add(i);
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<Split> splits = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            SplittableRandom own = random.split();
            List<Integer> fit = new ArrayList<>();
            List<Integer> test = new ArrayList<>();
            for (int c = 0; c < classes; c++) {
                draw(c, new ArrayList<>(byClass.get(c).values()), own, fit, test);
            }
            splits.add(new Split(array(fit), array(test)));
        }
        return splits;
    }

    private void draw(
            int label, List<List<Integer>> groups, SplittableRandom random, List<Integer> fit, List<Integer> test) {
        int size = groups.stream().mapToInt(List::size).sum();
        if (size == 0) {
            return;
        }
        for (int i = groups.size() - 1; i > 0; i--) {
            Collections.swap(groups, i, random.nextInt(i + 1));
        }
        int wantedToFit = fitPerClass == HALF ? size / 2 : fitPerClass;
        int fitted = 0;
        int tested = 0;
        for (List<Integer> group : groups) {
            if (group.size() <= wantedToFit - fitted) {
                fit.addAll(group);
                fitted += group.size();
            } else if (group.size() <= testPerClass - tested) {
                test.addAll(group);
                tested += group.size();
            }
        }
        if (fitted == 0 || tested == 0 || size <= wantedToFit) {
            throw new IllegalArgumentException(
                    "class %d has %d things in %d groups, must have more than the %d to fit on and one to test on"
                            .formatted(label, size, groups.size(), wantedToFit));
        }
    }

    private static int[] array(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void require(boolean holds, String thing, int value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("%s: %d, must be %s".formatted(thing, value, rule));
        }
    }
}
