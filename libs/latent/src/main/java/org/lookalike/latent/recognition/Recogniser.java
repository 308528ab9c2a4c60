package org.lookalike.latent.recognition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.recognition.Calibration.Basis;
import org.lookalike.latent.recognition.Gallery.Fit;
import org.lookalike.latent.recognition.Gallery.HeldOut;
import org.lookalike.latent.recognition.RecognitionResult.Kind;

/**
 * Recognises which enrolled class an image shows, if any (open-set recognition).
 *
 * <p>Thresholds are learnt from the templates alone. How images of no enrolled class score is seen by leaving out each
 * class in turn and asking how its templates fit the others; a class that nobody enrolled is taken to be one more of the
 * kind. From many classes this is a quantile that holds whatever the distribution, from few a forecast, see
 * {@link Calibration.Basis}. Left out, a class meets one class less than a stranger does, so the rate is lowered to the
 * K-th part for each of K − 1 classes. How images of enrolled classes score is seen by leaving out each template alone.
 *
 * <p>Where some images are known to be of no enrolled class, they tell how strangers score better than the classes do.
 *
 * <p>Immutable, safe for use by many threads.
 */
public final class Recogniser {
    private static final int MIN_CLASSES = 3;
    private static final double ROUNDING = 1e-9;

    private final Gallery gallery;
    private final Calibration calibration;

    private Recogniser(Gallery gallery, Calibration calibration) {
        this.gallery = gallery;
        this.calibration = calibration;
    }

    /** Calibrates the thresholds on the templates. Takes time; see {@link RecognitionOptions#maxImages}. */
    public static Recogniser calibrate(Gallery gallery, RecognitionOptions options) {
        return calibrate(gallery, null, options);
    }

    /**
     * Calibrates the thresholds.
     *
     * @param strangers images known to be of no enrolled class, or a sample of all images where hardly any is of an
     *     enrolled class: those that are make the threshold too high, never too low; null where there are none. Less than
     *     {@code 1 / rate - 1} are of no use and count as none
     * @throws IllegalArgumentException if the strangers' width is not the gallery's
     */
    public static Recogniser calibrate(Gallery gallery, @Nullable Rows strangers, RecognitionOptions options) {
        List<Integer> heldOut = gallery.spread(options.maxImages());
        List<HeldOut> fits = heldOut.stream().map(gallery::heldOut).toList();
        double[] genuine = genuine(gallery, heldOut, fits);
        List<double[]> impostors = impostors(gallery, heldOut, fits);
        int impostorScores =
                impostors.stream().mapToInt(scores -> scores.length).sum();
        Basis basis = impostors.size() < MIN_CLASSES
                ? Basis.NOTHING
                : ScoreGroups.many(impostors.size(), options.falseMatchRate()) ? Basis.MANY_CLASSES : Basis.FEW_CLASSES;
        if (strangers != null && (strangers.count() + 1) * options.falseMatchRate() >= 1 - ROUNDING) {
            basis = Basis.STRANGERS;
            impostors = strangers(gallery, strangers);
            impostorScores = strangers.count();
        }
        Thresholds thresholds = new Thresholds(basis, gallery.classes().size(), impostors, genuine);
        double match = thresholds.match(options.falseMatchRate());
        Map<String, Double> ofClasses = new HashMap<>();
        for (String label : gallery.classes()) {
            if (options.falseMatchRates().containsKey(label)) {
                ofClasses.put(label, thresholds.match(options.rateOf(label)));
            }
        }
        return new Recogniser(
                gallery,
                new Calibration(
                        basis,
                        match,
                        ofClasses,
                        Math.min(match, thresholds.novelty(options.falseNoveltyRate())),
                        gallery.classes().size(),
                        gallery.templates(),
                        impostorScores,
                        genuine.length));
    }

    /** The enrolled templates. */
    public Gallery gallery() {
        return gallery;
    }

    /** The thresholds and what they rest on. */
    public Calibration calibration() {
        return calibration;
    }

    /**
     * Which class an image shows.
     *
     * @param vector the image's, of the templates' width, finite and not all zeros
     * @throws IllegalArgumentException if it is not like that
     */
    public RecognitionResult recognise(float[] vector) {
        return verdict(gallery.fit(vector));
    }

    /**
     * Which class an enrolled image would show if it were not enrolled itself.
     *
     * @param template its place in the gallery
     * @return empty where no other image is enrolled
     */
    public Optional<RecognitionResult> recogniseWithoutItself(int template) {
        return Optional.of(gallery.heldOut(template).alone())
                .filter(fit -> fit.best() >= 0)
                .map(this::verdict);
    }

    private RecognitionResult verdict(Fit fit) {
        String label = gallery.classes().get(fit.best());
        double match = calibration.matchThreshold(label);
        double novelty = Math.min(match, calibration.noveltyThreshold());
        Kind kind = fit.score() >= match ? Kind.MATCH : fit.score() < novelty ? Kind.NOVEL : Kind.UNSURE;
        return new RecognitionResult(
                kind,
                label,
                fit.score(),
                fit.second() < 0 ? "" : gallery.classes().get(fit.second()),
                fit.secondScore(),
                match,
                novelty,
                fit.nearest(),
                reason(kind, label, fit.score(), match, novelty));
    }

    private String reason(Kind kind, String label, double score, double match, double novelty) {
        String sentence = switch (kind) {
            case MATCH -> text("%s fits with %.3f, at least %.3f", label, score, match);
            case UNSURE -> text("%s fits best with %.3f, between %.3f and %.3f", label, score, novelty, match);
            case NOVEL -> text("no class fits: %s does best with %.3f, less than %.3f", label, score, novelty);
        };
        return calibration.calibrated()
                ? sentence
                : text(
                        "%s; not calibrated, for %d %s and %d templates tell nothing about strangers",
                        sentence,
                        calibration.classes(),
                        calibration.classes() == 1 ? "class" : "classes",
                        calibration.templates());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Held-out templates of classes that have others, against all classes. */
    private static double[] genuine(Gallery gallery, List<Integer> heldOut, List<HeldOut> fits) {
        int[] sizes = gallery.sizes();
        return IntStream.range(0, fits.size())
                .filter(i -> sizes[gallery.classOf(heldOut.get(i))] > 1)
                .mapToDouble(i -> fits.get(i).alone().score())
                .toArray();
    }

    /** Templates against all classes but their own, class by class; none where there is one class. */
    private static List<double[]> impostors(Gallery gallery, List<Integer> heldOut, List<HeldOut> fits) {
        if (gallery.classes().size() < 2) {
            return List.of();
        }
        Map<Integer, List<Double>> scores = new TreeMap<>();
        for (int i = 0; i < fits.size(); i++) {
            scores.computeIfAbsent(gallery.classOf(heldOut.get(i)), unseen -> new ArrayList<>())
                    .add(fits.get(i).withClass().score());
        }
        return scores.values().stream()
                .map(group -> group.stream().mapToDouble(score -> score).toArray())
                .toList();
    }

    /** Each a group of its own. */
    private static List<double[]> strangers(Gallery gallery, Rows strangers) {
        List<double[]> scores = new ArrayList<>();
        for (int row = 0; row < strangers.count(); row++) {
            scores.add(new double[] {gallery.fit(strangers.row(row)).score()});
        }
        return scores;
    }
}
