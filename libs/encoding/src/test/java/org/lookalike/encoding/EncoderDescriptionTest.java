package org.lookalike.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;
import org.lookalike.schemas.Sha256;

final class EncoderDescriptionTest {
    private static final String SOUND = """
            {
              "name" : "ResNet50",
              "modelSha256" : "%s",
              "input" : "pixels",
              "output" : "features",
              "dimensions" : 2048,
              "preprocessing" : {
                "width" : 224,
                "height" : 192,
                "resizeMode" : "CENTER_CROP",
                "cropFromShortSide" : 256,
                "layout" : "NCHW",
                "channelOrder" : "RGB",
                "mean" : [ 123.675, 116.28, 103.53 ],
                "std" : [ 58.395, 57.12, 57.375 ]
              },
              "licence" : "BSD-3-Clause",
              "origin" : "torchvision 0.24"
            }
            """.formatted("ab".repeat(32));

    @TempDir
    private Path folder;

    @Test
    void writesWhatItReads() throws IOException {
        EncoderFolder read = read(SOUND);
        read.writeDescription();
        assertThat(Files.readString(folder.resolve("encoder.json"))).isEqualTo(SOUND);
        assertThat(EncoderFolder.read(folder)).isEqualTo(read);
    }

    @Test
    void readsEveryKey() throws IOException {
        assertThat(read(SOUND).description())
                .isEqualTo(new EncoderDescription(
                        "ResNet50",
                        "ab".repeat(32),
                        "pixels",
                        "features",
                        2048,
                        new Preprocessing(
                                224,
                                192,
                                ResizeMode.CENTER_CROP,
                                256,
                                Layout.NCHW,
                                ChannelOrder.RGB,
                                List.of(123.675f, 116.28f, 103.53f),
                                List.of(58.395f, 57.12f, 57.375f)),
                        "BSD-3-Clause",
                        "torchvision 0.24"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"ResNet50\"; 5; name must be text, was 5",
                "\"ResNet50\"; \" \"; name must be text on one line, was ' '",
                "\"ResNet50\"; null; name must be text, was null",
                "\"pixels\"; \"\"; input must be text on one line, was ''",
                "\"features\"; []; output must be text, was []",
                "\"BSD-3-Clause\"; {}; licence must be text, was {}",
                "\"torchvision 0.24\"; true; origin must be text, was true",
                "\"abab; \"XYab; modelSha256 must be 64 lower-case hexadecimal digits, was 'XYab",
                "2048; 0; dimensions must be 1 to 32768, was '0'",
                "2048; 2.5; dimensions must be a whole number, was 2.5",
                "2048; \"2048\"; dimensions must be a whole number, was \"2048\"",
                "224; 0; preprocessing.width must be 1 to 4096, was 0",
                "192; 5000; preprocessing.height must be 1 to 4096, was 5000",
                "\"CENTER_CROP\"; \"squash\"; preprocessing.resizeMode must be one of [SQUASH, CENTER_CROP], was \"squash\"",
                "256; 100; preprocessing.cropFromShortSide must be 224 to 8192 with CENTER_CROP, was 100",
                "\"CENTER_CROP\"; \"SQUASH\"; preprocessing.cropFromShortSide must be 0 with SQUASH, was 256",
                "\"NCHW\"; \"CHW\"; preprocessing.layout must be one of [NCHW, NHWC], was \"CHW\"",
                "\"RGB\"; 3; preprocessing.channelOrder must be text, was 3",
                "[ 123.675, 116.28, 103.53 ]; [ 1, 2 ]; preprocessing.mean must be 3 finite numbers, was [1.0, 2.0]",
                "[ 123.675, 116.28, 103.53 ]; 127; preprocessing.mean must be a list of numbers, was 127",
                "[ 58.395, 57.12, 57.375 ]; [ 1, 0, 1 ]; preprocessing.std must be 3 finite numbers above zero",
                "[ 58.395, 57.12, 57.375 ]; [ 1, \"2\", 1 ]; preprocessing.std must be a list of numbers",
            })
    void refusesBadValueNamingKeyValueAndRule(String sound, String bad, String complaint) {
        assertThat(SOUND).contains(sound);
        assertThatThrownBy(() -> read(SOUND.replace(sound, bad)))
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining("encoder.json")
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "name, name",
        "modelSha256, modelSha256",
        "input, input",
        "output, output",
        "dimensions, dimensions",
        "preprocessing, preprocessing",
        "width, preprocessing.width",
        "height, preprocessing.height",
        "resizeMode, preprocessing.resizeMode",
        "cropFromShortSide, preprocessing.cropFromShortSide",
        "layout, preprocessing.layout",
        "channelOrder, preprocessing.channelOrder",
        "mean, preprocessing.mean",
        "std, preprocessing.std",
        "licence, licence",
        "origin, origin"
    })
    void reportsMisspeltKeyAsMissingAndAsUnknown(String key, String path) {
        String misspelt = path.replace(key, "x" + key);
        assertThatThrownBy(() -> read(SOUND.replace("\"" + key + "\" :", "\"x" + key + "\" :")))
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining(path + " is missing")
                .hasMessageContaining(misspelt + " is unknown");
    }

    @Test
    void reportsEverythingTogether() {
        String bad = SOUND.replace("\"ResNet50\"", "7")
                .replace("2048", "-1")
                .replace("\"height\" : 192", "\"depth\" : 192")
                .replace("\"NCHW\"", "\"HWC\"")
                .replace("[ 58.395, 57.12, 57.375 ]", "[ ]");
        assertThatThrownBy(() -> read(bad))
                .hasMessageContaining("name must be text")
                .hasMessageContaining("dimensions must be 1 to 32768")
                .hasMessageContaining("preprocessing.height is missing")
                .hasMessageContaining("preprocessing.depth is unknown")
                .hasMessageContaining("preprocessing.layout must be one of")
                .hasMessageContaining("preprocessing.std must be 3 finite numbers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[1]; must hold one JSON object",
                "''; must hold one JSON object",
                "{; not JSON",
                "{\"name\" : \"a\", \"name\" : \"b\"}; not JSON",
                "{} {}; not JSON"
            })
    void refusesWhatIsNotOneObject(String text, String complaint) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void refusesFolderWithoutDescription() {
        assertThatThrownBy(() -> EncoderFolder.read(folder))
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining("no encoder.json");
    }

    @Test
    void idIsHashOfCanonicalText() throws IOException {
        EncoderDescription description = read(SOUND).description();
        String canonical = "encoder/1\nmodel=%s\noutput=features\ndimensions=2048\n%s\n"
                .formatted("ab".repeat(32), description.preprocessing().canonical());
        assertThat(description.canonical()).isEqualTo(canonical);
        assertThat(description.id())
                .isEqualTo(Sha256.of(canonical.getBytes(StandardCharsets.UTF_8)).substring(0, 16));
    }

    @ParameterizedTest
    @CsvSource({"ResNet50, My ResNet", "BSD-3-Clause, MIT", "torchvision 0.24, timm 1.0", "pixels, image"})
    void idIgnoresWhatChangesNoVector(String before, String after) throws IOException {
        String id = read(SOUND).description().id();
        assertThat(read(SOUND.replace(before, after)).description().id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "abab, cdab",
        "features, logits",
        "2048, 1024",
        "'width\" : 224', 'width\" : 225'",
        "'Side\" : 256', 'Side\" : 288'",
        "NCHW, NHWC",
        "RGB, BGR",
        "116.28, 116.29",
        "57.12, 57.13"
    })
    void idChangesWithWhateverChangesVectors(String before, String after) throws IOException {
        String id = read(SOUND).description().id();
        assertThat(read(SOUND.replaceFirst(Pattern.quote(before), after))
                        .description()
                        .id())
                .isNotEqualTo(id)
                .matches("[0-9a-f]{16}");
    }

    private EncoderFolder read(String json) throws IOException {
        Files.writeString(folder.resolve("encoder.json"), json);
        return EncoderFolder.read(folder);
    }
}
