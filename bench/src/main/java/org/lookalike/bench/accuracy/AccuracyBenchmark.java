package org.lookalike.bench.accuracy;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.images.EnlargedImage;
import org.lookalike.bench.images.ImageSet;
import org.lookalike.bench.images.LabelledSet;
import org.lookalike.bench.measure.Machine;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.latent.matrix.Vectors;

/** Compares every option with the reference: 32-bit floats all the way, images decoded whole. */
final class AccuracyBenchmark {
    /** The evaluation's images are too small to be shrunk while they are decoded; enlarged by this factor they are not. */
    private static final int ENLARGEMENT = 4;

    private final Path encoder;
    private final Path int8;
    private final List<LabelledSet> sets;
    private final ImageSet large;
    private final int enlargedEvery;
    private final int rounds;
    private final Consumer<String> progress;

    /**
     * A benchmark of every option.
     *
     * @param int8 an int8 version of the encoder
     * @param large images of 12 megapixels
     * @param enlargedEvery enlarges each so many-th of the labelled images, from 1
     * @param rounds of the comparison of speeds
     */
    AccuracyBenchmark(
            Path encoder,
            Path int8,
            List<LabelledSet> sets,
            ImageSet large,
            int enlargedEvery,
            int rounds,
            Consumer<String> progress) {
        this.encoder = encoder;
        this.int8 = int8;
        this.sets = List.copyOf(sets);
        this.large = large;
        this.enlargedEvery = enlargedEvery;
        this.rounds = rounds;
        this.progress = progress;
    }

    AccuracyResult run() throws OrtException, InterruptedException {
        EncoderFolder original = EncoderFolder.verified(encoder);
        EncoderFolder quantized = EncoderFolder.verified(int8);
        // First, for DJL insists on making ONNX Runtime's environment by itself.
        List<VariantComparison> comparisons = comparisons();
        progress.accept("timing both encoders");
        InferenceSpeed speed = InferenceSpeed.measure(original, quantized, rounds);
        return new AccuracyResult(
                Machine.here(),
                named(original.description()),
                named(quantized.description()),
                quantized.description().origin(),
                comparisons,
                speed);
    }

    private List<VariantComparison> comparisons() {
        OnnxOptions options =
                OnnxOptions.cpu().withParallelInferences(Runtime.getRuntime().availableProcessors());
        List<VariantComparison> comparisons = new ArrayList<>();
        try (OnnxEncoder before = OnnxEncoder.open(encoder, options);
                OnnxEncoder after = OnnxEncoder.open(int8, options)) {
            Variant reference = Variant.reference(before);
            List<Variant> variants = Variant.options(before, after);
            VariantFeatures features = new VariantFeatures(
                    Stream.concat(Stream.of(reference), variants.stream()).toList());
            for (LabelledSet set : sets) {
                VariantFeatures.Result result = encode(features, set.name(), set.all(), UnaryOperator.identity());
                comparisons.addAll(comparisons(reference, variants, set.name(), result, Optional.of(set)));
            }
            for (LabelledSet set : sets) {
                LabelledSet some = set.thinned(set.name() + ", enlarged", enlargedEvery);
                VariantFeatures.Result result =
                        encode(features, some.name(), some.all(), bytes -> EnlargedImage.jpeg(bytes, ENLARGEMENT));
                comparisons.addAll(comparisons(reference, variants, some.name(), result, Optional.of(some)));
            }
            VariantFeatures.Result result = encode(features, large.name(), large.images(), UnaryOperator.identity());
            comparisons.addAll(comparisons(reference, variants, large.name(), result, Optional.empty()));
        }
        return comparisons;
    }

    private VariantFeatures.Result encode(
            VariantFeatures features, String name, List<BenchImage> images, UnaryOperator<byte[]> change) {
        progress.accept("encoding %d pictures: %s".formatted(images.size(), name));
        return features.of(images, change);
    }

    private static List<VariantComparison> comparisons(
            Variant reference,
            List<Variant> variants,
            String set,
            VariantFeatures.Result result,
            Optional<LabelledSet> labelled) {
        List<float[]> before = of(result, reference);
        Optional<Double> precision = labelled.map(known -> GalleryPrecision.at10(known, before));
        return variants.stream()
                .map(variant -> {
                    List<float[]> after = of(result, variant);
                    double[] cosines = IntStream.range(0, before.size())
                            .mapToDouble(i -> Vectors.cosine(before.get(i), after.get(i)))
                            .toArray();
                    return new VariantComparison(
                            variant.name(),
                            set,
                            cosines.length,
                            variant.whole() ? 0 : result.shrunk(),
                            Arrays.stream(cosines).average().orElseThrow(),
                            Arrays.stream(cosines).min().orElseThrow(),
                            labelled.map(known -> new VariantComparison.Retrieval(
                                    precision.orElseThrow(), GalleryPrecision.at10(known, after))));
                })
                .toList();
    }

    private static List<float[]> of(VariantFeatures.Result result, Variant variant) {
        return Objects.requireNonNull(result.byVariant().get(variant));
    }

    private static String named(EncoderDescription description) {
        return "%s (%s)".formatted(description.name(), description.id());
    }
}
