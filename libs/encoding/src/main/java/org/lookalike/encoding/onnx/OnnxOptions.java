package org.lookalike.encoding.onnx;

/**
 * How ONNX Runtime runs a model.
 *
 * @param device where the inference runs; it is never moved silently to another
 * @param deviceIndex which GPU, from 0; ignored on the CPU
 * @param intraOpThreads threads within one inference on the CPU, or 0 for one per core
 * @param largestBatch most images per inference, 1 to 1,024; TensorRT builds its plan for batches from 1 to this
 * @param wholeModelOnDevice on a GPU, refuse a model of which some nodes would be left to the CPU; switch it off for a
 *     model that computes with shapes, which runtimes do on the CPU on purpose. Ignored on the CPU
 * @param parallelInferences inferences at once, at least 1. Several small ones without threads of their own use the cores
 *     of a CPU better than one that is cut into parts which wait for each other; a GPU is kept busy by one
 */
public record OnnxOptions(
        Device device,
        int deviceIndex,
        int intraOpThreads,
        int largestBatch,
        boolean wholeModelOnDevice,
        int parallelInferences) {

    /** The default of {@code largestBatch}. */
    public static final int DEFAULT_LARGEST_BATCH = 64;

    private static final int BATCH_LIMIT = 1024;

    /** What the inference runs on. */
    public enum Device {
        /** The processor, with ONNX Runtime's own kernels. */
        CPU,
        /** An NVIDIA GPU with ONNX Runtime's CUDA kernels. */
        CUDA,
        /** An NVIDIA GPU with TensorRT, and CUDA for the nodes that TensorRT does not take. */
        TENSORRT
    }

    public OnnxOptions {
        require(deviceIndex >= 0, "device-index", deviceIndex, "at least 0");
        require(intraOpThreads >= 0, "intra-op-threads", intraOpThreads, "at least 0");
        require(largestBatch >= 1 && largestBatch <= BATCH_LIMIT, "largest-batch", largestBatch, "1 to " + BATCH_LIMIT);
        require(parallelInferences >= 1, "parallel-inferences", parallelInferences, "at least 1");
    }

    /** One inference at a time. */
    public OnnxOptions(
            Device device, int deviceIndex, int intraOpThreads, int largestBatch, boolean wholeModelOnDevice) {
        this(device, deviceIndex, intraOpThreads, largestBatch, wholeModelOnDevice, 1);
    }

    /** The same with so many inferences at once; they share the cores where no number of threads was asked for. */
    public OnnxOptions withParallelInferences(int inferences) {
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = inferences > 1 && intraOpThreads == 0 ? Math.max(1, cores / inferences) : intraOpThreads;
        return new OnnxOptions(device, deviceIndex, threads, largestBatch, wholeModelOnDevice, inferences);
    }

    /** The CPU, with all its cores. */
    public static OnnxOptions cpu() {
        return on(Device.CPU);
    }

    /** The first device of a kind, everything else by default. */
    public static OnnxOptions on(Device device) {
        return on(device, 0);
    }

    /** One device of a kind, counted from 0, everything else by default. */
    public static OnnxOptions on(Device device, int deviceIndex) {
        return new OnnxOptions(device, deviceIndex, 0, DEFAULT_LARGEST_BATCH, true);
    }

    /** The device and, on a GPU, its number, for people. */
    public String place() {
        return device == Device.CPU ? "CPU" : "%s %d".formatted(device, deviceIndex);
    }

    /** The ONNX Runtime provider that computes. */
    public String provider() {
        return switch (device) {
            case CPU -> "CPUExecutionProvider";
            case CUDA -> "CUDAExecutionProvider";
            case TENSORRT -> "TensorrtExecutionProvider";
        };
    }

    private static void require(boolean sound, String key, int value, String rule) {
        if (!sound) {
            throw new IllegalArgumentException("%s is %d, must be %s".formatted(key, value, rule));
        }
    }
}
