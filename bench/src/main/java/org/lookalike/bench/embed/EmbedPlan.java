package org.lookalike.bench.embed;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.lookalike.bench.images.ImageSet;
import org.lookalike.bench.measure.PipelineCeiling;
import org.lookalike.encoding.onnx.OnnxOptions.Device;

/**
 * What to measure.
 *
 * @param home the bench's own folder, with the peers
 * @param encoder the encoder's folder
 * @param device what the encoder runs on
 * @param threads threads that decode, and threads within one inference, for everybody
 * @param rounds how often everything is measured, at least 1
 * @param quick whether ceilings are measured for a moment only
 * @param sets the images
 * @param settings more settings of the embedder, by name
 * @param javaOptions more options of the embedder's JVM
 * @param peerBatch the Python worker's micro-batch; 0 leaves it out
 * @param progress told in a few words what is being done
 */
record EmbedPlan(
        Path home,
        Path encoder,
        Device device,
        int threads,
        int rounds,
        boolean quick,
        List<ImageSet> sets,
        Map<String, String> settings,
        List<String> javaOptions,
        int peerBatch,
        Consumer<String> progress) {

    EmbedPlan {
        sets = List.copyOf(sets);
        settings = Map.copyOf(settings);
        javaOptions = List.copyOf(javaOptions);
    }

    /** Batch sizes of one inference at a time. */
    List<Integer> batches() {
        return device == Device.CPU ? List.of(1, 8, 16, 32) : List.of(1, 8, 16, 32, 64);
    }

    /** Batch sizes of several inferences at once; on one core each, large ones have never been the best. */
    List<Integer> parallelBatches() {
        return List.of(1, 2, 8);
    }

    /** How often workers embed every image before anything is measured. */
    int warmUps() {
        return quick ? 1 : 3;
    }

    boolean withPeer() {
        return peerBatch > 0;
    }

    PipelineCeiling pipeline() {
        return device == Device.CPU ? PipelineCeiling.SHARED_CORES : PipelineCeiling.SEPARATE_DEVICES;
    }
}
