package org.lookalike.encoding.onnx;

import java.nio.file.Path;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.parity.ParityCheck;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * Which encoder a service uses and what it runs on; the settings {@code encoder.*}.
 *
 * @param folder the encoder's folder
 * @param options how its model is run
 * @param parity how closely it must agree with its reference
 */
public record EncoderConfig(Path folder, OnnxOptions options, ParityCheck parity) {
    private static final Setting<String> FOLDER = Setting.required(
            "encoder.folder",
            "encoder",
            "The encoder's folder: model.onnx and encoder.json. Embedder and query must be given the same encoder.");

    public EncoderConfig {
        FOLDER.require(folder.toString());
    }

    public static EncoderConfig from(Settings settings) {
        return new EncoderConfig(Path.of(settings.get(FOLDER)), OnnxOptions.from(settings), ParityCheck.from(settings));
    }

    /**
     * The same with so many inferences at once. Where the threads within one inference are left to us, the inferences
     * share the cores.
     */
    public EncoderConfig withParallelInferences(int inferences) {
        return new EncoderConfig(folder, options.withParallelInferences(inferences), parity);
    }

    /**
     * Opens the encoder and compares it with its reference; the caller closes it. See {@link OnnxEncoder#open} and
     * {@link ParityCheck#require} for what is refused.
     */
    public OnnxEncoder open() {
        OnnxEncoder encoder = OnnxEncoder.open(folder, options);
        try {
            parity.require(
                    encoder, new EncoderFolder(folder, encoder.description()), options.place(), options.maxBatch());
            return encoder;
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }
}
