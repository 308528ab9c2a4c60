package org.lookalike.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.encoding.prepare.DefaultEncoder;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.process.Command;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.schemas.ErrorCode;

/**
 * One picture in every format and variant, written by other people's encoders, against a plain PNG of it; the table of
 * docs/formats.md. Writes it anew to {@code target/formats.md}.
 */
final class PictureFormatsIT {
    private static final List<String> TWINS = List.of("rgb", "grey", "mono", "palette", "odd", "hole", "bits565");
    /** TwelveMonkeys takes the white of Lab for that of another illuminant. */
    private static final double LAB = 0.98;

    @TempDir
    private static Path folder;

    private static OnnxEncoder encoder;
    private static ImageEncoder images;

    @BeforeAll
    static void drawPictures() throws IOException {
        Path cache = CacheFolder.resolve();
        Path python = PythonEnvironment.provision(cache, PythonRequirements.ENCODER, sentence -> {})
                .executable("python");
        DefaultEncoder.prepare(python, cache.resolve("weights"), folder.resolve("encoder"), sentence -> {});
        encoder = OnnxEncoder.open(folder.resolve("encoder"), OnnxOptions.cpu());
        images = new ImageEncoder(encoder, new ImageDecoder(DecodeLimits.defaults()));

        Path script = folder.resolve("draw_pictures.py");
        try (InputStream stream = PictureFormatsIT.class.getResourceAsStream("draw_pictures.py")) {
            Files.copy(Objects.requireNonNull(stream), script);
        }
        Path drawing = PythonEnvironment.provision(cache, PythonRequirements.PICTURES, sentence -> {})
                .executable("python");
        Command.Result drawn = Command.run(
                List.of(
                        drawing.toString(),
                        script.toString(),
                        folder.resolve("pictures").toString()),
                Duration.ofMinutes(5));
        assertThat(drawn.succeeded()).as(drawn.output()).isTrue();
    }

    @AfterAll
    static void closeEncoder() {
        encoder.close();
    }

    @Test
    void everyVariantLooksLikeAPlainPngOfTheSamePicture() throws IOException {
        Map<String, Double> cosines = new TreeMap<>();
        for (String twin : TWINS) {
            float[] expected = features(folder.resolve("pictures/plain/" + twin + ".png"));
            for (Path file : files(twin)) {
                cosines.put(file.getFileName().toString(), cosine(features(file), expected));
            }
        }

        StringBuilder table = new StringBuilder("| variant | cosine |\n|---|---|\n");
        cosines.forEach((variant, cosine) -> table.append("| %s | %.4f |%n".formatted(variant, cosine)));
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("formats.md"), table);
        assertThat(cosines).hasSizeGreaterThan(120);
        cosines.forEach((variant, cosine) ->
                assertThat(cosine).as(variant).isGreaterThanOrEqualTo(variant.contains("lab") ? LAB : 0.99));
    }

    @Test
    void whatLacksPixelsIsRefused() throws IOException {
        assertThat(files("truncated"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(refusal(file))
                        .as(file.toString())
                        .extracting(PermanentFailure::code)
                        .isEqualTo(ErrorCode.IMAGE_TRUNCATED));
    }

    @Test
    void whatIsNotReadIsNamed() throws IOException {
        for (Path file : files("unread")) {
            String format = file.getFileName().toString();
            assertThat(refusal(file))
                    .as(format)
                    .extracting(PermanentFailure::code)
                    .isEqualTo(ErrorCode.IMAGE_UNKNOWN_FORMAT);
            assertThat(refusal(file).getMessage()).as(format).doesNotContain("unknown");
        }
    }

    private static PermanentFailure refusal(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        PermanentFailure failure = catchThrowableOfType(PermanentFailure.class, () -> images.encode(bytes));
        assertThat(failure).as(file.toString()).isNotNull();
        return failure;
    }

    private static List<Path> files(String twin) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("pictures").resolve(twin))) {
            return files.sorted().toList();
        }
    }

    private static float[] features(Path file) throws IOException {
        return images.encode(Files.readAllBytes(file));
    }

    private static double cosine(float[] actual, float[] expected) {
        double product = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int i = 0; i < expected.length; i++) {
            product += actual[i] * expected[i];
            squares += (double) actual[i] * actual[i];
            otherSquares += (double) expected[i] * expected[i];
        }
        return product / Math.sqrt(squares * otherSquares);
    }
}
