package org.lookalike.bench.labels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Splits of a list of classes into halves: all there are where classes are few, else random ones. */
final class ClassSplits {
    private ClassSplits() {}

    static List<Set<String>> of(List<String> classes, int max) {
        List<Set<String>> halves = new ArrayList<>();
        if (classes.size() <= Integer.SIZE / 2) {
            add(classes, 0, new TreeSet<>(), halves);
        }
        Collections.shuffle(halves, new Random(0));
        for (long seed = 0; halves.isEmpty() || (classes.size() > Integer.SIZE / 2 && halves.size() < max); seed++) {
            List<String> shuffled = new ArrayList<>(classes);
            Collections.shuffle(shuffled, new Random(seed));
            halves.add(new TreeSet<>(shuffled.subList(0, classes.size() / 2)));
        }
        return halves.subList(0, Math.min(max, halves.size()));
    }

    private static void add(List<String> classes, int next, Set<String> taken, List<Set<String>> halves) {
        if (taken.size() == classes.size() / 2) {
            halves.add(new TreeSet<>(taken));
        } else if (next < classes.size()) {
            taken.add(classes.get(next));
            add(classes, next + 1, taken, halves);
            taken.remove(classes.get(next));
            add(classes, next + 1, taken, halves);
        }
    }
}
