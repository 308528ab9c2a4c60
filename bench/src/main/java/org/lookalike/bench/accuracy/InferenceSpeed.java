package org.lookalike.bench.accuracy;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lookalike.bench.ceiling.InferenceCeiling;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.measure.MedianAndRange;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.onnx.OnnxOptions.Device;

/**
 * Images per second of inference alone, one inference on each core, as the embedder runs them.
 *
 * @param batch images per inference
 * @param load the machine's load average before
 * @param float32 of the original
 * @param int8 of the int8 encoder
 * @param ratio the second over the first, taken within a round
 */
record InferenceSpeed(int batch, double load, MedianAndRange float32, MedianAndRange int8, MedianAndRange ratio) {
    private static final int BATCH = 2;
    private static final Duration TURN = Duration.ofSeconds(2);

    /** Measures both in interleaved rounds. */
    static InferenceSpeed measure(EncoderFolder original, EncoderFolder int8, int rounds)
            throws OrtException, InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        EncoderBatch batch = new EncoderBatch(BATCH, original.description().preprocessing());
        fill(batch);
        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        double load = Machine.load();
        try (InferenceCeiling one = new InferenceCeiling(original, Device.CPU, cores, 1);
                InferenceCeiling other = new InferenceCeiling(int8, Device.CPU, cores, 1)) {
            for (int round = 0; round < rounds; round++) {
                before.add(one.measure(batch, BATCH, TURN));
                after.add(other.measure(batch, BATCH, TURN));
                ratios.add(after.get(round) / before.get(round));
            }
        }
        return new InferenceSpeed(
                BATCH, load, MedianAndRange.of(before), MedianAndRange.of(after), MedianAndRange.of(ratios));
    }

    /** What the images show does not matter to the time, as long as no number is denormal. */
    private static void fill(EncoderBatch batch) {
        FloatBuffer values = batch.slots(BATCH);
        for (int i = 0; i < values.limit(); i++) {
            values.put(i, (float) Math.sin(i * 0.01));
        }
    }
}
