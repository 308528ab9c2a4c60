package org.lookalike.bench.labels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.recognition.Gallery;
import org.lookalike.latent.recognition.OpenSetMetrics;
import org.lookalike.latent.recognition.Recogniser;
import org.lookalike.latent.recognition.RecognitionOptions;
import org.lookalike.latent.recognition.Verdict;
import org.lookalike.latent.recognition.Verdict.Kind;

/**
 * Half of the classes are enrolled, the other half never seen; queries of both are asked about.
 *
 * @param set its labels are what is recognised
 * @param each how many pictures of a class are enrolled at most
 * @param strangers whether the gallery's pictures of the other half are handed in as strangers, or the calibration knows
 *     nothing but the enrolled half
 * @param rate the false-match rate asked for
 */
record OpenSetTrial(EncodedSet set, int each, boolean strangers, double rate) {
    /** Runs it with so many halves. */
    OpenSetOutcome run(int halves) {
        List<Set<String>> all = Halves.of(set.classes(), halves);
        return OpenSetOutcome.of(all.parallelStream().map(this::one).toList());
    }

    private OpenSetOutcome.Split one(Set<String> enrolled) {
        int[] templates = templates(enrolled);
        Gallery gallery = Gallery.of(set.vectors().select(templates), set.labelsOf(templates));
        Recogniser recogniser = Recogniser.calibrate(
                gallery, strangers(enrolled), RecognitionOptions.defaults().withFalseMatchRate(rate));
        List<Double> known = new ArrayList<>();
        List<Double> unknown = new ArrayList<>();
        int[] counts = new int[Count.values().length];
        for (int query : set.queryPlaces()) {
            Verdict verdict = recogniser.recognise(set.vectors().row(query));
            String truth = set.labels().get(query);
            boolean right = verdict.label().equals(truth);
            if (enrolled.contains(truth)) {
                known.add(verdict.score());
                counts[Count.RIGHT.ordinal()] += right ? 1 : 0;
                counts[Count.MISSED.ordinal()] += verdict.kind() == Kind.MATCH ? 0 : 1;
                counts[Count.MISTAKEN.ordinal()] += verdict.kind() == Kind.MATCH && !right ? 1 : 0;
                counts[Count.WRONGLY_NOVEL.ordinal()] += verdict.kind() == Kind.NOVEL ? 1 : 0;
            } else {
                unknown.add(verdict.score());
                counts[Count.FALSE_MATCH.ordinal()] += verdict.kind() == Kind.MATCH ? 1 : 0;
                counts[Count.RIGHTLY_NOVEL.ordinal()] += verdict.kind() == Kind.NOVEL ? 1 : 0;
            }
        }
        OpenSetMetrics metrics = OpenSetMetrics.of(numbers(known), numbers(unknown));
        double ofKnown = known.size();
        return new OpenSetOutcome.Split(
                metrics.areaUnderCurve(),
                counts[Count.RIGHT.ordinal()] / ofKnown,
                (double) counts[Count.FALSE_MATCH.ordinal()] / unknown.size(),
                counts[Count.MISSED.ordinal()] / ofKnown,
                counts[Count.MISTAKEN.ordinal()] / ofKnown,
                counts[Count.WRONGLY_NOVEL.ordinal()] / ofKnown,
                (double) counts[Count.RIGHTLY_NOVEL.ordinal()] / unknown.size());
    }

    private enum Count {
        RIGHT,
        MISSED,
        MISTAKEN,
        WRONGLY_NOVEL,
        FALSE_MATCH,
        RIGHTLY_NOVEL
    }

    private int[] templates(Set<String> enrolled) {
        List<Integer> places =
                new ArrayList<>(Arrays.stream(set.galleryPlaces()).boxed().toList());
        Collections.shuffle(places, new Random(1));
        Map<String, Integer> taken = new HashMap<>();
        return places.stream()
                .filter(place -> enrolled.contains(set.labels().get(place)))
                .filter(place -> taken.merge(set.labels().get(place), 1, Integer::sum) <= each)
                .mapToInt(place -> place)
                .toArray();
    }

    private @Nullable Rows strangers(Set<String> enrolled) {
        int[] others = Arrays.stream(set.galleryPlaces())
                .filter(place -> !enrolled.contains(set.labels().get(place)))
                .toArray();
        return strangers ? set.vectors().select(others) : null;
    }

    private static double[] numbers(List<Double> scores) {
        return scores.stream().mapToDouble(score -> score).toArray();
    }
}
