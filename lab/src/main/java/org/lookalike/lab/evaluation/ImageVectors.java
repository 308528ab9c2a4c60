package org.lookalike.lab.evaluation;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.ProgressBar;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.ImageEncoder;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.Preprocessor;
import org.lookalike.imaging.preprocess.ResizeMode;
import org.lookalike.platform.failure.PermanentFailure;

/** Takes images through the decoder and, where it is wanted, the encoder, several at a time. */
public final class ImageVectors {
    /** Width and height of the small images whose colours are the raw pixels. */
    public static final int PIXEL_SIDE = 32;

    private static final float WHITE = 255;
    private static final Preprocessing PIXELS = new Preprocessing(
            PIXEL_SIDE,
            PIXEL_SIDE,
            ResizeMode.SQUASH,
            0,
            Layout.NHWC,
            ChannelOrder.RGB,
            List.of(0f, 0f, 0f),
            List.of(WHITE, WHITE, WHITE));

    private final DecodeLimits limits;
    private final ImageDecoder decoder;
    private final Preprocessor pixels = new Preprocessor(PIXELS);
    private final @Nullable ImageEncoder encoder;
    private final boolean wantsPixels;
    private final int threads;

    /**
     * Prepares.
     *
     * @param encoder stays the caller's to close; null where only pixels are wanted
     * @param limits of decoding, and how deep samples are read
     * @param wantsPixels whether pixels are wanted
     * @param threads how many images at once, at least 1
     */
    public ImageVectors(@Nullable Encoder encoder, DecodeLimits limits, boolean wantsPixels, int threads) {
        this.limits = limits;
        decoder = new ImageDecoder(limits);
        this.encoder = encoder == null ? null : new ImageEncoder(encoder, decoder);
        this.wantsPixels = wantsPixels;
        this.threads = threads;
    }

    /** What became of one image. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record One(
            int index,
            float[] pixels,
            float[] features,
            @Nullable LeftOut leftOut) {}

    /**
     * Takes images through. Those that the decoder refuses are left out, each with its reason.
     *
     * @throws InterruptedException if it is interrupted; nothing goes on then
     */
    public EvaluationData of(List<LabelledImage> images, List<String> classes, ProgressBar bar)
            throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> new Thread(task, "evaluate"));
        CompletionService<One> running = new ExecutorCompletionService<>(pool);
        List<One> done = new ArrayList<>();
        int refused = 0;
        try {
            for (int i = 0; i < images.size(); i++) {
                int index = i;
                running.submit(() -> one(index, images.get(index)));
            }
            for (int i = 0; i < images.size(); i++) {
                One one = running.take().get();
                done.add(one);
                refused += one.leftOut() == null ? 0 : 1;
                bar.show((long) i + 1 - refused, refused, images.size());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
        bar.finish((long) images.size() - refused, refused, images.size());
        done.sort((first, second) -> Integer.compare(first.index(), second.index()));
        return data(images, classes, done);
    }

    private One one(int index, LabelledImage image) throws IOException {
        try {
            byte[] bytes = image.file().content().read(limits.maxBytes());
            float[] small = new float[wantsPixels ? PIXELS.elements() : 0];
            if (wantsPixels) {
                pixels.apply(decoder.decode(bytes, PIXELS.decodeShortSide()), FloatBuffer.wrap(small));
            }
            float[] features = encoder == null ? new float[0] : encoder.encode(bytes);
            return new One(index, small, features, null);
        } catch (PermanentFailure e) {
            LeftOut leftOut = new LeftOut(image.path(), e.code().name(), String.valueOf(e.getMessage()));
            return new One(index, new float[0], new float[0], leftOut);
        }
    }

    private EvaluationData data(List<LabelledImage> images, List<String> classes, List<One> done) {
        List<LabelledImage> kept = new ArrayList<>();
        List<float[]> small = new ArrayList<>();
        List<float[]> features = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (One one : done) {
            if (one.leftOut() != null) {
                leftOut.add(one.leftOut());
            } else {
                kept.add(images.get(one.index()));
                small.add(one.pixels());
                features.add(one.features());
            }
        }
        return EvaluationData.of(kept, classes, wantsPixels ? small : List.of(), encoder == null ? List.of() : features)
                .without(leftOut);
    }
}
