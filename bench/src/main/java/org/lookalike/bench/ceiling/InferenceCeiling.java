package org.lookalike.bench.ceiling;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.onnx.OnnxOptions.Device;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;

/**
 * ONNX Runtime's own Java API on tensors that lie ready in one direct buffer: no decoding, no Kafka, no DJL, no copy of
 * the input. Used by one thread at a time.
 */
public final class InferenceCeiling implements AutoCloseable {
    private static final int CHANNELS = 3;
    private static final int WARM_UP_RUNS = 3;

    private final EncoderDescription description;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession.SessionOptions options;
    private final OrtSession session;

    /**
     * Opens the encoder's model.
     *
     * @param threads threads within one inference on the processor
     * @throws OrtException if the device is not there, or the model cannot be loaded
     */
    public InferenceCeiling(EncoderFolder encoder, Device device, int threads) throws OrtException {
        this.description = encoder.description();
        this.options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        switch (device) {
            case CPU -> {}
            case CUDA -> options.addCUDA(0);
            case TENSORRT -> {
                options.addTensorrt(0);
                options.addCUDA(0);
            }
        }
        this.session = environment.createSession(encoder.model().toString(), options);
    }

    /**
     * Runs the same batch again and again.
     *
     * @param pictures filled slots, at least {@code size}
     * @return pictures per second
     */
    public double measure(EncoderBatch pictures, int size, Duration atLeast) throws OrtException {
        FloatBuffer pixels = pictures.slots(size);
        try (OnnxTensor input = OnnxTensor.createTensor(environment, pixels, shape(size))) {
            for (int i = 0; i < WARM_UP_RUNS; i++) {
                run(input);
            }
            long start = System.nanoTime();
            long elapsed = 0;
            long done = 0;
            while (elapsed < atLeast.toNanos()) {
                run(input);
                done += size;
                elapsed = System.nanoTime() - start;
            }
            return done / (elapsed / 1e9);
        }
    }

    private void run(OnnxTensor input) throws OrtException {
        session.run(Map.of(description.input(), input), Set.of(description.output()))
                .close();
    }

    private long[] shape(int size) {
        Preprocessing preprocessing = description.preprocessing();
        return preprocessing.layout() == Layout.NCHW
                ? new long[] {size, CHANNELS, preprocessing.height(), preprocessing.width()}
                : new long[] {size, preprocessing.height(), preprocessing.width(), CHANNELS};
    }

    @Override
    public void close() throws OrtException {
        session.close();
        options.close();
    }
}
