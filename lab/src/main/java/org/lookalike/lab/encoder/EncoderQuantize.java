package org.lookalike.lab.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SettingOptions;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.parity.FeatureLoss;
import org.lookalike.encoding.prepare.EncoderPreparation;
import org.lookalike.encoding.prepare.Quantization;
import org.lookalike.encoding.prepare.QuantizedEncoder;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.intake.folder.FolderConfig;
import org.lookalike.intake.folder.ImageFile;
import org.lookalike.intake.folder.ImageSource;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.TransientFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes an int8 version of an encoder, and measures what that costs. */
@Command(
        name = "quantize",
        description = "Make an int8 encoder from a 32-bit one, calibrated on pictures, and report the loss.")
final class EncoderQuantize implements Callable<Integer> {
    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Option(
            names = "--pictures",
            paramLabel = "FOLDER|ZIP",
            required = true,
            description = "Pictures similar to those it will see; some for calibration, others for evaluation; settings"
                    + " decode.* apply.")
    private Path images = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "DIR",
            required = true,
            description = "The new encoder's folder; must not exist, or be empty.")
    private Path output = Path.of("");

    @Option(
            names = "--encoder",
            paramLabel = "DIR",
            description = "The encoder to start from (default: the default encoder).")
    private @Nullable Path encoder;

    @Option(
            names = "--count",
            defaultValue = "" + Quantization.DEFAULT_IMAGES,
            description = "How many pictures calibrate it (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--method",
            defaultValue = "" + Quantization.DEFAULT_METHOD,
            description = "Calibration method: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Quantization.Method method = Quantization.Method.valueOf(Quantization.DEFAULT_METHOD);

    @Option(
            names = "--weight-bits",
            defaultValue = "8",
            description = "8, or 7 for processors without VNNI (default: ${DEFAULT-VALUE}).")
    private int weightBits;

    @Override
    public Integer call() throws IOException {
        Quantization quantization = new Quantization(count, method, weightBits);
        EncoderPreparation preparation = new EncoderPreparation(Console::step);
        DecodeLimits limits = settings.read(DecodeLimits::from);
        Path original = encoder == null ? preparation.defaultEncoder() : encoder;
        FolderConfig options =
                Settings.read(List.of(), Map.of(), FolderConfig::from).config();
        try (ImageSource source = ImageSource.open(images, "calibration", options)) {
            QuantizedEncoder.Made made = QuantizedEncoder.make(
                    preparation.encoderPython(),
                    original,
                    shuffled(source.files(), limits.maxBytes()),
                    limits,
                    quantization,
                    output,
                    Console::step);
            print(EncoderFolder.read(original), made);
        }
        return 0;
    }

    /** In an order that has nothing to do with folders and names, the same one at every run; read one by one. */
    private static Iterator<byte[]> shuffled(List<ImageFile> files, long maxBytes) {
        List<ImageFile> order = new ArrayList<>(files);
        Collections.shuffle(order, new Random(1));
        return order.stream().map(file -> read(file, maxBytes)).iterator();
    }

    private static byte[] read(ImageFile file, long maxBytes) {
        try {
            return file.content().read(maxBytes);
        } catch (IOException e) {
            throw new TransientFailure("%s cannot be read: %s".formatted(file.path(), e), e);
        }
    }

    private static void print(EncoderFolder original, QuantizedEncoder.Made made) throws IOException {
        FeatureLoss loss = made.loss();
        Console.line("encoder     " + made.encoder().description().id());
        Console.line("original    " + original.description().id());
        Console.line("calibrated  %d pictures".formatted(made.calibrated()));
        Console.line("model       %.1f MB, was %.1f MB"
                .formatted(Files.size(made.encoder().model()) / 1e6, Files.size(original.model()) / 1e6));
        Console.line("compared    %d %s"
                .formatted(loss.images(), made.validatedOnOthers() ? "other pictures" : "golden pictures"));
        Console.line("cosine      mean %.4f, least %.4f".formatted(loss.meanCosine(), loss.minCosine()));
        Console.line("neighbours  %.1f%% of each picture's %d nearest remain"
                .formatted(100 * loss.sharedNeighbours(), FeatureLoss.NEIGHBOURS));
        Console.line("Vectors of the two encoders are not comparable: embed the pictures again with the new" + " one.");
    }
}
