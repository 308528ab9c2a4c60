package org.lookalike.cli.images;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.DecodedImage;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.decode.ImageInspection;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.PermanentFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decodes files as the embedder would, and says what it sees of them; needs no running system. */
@Command(
        name = "inspect",
        description = "Show what is seen of picture files: format, size, orientation, or why they are refused.")
public final class InspectCommand implements Callable<Integer> {
    /** No side is longer, so that nothing is shrunk while it is decoded. */
    private static final int WHOLE = 1 << 16;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files; settings decode.* apply.")
    private List<Path> files = List.of();

    @Option(
            names = "--png",
            paramLabel = "OUT",
            description = "Write the decoded picture of the last file that is read, as the encoder is given it.")
    private @Nullable Path png;

    @Override
    public Integer call() throws IOException {
        DecodeLimits limits = Settings.readPart(system.flags(), System.getenv(), DecodeLimits::from)
                .config();
        ImageDecoder decoder = new ImageDecoder(limits);
        boolean all = true;
        for (Path file : files) {
            all &= inspect(file, limits, decoder);
        }
        return all ? 0 : 1;
    }

    private boolean inspect(Path file, DecodeLimits limits, ImageDecoder decoder) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            ImageInspection inspection = ImageInspection.of(bytes, limits);
            DecodedImage image = decoder.decode(bytes, WHOLE);
            Console.line("%s: accepted, %s of %d bytes, %d x %d pixels stored with orientation %d, %d x %d upright"
                    .formatted(
                            file,
                            inspection.mediaType(),
                            bytes.length,
                            inspection.storedWidth(),
                            inspection.storedHeight(),
                            inspection.orientation(),
                            image.width(),
                            image.height()));
            if (png != null) {
                ImageIO.write(picture(image), "png", png.toFile());
            }
            return true;
        } catch (PermanentFailure e) {
            Console.line("%s: refused, %s: %s".formatted(file, e.code(), e.getMessage()));
            return false;
        }
    }

    private static BufferedImage picture(DecodedImage image) {
        var picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = image.rgb();
        for (int pixel = 0; pixel < image.width() * image.height(); pixel++) {
            int at = 3 * pixel;
            int colour = ((rgb[at] & 0xff) << 16) | ((rgb[at + 1] & 0xff) << 8) | (rgb[at + 2] & 0xff);
            picture.setRGB(pixel % image.width(), pixel / image.width(), colour);
        }
        return picture;
    }
}
