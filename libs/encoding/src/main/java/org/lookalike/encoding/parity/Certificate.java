package org.lookalike.encoding.parity;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The result of comparing an encoder with its reference.
 *
 * @param encoderId the encoder's identity
 * @param device what it ran on
 * @param madeBy what made the reference
 * @param minCosine the least cosine that passes
 * @param images each golden image's result, at least one
 */
public record Certificate(String encoderId, String device, String madeBy, double minCosine, List<Image> images) {

    /**
     * One golden image's result.
     *
     * @param name the image's file name
     * @param cosine between its features here and in the reference; not a number if one of them has no direction
     */
    public record Image(String name, double cosine) {}

    public Certificate {
        images = List.copyOf(images);
        if (images.isEmpty()) {
            throw new IllegalArgumentException("a certificate needs at least one picture");
        }
    }

    /** The image that differs most; one without a cosine comes before all others. */
    public Image worst() {
        return images.stream()
                .min(Comparator.comparingDouble(
                        image -> Double.isNaN(image.cosine()) ? Double.NEGATIVE_INFINITY : image.cosine()))
                .orElseThrow();
    }

    /** Whether every image reaches the least cosine. */
    public boolean passed() {
        return worst().cosine() >= minCosine;
    }

    /** Why it did not pass. */
    public String refusal() {
        return String.format(
                Locale.ROOT,
                "encoder %s on %s differs from its reference: golden picture %s has cosine %.5f, at least %.5f is needed"
                        + " (wrong preprocessing, wrong model or broken device?)",
                encoderId,
                device,
                worst().name(),
                worst().cosine(),
                minCosine);
    }
}
