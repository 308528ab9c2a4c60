package org.lookalike.encoding.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.encoding.parity.FeatureLoss;
import org.lookalike.encoding.parity.ParityCheck;
import org.lookalike.encoding.parity.Reference;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.schemas.Sha256;

/**
 * Int8 versions of encoders, for processors. Ranges are calibrated on images that went through our own decoder and
 * preprocessing, so that they are those of the service. The result is an encoder of its own, with another id: its
 * vectors never meet those of the original.
 */
public final class QuantizedEncoder {
    private static final String SCRIPT = "quantize_encoder.py";
    private static final String PIXELS = "pixels.f32";
    private static final int BATCH = 8;
    private static final int MIN_JUDGES = 2;
    /** The time to compare them grows with their square. */
    private static final int MAX_VALIDATION = 512;

    private QuantizedEncoder() {}

    /**
     * What was made.
     *
     * @param encoder the int8 encoder's folder, certified
     * @param calibrated how many images calibrated it
     * @param loss on images that did not, or on the golden images where no others were left
     * @param validatedOnOthers whether there were such images
     */
    public record Made(EncoderFolder encoder, int calibrated, FeatureLoss loss, boolean validatedOnOthers) {}

    /**
     * Makes an int8 version. The folder appears whole or not at all.
     *
     * @param python the interpreter of an environment with numpy, onnx and onnxruntime
     * @param original the encoder with 32-bit floats
     * @param images encoded images such as the encoder will see, in an order that has nothing to do with what they
     *     show: the first ones calibrate, those after them validate. Read only as far as needed
     * @param limits of decoding, and how deep samples are read
     * @param target the new encoder's folder; must not exist, or be empty
     * @param progress told in a few words what is being done
     * @throws EncoderUnusableException if the original is none, no image can be decoded, the target is in use, or the
     *     model cannot be quantised
     */
    public static Made make(
            Path python,
            Path original,
            Iterator<byte[]> images,
            DecodeLimits limits,
            Quantization quantization,
            Path target,
            Consumer<String> progress) {
        EncoderFolder source = EncoderFolder.verified(original);
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        try {
            if (parent == null || isInUse(absolute)) {
                throw new EncoderUnusableException("%s is in use: choose another folder".formatted(target));
            }
            Files.createDirectories(parent);
            Path work = Files.createTempDirectory(parent, ".encoder-");
            try {
                Preprocessing preprocessing = source.description().preprocessing();
                PreparedImages prepared = new PreparedImages(images, limits, preprocessing, progress);
                progress.accept("preparing %d calibration pictures".formatted(quantization.images()));
                int calibrated = prepared.write(work.resolve(PIXELS), quantization.images());
                if (calibrated == 0) {
                    throw new EncoderUnusableException("there is no picture to calibrate the encoder with");
                }
                Path made = quantize(python, source, quantization, calibrated, work, progress);
                progress.accept("comparing the features of other pictures with the original's");
                Made result =
                        validate(source, made, prepared, calibrated, Math.min(MAX_VALIDATION, quantization.images()));
                FolderSwap.put(made, absolute, () -> false);
                return new Made(
                        EncoderFolder.verified(absolute), calibrated, result.loss(), result.validatedOnOthers());
            } finally {
                FolderSwap.deleteTree(work);
            }
        } catch (IOException e) {
            throw new EncoderUnusableException("the int8 encoder cannot be made in %s: %s".formatted(target, e), e);
        }
    }

    private static boolean isInUse(Path target) throws IOException {
        if (!Files.exists(target)) {
            return false;
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.findAny().isPresent();
        }
    }

    private static Path quantize(
            Path python,
            EncoderFolder source,
            Quantization quantization,
            int calibrated,
            Path work,
            Consumer<String> progress)
            throws IOException {
        progress.accept("quantising with %d pictures".formatted(calibrated));
        EncoderDescription description = source.description();
        Path folder = Files.createDirectory(work.resolve("encoder"));
        Path model = folder.resolve(EncoderFolder.MODEL_FILE);
        String method = quantization.method().name().toLowerCase(Locale.ROOT);
        PythonProcess.Result result = PythonProcess.run(
                python,
                work,
                List.of(
                        PythonProcess.resource(SCRIPT, work).toString(),
                        source.model().toAbsolutePath().toString(),
                        work.resolve(PIXELS).toString(),
                        description.input(),
                        sides(description.preprocessing()),
                        method,
                        String.valueOf(quantization.weightBits()),
                        model.toString()));
        if (!result.succeeded()) {
            throw new EncoderUnusableException(
                    "%s ended with status %d: %s".formatted(SCRIPT, result.status(), result.lastLines()));
        }
        EncoderDescription int8 = new EncoderDescription(
                description.name() + ", int8",
                Sha256.of(model),
                description.input(),
                description.output(),
                description.dimensions(),
                description.preprocessing(),
                description.licence(),
                "int8 of encoder %s, %d pictures, %s, %d-bit weights; %s"
                        .formatted(
                                description.id(), calibrated, method, quantization.weightBits(), description.origin()));
        new EncoderFolder(folder, int8).writeDescription();
        return folder;
    }

    private static String sides(Preprocessing preprocessing) {
        return preprocessing.layout() == Layout.NCHW
                ? "3,%d,%d".formatted(preprocessing.height(), preprocessing.width())
                : "%d,%d,3".formatted(preprocessing.height(), preprocessing.width());
    }

    /** Certifies the new encoder, and compares it with the original. */
    private static Made validate(
            EncoderFolder source, Path made, PreparedImages prepared, int calibrated, int validation)
            throws IOException {
        OnnxOptions options = OnnxOptions.cpu();
        try (OnnxEncoder before = OnnxEncoder.open(source.folder(), options);
                OnnxEncoder after = OnnxEncoder.open(made, options)) {
            Reference golden = new Reference(
                    after.id(), "lookalike encoder quantize, on the CPU", ParityCheck.features(after, BATCH));
            golden.write(made);
            List<float[]> original = new ArrayList<>();
            List<float[]> changed = new ArrayList<>();
            EncoderBatch batch = before.newBatch(BATCH);
            int filled = prepared.fill(batch, Math.min(BATCH, validation));
            while (filled > 0) {
                original.addAll(List.of(before.encode(batch, filled)));
                changed.addAll(List.of(after.encode(batch, filled)));
                filled = prepared.fill(batch, Math.min(BATCH, validation - original.size()));
            }
            boolean others = original.size() >= MIN_JUDGES;
            FeatureLoss loss = others ? FeatureLoss.between(original, changed) : onGoldenImages(before, golden);
            return new Made(new EncoderFolder(made, after.description()), calibrated, loss, others);
        }
    }

    private static FeatureLoss onGoldenImages(Encoder before, Reference golden) {
        List<float[]> original = new ArrayList<>();
        List<float[]> changed = new ArrayList<>();
        ParityCheck.features(before, BATCH).forEach((sha256, features) -> {
            original.add(features);
            changed.add(golden.features().getOrDefault(sha256, new float[0]));
        });
        return FeatureLoss.between(original, changed);
    }
}
