package org.lookalike.lab.inspect;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SettingOptions;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.DecodedImage;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.decode.ImageInspection;
import org.lookalike.imaging.decode.SampleDepth;
import org.lookalike.intake.accept.ExifDateConfig;
import org.lookalike.intake.accept.ExifDates;
import org.lookalike.platform.failure.PermanentFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decodes files as the embedder would, and says what it sees of them; needs no running system. */
@Command(
        name = "inspect",
        description =
                "Show what is seen of picture files: format, size, orientation, bits, colour profile, date; or why"
                        + " they are refused.")
public final class InspectCommand implements Callable<Integer> {
    /** No side is longer, so that nothing is shrunk while it is decoded. */
    private static final int WHOLE = 1 << 16;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files; settings decode.* and ingest.exif.* apply.")
    private List<Path> files = List.of();

    @Option(
            names = "--png",
            paramLabel = "OUT",
            description = "Write the decoded picture of the last file that is accepted, as the encoder is given it.")
    private @Nullable Path png;

    @Override
    public Integer call() throws IOException {
        DecodeLimits limits = settings.read(DecodeLimits::from);
        ExifDateConfig dates = settings.read(ExifDateConfig::from);
        ImageDecoder decoder = new ImageDecoder(limits);
        DecodedImage last = null;
        boolean all = true;
        for (Path file : files) {
            Console.line(file.toString());
            try {
                long size = Files.size(file);
                show("bytes", "%d".formatted(size));
                // One byte more than allowed is enough to be refused.
                byte[] bytes = start(file, Math.min(size, limits.maxBytes() + 1));
                show("profile", ColourProfile.describe(bytes));
                show("date", date(bytes, dates));
                ImageInspection inspection = decoder.inspect(bytes);
                last = decoder.decode(bytes, WHOLE);
                show(inspection, last);
                show("verdict", "accepted");
            } catch (PermanentFailure e) {
                show("verdict", "refused, %s: %s".formatted(e.code(), e.getMessage()));
                all = false;
            } catch (IOException e) {
                show("verdict", "cannot be read: " + e);
                all = false;
            }
        }
        if (png != null && last != null) {
            ImageIO.write(picture(last), "png", png.toFile());
        }
        return all ? 0 : 1;
    }

    private static byte[] start(Path file, long length) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes((int) length);
        }
    }

    private static void show(ImageInspection inspection, DecodedImage upright) {
        show("format", inspection.mediaType());
        show("size", "%d x %d pixels".formatted(inspection.storedWidth(), inspection.storedHeight()));
        show(
                "orientation",
                "%d; upright the picture is %d x %d"
                        .formatted(inspection.orientation(), upright.width(), upright.height()));
        show("bits", bits(inspection.samples()));
    }

    private static void show(String name, String value) {
        Console.line("  %-12s %s".formatted(name, value));
    }

    /** What a sample holds, and what becomes of it where that is not plain. */
    static String bits(SampleDepth samples) {
        if (samples.bits() <= Byte.SIZE) {
            return "%d a sample".formatted(samples.bits());
        }
        String stored = "%d a sample%s".formatted(samples.bits(), samples.floatingPoint() ? ", floating point" : "");
        // The place of the highest bit where white is the largest number of so many bits.
        int used = Math.getExponent(samples.white() + 1);
        boolean significant = samples.black() == 0 && samples.white() + 1 == Math.scalb(1.0, used);
        return "%s; black is %s, white %s%s"
                .formatted(
                        stored,
                        number(samples.black()),
                        number(samples.white()),
                        significant && !samples.floatingPoint()
                                ? " (%d of %d bits used)".formatted(used, samples.bits())
                                : "");
    }

    private static String number(double sample) {
        return sample == Math.rint(sample) ? "%.0f".formatted(sample) : Double.toString(sample);
    }

    private static String date(byte[] bytes, ExifDateConfig config) {
        return new ExifDates(config)
                .read(bytes, Instant.now())
                .map(date -> "%s, from Exif, %s"
                        .formatted(
                                date.instant(),
                                date.statesOffset()
                                        ? "with its offset"
                                        : "which states no offset, in %s (ingest.exif.time-zone)"
                                                .formatted(config.zone())))
                .orElse("none");
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
