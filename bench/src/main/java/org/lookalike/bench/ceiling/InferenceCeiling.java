package org.lookalike.bench.ceiling;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.onnx.OnnxOptions.Device;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;

/**
 * ONNX Runtime's own Java API on tensors that lie ready in one direct buffer: no decoding, no Kafka, no DJL, no copy of
 * the input. Either one inference at a time on all threads, or one on each thread. Used by one thread at a time.
 */
public final class InferenceCeiling implements AutoCloseable {
    private static final int CHANNELS = 3;
    private static final int WARM_UP_RUNS = 3;

    private final EncoderDescription description;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession.SessionOptions options;
    private final OrtSession session;
    private final int callers;
    private final ExecutorService pool;

    /**
     * Opens the encoder's model.
     *
     * @param callers inferences at once
     * @param threads threads within one inference on the processor
     * @throws OrtException if the device is not there, or the model cannot be loaded
     */
    public InferenceCeiling(EncoderFolder encoder, Device device, int callers, int threads) throws OrtException {
        this.description = encoder.description();
        this.callers = callers;
        this.pool = Executors.newFixedThreadPool(callers);
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
     * Runs the same batch again and again, on every caller at once.
     *
     * @param images filled slots, at least {@code size}
     * @return images per second
     */
    public double measure(EncoderBatch images, int size, Duration atLeast) throws OrtException, InterruptedException {
        List<Callable<Long>> loops = new ArrayList<>();
        try (OnnxTensor input = OnnxTensor.createTensor(environment, images.slots(size), shape(size))) {
            for (int i = 0; i < WARM_UP_RUNS; i++) {
                run(input);
            }
            long start = System.nanoTime();
            for (int i = 0; i < callers; i++) {
                loops.add(() -> runUntil(start + atLeast.toNanos(), input));
            }
            long runs = 0;
            for (Future<Long> done : pool.invokeAll(loops)) {
                runs += done.get();
            }
            return runs * size / ((System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the encoder does not run", e.getCause());
        }
    }

    private long runUntil(long end, OnnxTensor input) throws OrtException {
        long runs = 0;
        while (System.nanoTime() < end) {
            run(input);
            runs++;
        }
        return runs;
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
        pool.shutdownNow();
        session.close();
        options.close();
    }
}
