package org.lookalike.bench.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.lookalike.bench.console.BenchEnvironment;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;
import org.lookalike.schemas.Sha256;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bench/run resnet50}. */
@Command(
        name = "resnet50",
        description =
                "Write an encoder shaped like ResNet-50, with weights drawn from a seed, for the other benchmarks.",
        mixinStandardHelpOptions = true)
public final class ResNet50Command implements Callable<Integer> {
    private static final long SEED = 50;
    /** ImageNet's, times 255, as torchvision's models expect. */
    private static final List<Float> MEAN = List.of(123.675f, 116.28f, 103.53f);

    private static final List<Float> DEVIATION = List.of(58.395f, 57.12f, 57.375f);

    @Parameters(paramLabel = "DIR", description = "The encoder's folder; made if missing.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
        EncoderFolder written = write(folder);
        BenchEnvironment.print(
                "%s: %s%n".formatted(folder, written.description().id()));
        return 0;
    }

    static EncoderFolder write(Path folder) throws IOException {
        Files.createDirectories(folder);
        byte[] model = ResNet50.model(SEED);
        Files.write(folder.resolve(EncoderFolder.MODEL_FILE), model);
        EncoderFolder written = new EncoderFolder(
                folder,
                new EncoderDescription(
                        "ResNet-50's graph, weights from seed " + SEED,
                        Sha256.of(model),
                        ResNet50.INPUT,
                        ResNet50.OUTPUT,
                        ResNet50.FEATURES,
                        new Preprocessing(
                                ResNet50.SIDE,
                                ResNet50.SIDE,
                                ResizeMode.SQUASH,
                                0,
                                Layout.NCHW,
                                ChannelOrder.RGB,
                                MEAN,
                                DEVIATION),
                        "Apache-2.0",
                        "bench/run resnet50"));
        written.writeDescription();
        return written;
    }
}
