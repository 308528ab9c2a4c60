package org.lookalike.encoding.parity;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What came of comparing an encoder with its reference.
 *
 * @param encoderId the encoder's identity
 * @param device what it ran on
 * @param madeBy what made the reference
 * @param minCosine the least cosine that passes
 * @param pictures each golden picture's result, at least one
 */
public record Certificate(String encoderId, String device, String madeBy, double minCosine, List<Picture> pictures) {

    /**
     * One golden picture's result.
     *
     * @param name the picture's file name
     * @param cosine between its features here and in the reference; not a number if one of them has no direction
     */
    public record Picture(String name, double cosine) {}

    public Certificate {
        pictures = List.copyOf(pictures);
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("a certificate needs at least one picture");
        }
    }

    /** The picture that differs most; one without a cosine comes before all others. */
    public Picture worst() {
        return pictures.stream()
                .min(Comparator.comparingDouble(
                        picture -> Double.isNaN(picture.cosine()) ? Double.NEGATIVE_INFINITY : picture.cosine()))
                .orElseThrow();
    }

    /** Whether every picture reaches the least cosine. */
    public boolean passed() {
        return worst().cosine() >= minCosine;
    }

    /** Why it did not pass, in one sentence. */
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
