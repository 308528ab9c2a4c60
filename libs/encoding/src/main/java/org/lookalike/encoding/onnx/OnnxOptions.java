package org.lookalike.encoding.onnx;

import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How ONNX Runtime runs a model; settings of the section {@code encoder}.
 *
 * @param device where the inference runs; it is never moved silently to another
 * @param deviceIndex which GPU, from 0; ignored on the CPU
 * @param intraOpThreads threads within one inference on the CPU, or 0 for one per core
 * @param maxBatch most images per inference; TensorRT builds its plan for batches from 1 to this
 * @param wholeModelOnDevice on a GPU, refuse a model of which some nodes would be left to the CPU; switch it off for a
 *     model that computes with shapes, which runtimes do on the CPU on purpose. Ignored on the CPU
 * @param parallelInferences inferences at once, at least 1. Several small ones without threads of their own use the cores
 *     of a CPU better than one that is cut into parts which wait for each other; a GPU is kept busy by one
 */
public record OnnxOptions(
        Device device,
        int deviceIndex,
        int intraOpThreads,
        int maxBatch,
        boolean wholeModelOnDevice,
        int parallelInferences) {

    /** What the inference runs on. */
    public enum Device {
        /** The processor, with ONNX Runtime's own kernels. */
        CPU,
        /** An NVIDIA GPU with ONNX Runtime's CUDA kernels. */
        CUDA,
        /** An NVIDIA GPU with TensorRT, and CUDA for the nodes that TensorRT does not take. */
        TENSORRT
    }

    private static final Setting<Device> DEVICE = Setting.choice(
            "encoder.device",
            Device.class,
            Device.CPU,
            "What the model runs on. A device that is missing is refused at the start, never replaced by the processor.");
    private static final Setting<Integer> DEVICE_INDEX =
            Setting.integer("encoder.device-index", 0, 63, 0, "Which GPU, counted from 0; ignored on the processor.");
    private static final Setting<Integer> THREADS = Setting.integer(
            "encoder.threads", 0, 1_024, 0, "Threads within one inference on the processor; 0 takes one per core.");
    private static final Setting<Integer> MAX_BATCH = Setting.integer(
            "encoder.largest-batch",
            1,
            1_024,
            64,
            "Most pictures per inference; bounds the memory that the device needs.");
    private static final Setting<Boolean> WHOLE_MODEL_ON_DEVICE = Setting.flag(
            "encoder.whole-model-on-device",
            true,
            "Refuse a model of which the GPU would leave some nodes to the processor; ignored on the processor.");

    public OnnxOptions {
        DEVICE_INDEX.require(deviceIndex);
        THREADS.require(intraOpThreads);
        MAX_BATCH.require(maxBatch);
        if (parallelInferences < 1) {
            throw new IllegalArgumentException(
                    "parallelInferences is %d, must be at least 1".formatted(parallelInferences));
        }
    }

    /** One inference at a time. */
    public OnnxOptions(Device device, int deviceIndex, int intraOpThreads, int maxBatch, boolean wholeModelOnDevice) {
        this(device, deviceIndex, intraOpThreads, maxBatch, wholeModelOnDevice, 1);
    }

    /** One inference at a time, as the settings say. */
    static OnnxOptions from(Settings settings) {
        return new OnnxOptions(
                settings.get(DEVICE),
                settings.get(DEVICE_INDEX),
                settings.get(THREADS),
                settings.get(MAX_BATCH),
                settings.get(WHOLE_MODEL_ON_DEVICE));
    }

    /** The same with so many inferences at once; they share the cores where no number of threads was asked for. */
    public OnnxOptions withParallelInferences(int inferences) {
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = inferences > 1 && intraOpThreads == 0 ? Math.max(1, cores / inferences) : intraOpThreads;
        return new OnnxOptions(device, deviceIndex, threads, maxBatch, wholeModelOnDevice, inferences);
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
        OnnxOptions defaults = Settings.defaults(OnnxOptions::from);
        return new OnnxOptions(
                device, deviceIndex, defaults.intraOpThreads, defaults.maxBatch, defaults.wholeModelOnDevice);
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
}
