package org.lookalike.refit.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lookalike.latent.discriminant.AdaptedProjection;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.refit.sample.SampledImage;

/**
 * Labelled images, split into those that are fitted and a hold-out set that evaluates the fit. The split depends on the ids
 * alone: an image that evaluates a space has not been seen by earlier spaces either.
 *
 * @param fitted the images that are fitted
 * @param fittedLabels each one's class, counted from 0
 * @param heldOut the others
 * @param heldOutLabels each one's class
 * @param classes the classes' names, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record LabelledSplit(
        List<SampledImage> fitted,
        int[] fittedLabels,
        List<SampledImage> heldOut,
        int[] heldOutLabels,
        List<String> classes) {
    /**
     * @param labelled images with their labels
     * @param share of the images, about, that is held out
     */
    static LabelledSplit of(List<SampledImage> labelled, double share) {
        Map<String, List<SampledImage>> byLabel = new TreeMap<>();
        labelled.forEach(image -> byLabel.computeIfAbsent(image.label(), label -> new ArrayList<>())
                .add(image));
        List<SampledImage> fitted = new ArrayList<>();
        List<Integer> fittedLabels = new ArrayList<>();
        List<SampledImage> heldOut = new ArrayList<>();
        List<Integer> heldOutLabels = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        byLabel.forEach((label, images) -> {
            List<SampledImage> seen =
                    images.stream().filter(image -> !isHeldOut(image, share)).toList();
            if (seen.size() < AdaptedProjection.MIN_CLASS_ROWS) {
                return;
            }
            for (SampledImage image : images) {
                boolean held = isHeldOut(image, share);
                (held ? heldOut : fitted).add(image);
                (held ? heldOutLabels : fittedLabels).add(classes.size());
            }
            classes.add(label);
        });
        return new LabelledSplit(
                List.copyOf(fitted), array(fittedLabels), List.copyOf(heldOut), array(heldOutLabels), classes);
    }

    static Rows rows(List<SampledImage> images) {
        return Rows.copyOf(images.stream().map(SampledImage::values).toList());
    }

    /** Other bits of the hash than those by which samples are taken. */
    private static boolean isHeldOut(SampledImage image, double share) {
        return (SampleHash.of(image.imageId()) & 0xffff) < share * 0x10000;
    }

    private static int[] array(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
