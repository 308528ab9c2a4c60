package org.lookalike.query.recognise;

import java.time.Duration;
import java.util.Map;
import org.lookalike.latent.recognition.RecognitionOptions;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How images are recognised.
 *
 * @param options the rates of errors, where neither the class nor the request has its own
 * @param maxTemplates most enrolled images that take part, at least 1
 * @param refresh how often labelled images that were not indexed yet are looked for again
 */
public record RecognitionConfig(RecognitionOptions options, int maxTemplates, Duration refresh) {
    private static final Setting<Double> FALSE_MATCH_RATE = Setting.decimal(
            "query.recognise.false-match-rate",
            0.0001,
            0.5,
            RecognitionOptions.defaults().falseMatchRate(),
            "The share of pictures of no enrolled class that may be matched, unless the class's rule"
                    + " on the topic labels or the request gives another rate.");
    private static final Setting<Double> FALSE_NOVELTY_RATE = Setting.decimal(
            "query.recognise.false-novelty-rate",
            0.0001,
            0.5,
            RecognitionOptions.defaults().falseNoveltyRate(),
            "The share of pictures of enrolled classes that may be called novel.");
    private static final Setting<Integer> CALIBRATION_IMAGES = Setting.integer(
            "query.recognise.calibration-pictures",
            3,
            100_000,
            RecognitionOptions.defaults().maxImages(),
            "Maximum number of enrolled pictures held out in turn to calibrate the thresholds; the"
                    + " time this takes is proportional to this number and to the number of enrolled pictures.");
    private static final Setting<Integer> MAX_TEMPLATES = Setting.integer(
            "query.recognise.max-templates",
            1,
            1_000_000,
            20_000,
            "Maximum number of labelled pictures used as templates; if there are more, those with the"
                    + " smallest hash of their id are used. Each takes 8 bytes per dimension of the space.");
    private static final Setting<Duration> REFRESH = Setting.duration(
            "query.recognise.refresh",
            Duration.ofMillis(100),
            Duration.ofHours(1),
            "2s",
            "How often to look again for labelled pictures that were not indexed yet.");

    public RecognitionConfig {
        FALSE_MATCH_RATE.require(options.falseMatchRate());
        FALSE_NOVELTY_RATE.require(options.falseNoveltyRate());
        CALIBRATION_IMAGES.require(options.maxImages());
        MAX_TEMPLATES.require(maxTemplates);
        REFRESH.require(refresh);
    }

    public static RecognitionConfig from(Settings settings) {
        return new RecognitionConfig(
                new RecognitionOptions(
                        settings.get(FALSE_MATCH_RATE),
                        Map.of(),
                        settings.get(FALSE_NOVELTY_RATE),
                        settings.get(CALIBRATION_IMAGES)),
                settings.get(MAX_TEMPLATES),
                settings.get(REFRESH));
    }
}
