package org.lookalike.encoding.onnx;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An encoder folder's ONNX model, on the CPU or on an NVIDIA GPU.
 *
 * <p>The model takes one float tensor, N x 3 x H x W or N x H x W x 3 with a free N, and among its outputs is one named
 * in the description: a float tensor N x D, or N x D x 1 x 1.
 */
public final class OnnxEncoder implements Encoder {
    private static final Logger LOGGER = LoggerFactory.getLogger(OnnxEncoder.class);

    /** Two, so that a model that only declares to take batches cannot pass. */
    private static final int WARM_UP_BATCH = 2;

    private final EncoderDescription description;
    private final OrtSession.SessionOptions session;
    private final Model model;
    /** Those that are not at work; as many as there may be inferences at once. */
    private final Queue<Predictor<FloatBuffer, float[][]>> predictors = new ConcurrentLinkedQueue<>();

    private final int maxBatch;
    private final int parallelInferences;
    /** Fair: a single image of a query must not wait behind a backlog of batches. */
    private final Semaphore device;

    /** Read with one of the device's permits, written with all of them. */
    private boolean closed;

    private OnnxEncoder(
            EncoderDescription description, OrtSession.SessionOptions session, Model model, OnnxOptions options) {
        this.description = description;
        this.session = session;
        this.model = model;
        this.maxBatch = options.maxBatch();
        this.parallelInferences = options.parallelInferences();
        this.device = new Semaphore(parallelInferences, true);
        for (int i = 0; i < parallelInferences; i++) {
            predictors.add(model.newPredictor(new FeatureTranslator(description)));
        }
    }

    /**
     * Opens an encoder's folder, compares it with its description and runs it once.
     *
     * @throws EncoderUnusableException if a file is missing, the model's bytes are not those of the description, its
     *     input or output differ from it, or the device that was asked for is not there
     */
    public static OnnxEncoder open(Path folder, OnnxOptions options) {
        EncoderFolder checked = EncoderFolder.verified(folder);
        EncoderDescription description = checked.description();
        OnnxRuntime runtime = OnnxRuntime.start();
        ModelShape.check(checked);
        OrtSession.SessionOptions session = runtime.sessionOptions(options, description);
        Model model = runtime.newModel(description.name());
        OnnxEncoder encoder;
        try {
            model.load(folder, EncoderFolder.MODEL_FILE, Map.of("sessionOptions", session));
            encoder = new OnnxEncoder(description, session, model, options);
        } catch (IOException | MalformedModelException e) {
            model.close();
            session.close();
            throw new EncoderUnusableException(
                    "%s cannot be loaded on %s: %s".formatted(checked.model(), options.device(), rootMessage(e)), e);
        } catch (RuntimeException e) {
            model.close();
            session.close();
            throw e;
        }
        encoder.warmUp(folder);
        LOGGER.atInfo()
                .addKeyValue("encoder", description.id())
                .addKeyValue("name", description.name())
                .addKeyValue("device", options.device())
                .addKeyValue("dimensions", description.dimensions())
                .log("encoder ready");
        return encoder;
    }

    @Override
    public EncoderDescription description() {
        return description;
    }

    @Override
    public EncoderBatch newBatch(int capacity) {
        if (capacity > maxBatch) {
            throw new IllegalArgumentException(
                    "batch capacity %d, the encoder's largest batch is %d".formatted(capacity, maxBatch));
        }
        return new EncoderBatch(capacity, description.preprocessing());
    }

    @Override
    public float[][] encode(EncoderBatch batch, int size) {
        Preprocessing preprocessing = description.preprocessing();
        if (batch.slotLength() != preprocessing.elements()) {
            throw new IllegalArgumentException("the batch's slots hold %d floats, the encoder's pictures %d x %d x 3"
                    .formatted(batch.slotLength(), preprocessing.width(), preprocessing.height()));
        }
        if (size > maxBatch) {
            throw new IllegalArgumentException(
                    "batch size %d, the encoder's largest batch is %d".formatted(size, maxBatch));
        }
        FloatBuffer pixels = batch.slots(size);
        device.acquireUninterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("encoder %s is closed".formatted(id()));
            }
            return predict(pixels);
        } catch (TranslateException e) {
            throw new IllegalStateException(
                    "encoder %s failed on a batch of %d: %s".formatted(id(), size, rootMessage(e)), e);
        } finally {
            device.release();
        }
    }

    private float[][] predict(FloatBuffer pixels) throws TranslateException {
        Predictor<FloatBuffer, float[][]> predictor = predictors.remove();
        try {
            return predictor.predict(pixels);
        } finally {
            predictors.add(predictor);
        }
    }

    @Override
    public void close() {
        device.acquireUninterruptibly(parallelInferences);
        try {
            if (!closed) {
                closed = true;
                predictors.forEach(Predictor::close);
                model.close();
                session.close();
            }
        } finally {
            device.release(parallelInferences);
        }
    }

    private void warmUp(Path folder) {
        int size = Math.min(WARM_UP_BATCH, maxBatch);
        try {
            encode(new EncoderBatch(size, description.preprocessing()), size);
        } catch (IllegalStateException e) {
            close();
            throw new EncoderUnusableException("%s: %s".formatted(folder, rootMessage(e)), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
