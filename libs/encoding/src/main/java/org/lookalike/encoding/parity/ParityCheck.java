package org.lookalike.encoding.parity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.Preprocessor;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.PermanentFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes the golden images as a service would, and compares them with the encoder's reference.
 *
 * @param minCosine the least cosine that passes
 * @param required whether an encoder without a reference is refused
 */
public record ParityCheck(double minCosine, boolean required) {
    private static final Logger LOGGER = LoggerFactory.getLogger(ParityCheck.class);

    private static final Setting<Double> MIN_COSINE = Setting.decimal(
            "encoder.parity.min-cosine",
            0,
            1,
            0.995,
            "Minimum cosine between the golden pictures' features and the folder's reference.json;"
                    + " below it, the service does not start.");
    private static final Setting<Boolean> REQUIRED = Setting.flag(
            "encoder.parity.required",
            false,
            "Refuse an encoder's folder without reference.json instead of warning about it.");

    public ParityCheck {
        MIN_COSINE.require(minCosine);
    }

    public static ParityCheck from(Settings settings) {
        return new ParityCheck(settings.get(MIN_COSINE), settings.get(REQUIRED));
    }

    /** Cosines of at least 0.995 where there is a reference. */
    public static ParityCheck defaults() {
        return Settings.defaults(ParityCheck::from);
    }

    /**
     * Lets an encoder pass, or refuses it. Without a reference it passes with a warning, unless one is required.
     *
     * @param maxBatch most images to encode at once, at least 1
     * @throws EncoderUnusableException if it differs from its reference, or the reference is unfit or missing
     */
    public void require(Encoder encoder, EncoderFolder folder, String device, int maxBatch) {
        var reference = Reference.of(folder);
        if (reference.isEmpty()) {
            if (required) {
                throw new EncoderUnusableException(missing(folder));
            }
            LOGGER.atWarn().addKeyValue("encoder", encoder.id()).log(missing(folder));
            return;
        }
        Certificate certificate = certify(encoder, reference.get(), device, maxBatch);
        if (!certificate.passed()) {
            throw new EncoderUnusableException(certificate.refusal());
        }
    }

    /** Compares an encoder with a reference that fits it. */
    public Certificate certify(Encoder encoder, Reference reference, String device, int maxBatch) {
        Map<String, float[]> actual = features(encoder, maxBatch);
        List<Certificate.Image> images = GoldenImage.all().stream()
                .map(image -> new Certificate.Image(
                        image.name(), Vectors.cosine(of(actual, image), of(reference.features(), image))))
                .toList();
        return new Certificate(encoder.id(), device, reference.madeBy(), minCosine, images);
    }

    /** The golden images' features, by the images' SHA-256; a new reference is made of them. */
    public static Map<String, float[]> features(Encoder encoder, int maxBatch) {
        Preprocessing preprocessing = encoder.description().preprocessing();
        // No setting may change these: the golden images have eight bits, and the reference was made with the same.
        ImageDecoder decoder = new ImageDecoder(DecodeLimits.defaults());
        Preprocessor preprocessor = new Preprocessor(preprocessing);
        List<GoldenImage> all = GoldenImage.all();
        EncoderBatch batch = encoder.newBatch(Math.min(maxBatch, all.size()));
        Map<String, float[]> features = new HashMap<>();
        for (int first = 0; first < all.size(); first += batch.capacity()) {
            List<GoldenImage> some = all.subList(first, Math.min(all.size(), first + batch.capacity()));
            for (int i = 0; i < some.size(); i++) {
                GoldenImage image = some.get(i);
                try {
                    preprocessor.apply(decoder.decode(image.bytes(), preprocessing.decodeShortSide()), batch.slot(i));
                } catch (PermanentFailure e) {
                    throw new EncoderUnusableException(
                            "golden picture %s cannot be decoded here: %s".formatted(image.name(), e.getMessage()), e);
                }
            }
            float[][] rows = encoder.encode(batch, some.size());
            for (int i = 0; i < rows.length; i++) {
                features.put(some.get(i).sha256(), rows[i]);
            }
        }
        return features;
    }

    /** What is said about an encoder without a reference. */
    public static String missing(EncoderFolder folder) {
        return "%s has no %s, so nothing proves that its features are right: run lookalike encoder certify %s"
                .formatted(folder.folder(), EncoderFolder.REFERENCE_FILE, folder.folder());
    }

    private static float[] of(Map<String, float[]> features, GoldenImage image) {
        float[] found = features.get(image.sha256());
        if (found == null) {
            throw new IllegalArgumentException("no features of golden picture " + image.name());
        }
        return found;
    }
}
