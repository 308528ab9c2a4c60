package org.lookalike.latent.recognition;

import java.util.HashMap;
import java.util.Map;

/**
 * How often recognition may err.
 *
 * @param falseMatchRate the share of images of no enrolled class that may be matched with one, more than 0 and less than
 *     1
 * @param falseMatchRates the same for single classes by label, where they are to be matched more or less easily than
 *     others; labels without templates make no difference
 * @param falseNoveltyRate the share of images of enrolled classes that may be called novel, more than 0 and less than 1
 * @param maxImages how many templates at most are held out in turn to calibrate, spread over the classes; at least 3.
 *     Time is proportional to it and to the number of templates
 */
public record RecognitionOptions(
        double falseMatchRate, Map<String, Double> falseMatchRates, double falseNoveltyRate, int maxImages) {
    private static final int MIN_IMAGES = 3;
    private static final RecognitionOptions DEFAULTS = new RecognitionOptions(0.05, Map.of(), 0.05, 2000);

    public RecognitionOptions {
        falseMatchRates = Map.copyOf(falseMatchRates);
        requireRate("false-match rate", falseMatchRate);
        requireRate("false-novelty rate", falseNoveltyRate);
        falseMatchRates.forEach((label, rate) -> requireRate("false-match rate of class " + label, rate));
        if (maxImages < MIN_IMAGES) {
            throw new IllegalArgumentException(
                    "%d pictures to calibrate on, must be at least %d".formatted(maxImages, MIN_IMAGES));
        }
    }

    /** 5 % false matches, 5 % wrongly novel, 2,000 images. */
    public static RecognitionOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another false-match rate for classes without their own. */
    public RecognitionOptions withFalseMatchRate(double rate) {
        return new RecognitionOptions(rate, falseMatchRates, falseNoveltyRate, maxImages);
    }

    /** The same with a class's own false-match rate. */
    public RecognitionOptions withFalseMatchRate(String label, double rate) {
        Map<String, Double> rates = new HashMap<>(falseMatchRates);
        rates.put(label, rate);
        return new RecognitionOptions(falseMatchRate, rates, falseNoveltyRate, maxImages);
    }

    /** The same with another share that may be called novel. */
    public RecognitionOptions withFalseNoveltyRate(double rate) {
        return new RecognitionOptions(falseMatchRate, falseMatchRates, rate, maxImages);
    }

    /** The same with another number of images. */
    public RecognitionOptions withMaxImages(int number) {
        return new RecognitionOptions(falseMatchRate, falseMatchRates, falseNoveltyRate, number);
    }

    /** The rate asked for a class. */
    double rateOf(String label) {
        return falseMatchRates.getOrDefault(label, falseMatchRate);
    }

    private static void requireRate(String thing, double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("%s %s, must be more than 0 and less than 1".formatted(thing, rate));
        }
    }
}
