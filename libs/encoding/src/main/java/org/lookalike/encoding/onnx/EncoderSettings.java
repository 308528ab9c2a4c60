package org.lookalike.encoding.onnx;

import java.nio.file.Path;
import java.util.List;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.onnx.OnnxOptions.Device;
import org.lookalike.encoding.parity.ParityCheck;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * Which encoder a service uses and what it runs on.
 *
 * @param folder the encoder's folder
 * @param options how its model is run
 * @param parity how closely it must agree with its reference
 */
public record EncoderSettings(Path folder, OnnxOptions options, ParityCheck parity) {
    private static final Setting<String> FOLDER = Setting.required(
            "encoder.folder",
            "encoder",
            "The encoder's folder: model.onnx and encoder.json. Embedder and query must be given the same encoder.");
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
            OnnxOptions.DEFAULT_LARGEST_BATCH,
            "Most pictures per inference; bounds the memory that the device needs.");
    private static final Setting<Boolean> WHOLE_MODEL_ON_DEVICE = Setting.flag(
            "encoder.whole-model-on-device",
            true,
            "Refuse a model of which the GPU would leave some nodes to the processor; ignored on the processor.");

    private static final Setting<Double> MIN_COSINE = Setting.decimal(
            "encoder.parity.min-cosine",
            0,
            1,
            ParityCheck.DEFAULT_MIN_COSINE,
            "The least cosine between the golden pictures' features and the folder's reference.json; below it, the"
                    + " service does not start.");
    private static final Setting<Boolean> PARITY_REQUIRED = Setting.flag(
            "encoder.parity.required",
            false,
            "Refuse an encoder's folder without reference.json instead of warning about it.");

    /** Every setting of this section. */
    public static List<Setting<?>> settings() {
        return List.of(
                FOLDER, DEVICE, DEVICE_INDEX, THREADS, MAX_BATCH, WHOLE_MODEL_ON_DEVICE, MIN_COSINE, PARITY_REQUIRED);
    }

    public static EncoderSettings from(Settings settings) {
        return new EncoderSettings(
                Path.of(settings.get(FOLDER)),
                new OnnxOptions(
                        settings.get(DEVICE),
                        settings.get(DEVICE_INDEX),
                        settings.get(THREADS),
                        settings.get(MAX_BATCH),
                        settings.get(WHOLE_MODEL_ON_DEVICE)),
                new ParityCheck(settings.get(MIN_COSINE), settings.get(PARITY_REQUIRED)));
    }

    /**
     * The same with so many inferences at once. Where the threads within one inference are left to us, the inferences
     * share the cores.
     */
    public EncoderSettings withParallelInferences(int inferences) {
        return new EncoderSettings(folder, options.withParallelInferences(inferences), parity);
    }

    /**
     * Opens the encoder and compares it with its reference; the caller closes it. See {@link OnnxEncoder#open} and
     * {@link ParityCheck#require} for what is refused.
     */
    public OnnxEncoder open() {
        OnnxEncoder encoder = OnnxEncoder.open(folder, options);
        try {
            parity.require(
                    encoder, new EncoderFolder(folder, encoder.description()), options.place(), options.largestBatch());
            return encoder;
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }
}
