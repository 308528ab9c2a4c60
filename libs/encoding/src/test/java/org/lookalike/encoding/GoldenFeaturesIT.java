package org.lookalike.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.encoding.prepare.DefaultEncoder;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.testkit.SharedData;

@EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
final class GoldenFeaturesIT {
    @TempDir
    private Path folder;

    @Test
    void decodingPreprocessingAndEncodingAgreeWithThePythonPipeline() throws IOException {
        Path cache = CacheFolder.resolve();
        Path python = PythonEnvironment.provision(cache, PythonRequirements.ENCODER, sentence -> {})
                .executable("python");
        Path encoderFolder = folder.resolve("encoder");
        DefaultEncoder.prepare(python, cache.resolve("weights"), encoderFolder, sentence -> {});

        Map<String, Double> cosines = cosines(encoderFolder);

        List<Double> sorted = cosines.values().stream().sorted().toList();
        assertThat(cosines)
                .hasSize(27)
                .allSatisfy((path, cosine) -> assertThat(cosine).as(path).isGreaterThanOrEqualTo(0.98));
        assertThat(sorted.get(sorted.size() / 2)).isGreaterThanOrEqualTo(0.995);
    }

    private static Map<String, Double> cosines(Path encoderFolder) throws IOException {
        Path data = SharedData.folder();
        JsonNode golden =
                new ObjectMapper().readTree(data.resolve("golden_features.json").toFile());
        Map<String, Double> cosines = new LinkedHashMap<>();
        try (OnnxEncoder encoder = OnnxEncoder.open(encoderFolder, OnnxOptions.cpu());
                ZipFile images = new ZipFile(data.resolve("demo.zip").toFile(), StandardCharsets.UTF_8)) {
            ImageEncoder imageEncoder = new ImageEncoder(encoder, new ImageDecoder(DecodeLimits.defaults()));
            for (JsonNode item : golden.get("items")) {
                String path = item.get("path").asText();
                ZipEntry entry = images.getEntry("demo/" + path);
                assertThat(entry).as(path).isNotNull();
                byte[] bytes = images.getInputStream(entry).readAllBytes();
                cosines.put(path, cosine(imageEncoder.encode(bytes), item.get("features")));
            }
        }
        return cosines;
    }

    private static double cosine(float[] actual, JsonNode expected) {
        double[] other = new double[expected.size()];
        Arrays.setAll(other, i -> expected.get(i).asDouble());
        assertThat(actual).hasSize(other.length);
        double product = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int i = 0; i < other.length; i++) {
            product += actual[i] * other[i];
            squares += (double) actual[i] * actual[i];
            otherSquares += other[i] * other[i];
        }
        return product / Math.sqrt(squares * otherSquares);
    }
}
