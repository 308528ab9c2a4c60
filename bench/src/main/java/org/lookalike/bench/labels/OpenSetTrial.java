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
import org.lookalike.latent.recognition.RecognitionResult;
import org.lookalike.latent.recognition.RecognitionResult.Kind;

/**
 * Half of the classes are enrolled, the other half never seen; queries of both are asked about.
 *
 * @param set its labels are what is recognised
 * @param each how many images of a class are enrolled at most
 * @param strangers whether the gallery's images of the other half are handed in as strangers, or the calibration knows
 *     nothing but the enrolled half
 * @param rate the false-match rate asked for
 */
record OpenSetTrial(EncodedSet set, int each, boolean strangers, double rate) {
    /** Runs it with so many halves. */
    OpenSetOutcome run(int halves) {
        List<Set<String>> all = ClassSplits.of(set.classes(), halves);
        return OpenSetOutcome.of(all.parallelStream().map(this::one).toList());
    }

    private OpenSetOutcome.Split one(Set<String> enrolled) {
        int[] templates = templates(enrolled);
        Gallery gallery = Gallery.of(set.vectors().select(templates), set.labelsOf(templates));
        Recogniser recogniser = Recogniser.calibrate(
                gallery, strangers(enrolled), RecognitionOptions.defaults().withFalseMatchRate(rate));
        Tally tally = new Tally();
        for (int query : set.queryPlaces()) {
            String truth = set.labels().get(query);
            tally.add(recogniser.recognise(set.vectors().row(query)), truth, enrolled.contains(truth));
        }
        return tally.split();
    }

    /** The outcome of one half's queries. */
    private static final class Tally {
        private final List<Double> known = new ArrayList<>();
        private final List<Double> unknown = new ArrayList<>();
        private int right;
        private int missed;
        private int mistaken;
        private int wronglyNovel;
        private int falseMatches;
        private int rightlyNovel;

        void add(RecognitionResult verdict, String truth, boolean enrolled) {
            boolean match = verdict.kind() == Kind.MATCH;
            boolean novel = verdict.kind() == Kind.NOVEL;
            if (enrolled) {
                boolean own = verdict.label().equals(truth);
                known.add(verdict.score());
                right += own ? 1 : 0;
                missed += match ? 0 : 1;
                mistaken += match && !own ? 1 : 0;
                wronglyNovel += novel ? 1 : 0;
            } else {
                unknown.add(verdict.score());
                falseMatches += match ? 1 : 0;
                rightlyNovel += novel ? 1 : 0;
            }
        }

        OpenSetOutcome.Split split() {
            double ofKnown = known.size();
            double ofUnknown = unknown.size();
            return new OpenSetOutcome.Split(
                    OpenSetMetrics.of(numbers(known), numbers(unknown)).areaUnderCurve(),
                    right / ofKnown,
                    falseMatches / ofUnknown,
                    missed / ofKnown,
                    mistaken / ofKnown,
                    wronglyNovel / ofKnown,
                    rightlyNovel / ofUnknown);
        }

        private static double[] numbers(List<Double> scores) {
            return scores.stream().mapToDouble(score -> score).toArray();
        }
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
}
