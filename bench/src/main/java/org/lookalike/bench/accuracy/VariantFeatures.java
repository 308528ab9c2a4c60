package org.lookalike.bench.accuracy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.DecodedImage;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.Preprocessor;

/** Takes images through several variants at once, on every core. All variants share one preprocessing. */
final class VariantFeatures {
    private final List<Variant> variants;
    private final Preprocessing preprocessing;
    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.defaults());
    private final Preprocessor preprocessor;
    private final Queue<EncoderBatch> idle = new ConcurrentLinkedQueue<>();

    /**
     * Encoding for these variants.
     *
     * @throws IllegalArgumentException if the variants' encoders are not prepared for alike
     */
    VariantFeatures(List<Variant> variants) {
        this.variants = List.copyOf(variants);
        this.preprocessing = variants.get(0).encoder().description().preprocessing();
        for (Variant variant : variants) {
            if (!variant.encoder().description().preprocessing().equals(preprocessing)) {
                throw new IllegalArgumentException("encoder %s wants pictures prepared in another way than encoder %s"
                        .formatted(
                                variant.encoder().id(),
                                variants.get(0).encoder().id()));
            }
        }
        this.preprocessor = new Preprocessor(preprocessing);
    }

    /**
     * The features of some images.
     *
     * @param byVariant for each variant the images' features in their order
     * @param shrunk how many images the decoder shrinks
     */
    record Result(Map<Variant, List<float[]>> byVariant, int shrunk) {}

    /**
     * Encodes images.
     *
     * @param change what is done to each image's bytes first
     */
    Result of(List<BenchImage> images, UnaryOperator<byte[]> change) {
        List<One> all = IntStream.range(0, images.size())
                .parallel()
                .mapToObj(i -> one(change.apply(images.get(i).bytes())))
                .toList();
        Map<Variant, List<float[]>> byVariant = new HashMap<>();
        for (int v = 0; v < variants.size(); v++) {
            List<float[]> features = new ArrayList<>(all.size());
            for (One one : all) {
                features.add(one.features().get(v));
            }
            byVariant.put(variants.get(v), features);
        }
        return new Result(byVariant, (int) all.stream().filter(One::shrunk).count());
    }

    private record One(List<float[]> features, boolean shrunk) {}

    private record Inference(Encoder encoder, boolean whole) {}

    private One one(byte[] bytes) {
        DecodedImage whole = decoder.decode(bytes, Integer.MAX_VALUE);
        DecodedImage shipped = decoder.decode(bytes, preprocessing.decodeShortSide());
        boolean shrunk = shipped.width() < whole.width();
        Map<Inference, float[]> done = new HashMap<>();
        List<float[]> features = new ArrayList<>();
        for (Variant variant : variants) {
            // What is not shrunk is the same image: no need to encode it twice.
            boolean fromWhole = variant.whole() || !shrunk;
            float[] raw = done.computeIfAbsent(
                    new Inference(variant.encoder(), fromWhole),
                    wanted -> encode(wanted.encoder(), fromWhole ? whole : shipped));
            features.add(variant.received(raw));
        }
        return new One(features, shrunk);
    }

    private float[] encode(Encoder encoder, DecodedImage image) {
        EncoderBatch reused = idle.poll();
        EncoderBatch batch = reused == null ? new EncoderBatch(1, preprocessing) : reused;
        try {
            preprocessor.apply(image, batch.slot(0));
            return encoder.encode(batch, 1)[0];
        } finally {
            idle.add(batch);
        }
    }
}
