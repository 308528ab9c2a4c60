package org.lookalike.encoding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.util.Utils;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.encoding.ImageEncoder;
import org.lookalike.encoding.TinyModel;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;

final class OnnxEncoderTest {
    private final TinyModel tiny = new TinyModel();

    @TempDir
    private Path folder;

    @Test
    void imagesReachTheModelInTheDescribedOrderScaleAndCrop() throws IOException {
        tiny.write(folder);
        // A frame that the centre crop from 224 to 192 cuts away: 16 of 224 pixels on each side.
        byte[] image = framedImage(448, 32, new Color(200, 30, 90), Color.GREEN);
        float[] features;
        try (OnnxEncoder encoder = OnnxEncoder.open(folder, OnnxOptions.cpu())) {
            features = new ImageEncoder(encoder, new ImageDecoder(DecodeLimits.defaults())).encode(image);
        }
        float blue = (90 - 103.53f) / 57.375f;
        float green = (30 - 116.28f) / 57.12f;
        float red = (200 - 123.675f) / 58.395f;
        assertThat(features).hasSize(TinyModel.DIMENSIONS);
        for (int d = 0; d < features.length; d++) {
            float[] weights = tiny.weights[d];
            // The resize blends a little of the frame into the outermost row.
            assertThat(features[d]).isCloseTo(weights[0] * blue + weights[1] * green + weights[2] * red, within(0.05f));
        }
    }

    @Test
    void eachRowIsItsOwnSlotsFeatures() throws IOException {
        tiny.write(folder);
        try (OnnxEncoder encoder = OnnxEncoder.open(folder, OnnxOptions.cpu())) {
            EncoderBatch batch = encoder.newBatch(5);
            for (int i = 0; i < 5; i++) {
                fill(batch.slot(i), i);
            }
            float[][] rows = encoder.encode(batch, 4);
            assertThat(rows).hasNumberOfRows(4);
            for (int i = 0; i < 4; i++) {
                assertThat(rows[i]).usingComparatorWithPrecision(1e-3f).containsExactly(expected(i));
            }
        }
    }

    @Test
    void manyThreadsGetTheirOwnAnswers() throws Exception {
        tiny.write(folder);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (OnnxEncoder encoder = OnnxEncoder.open(folder, OnnxOptions.cpu())) {
            List<Future<float[][]>> answers = new ArrayList<>();
            for (int call = 0; call < 40; call++) {
                int seed = call;
                answers.add(threads.submit(() -> {
                    EncoderBatch batch = encoder.newBatch(2);
                    fill(batch.slot(0), seed);
                    fill(batch.slot(1), seed + 1000);
                    return encoder.encode(batch, 2);
                }));
            }
            for (int call = 0; call < 40; call++) {
                float[][] rows = answers.get(call).get();
                assertThat(rows[0]).usingComparatorWithPrecision(1e-3f).containsExactly(expected(call));
                assertThat(rows[1]).usingComparatorWithPrecision(1e-3f).containsExactly(expected(call + 1000));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void slotsMayBeFilledByManyThreadsAtOnce() throws InterruptedException, ExecutionException {
        EncoderBatch batch = new EncoderBatch(32, TinyModel.PREPROCESSING);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> filled = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                int slot = i;
                filled.add(threads.submit(() -> fill(batch.slot(slot), slot)));
            }
            for (Future<?> one : filled) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        for (int i = 0; i < 32; i++) {
            FloatBuffer alone = FloatBuffer.allocate(batch.slotLength());
            fill(alone, i);
            assertThat(batch.slot(i)).isEqualTo(alone.rewind());
        }
    }

    @Test
    void refusesBatchesThatDoNotFit() throws IOException {
        tiny.write(folder);
        OnnxOptions options = new OnnxOptions(OnnxOptions.Device.CPU, 0, 1, 4, true);
        try (OnnxEncoder encoder = OnnxEncoder.open(folder, options)) {
            EncoderBatch batch = encoder.newBatch(3);
            assertThatThrownBy(() -> encoder.newBatch(5)).hasMessageContaining("largest batch is 4");
            assertThatThrownBy(() -> encoder.newBatch(0)).hasMessageContaining("a batch of 0 pictures");
            assertThatThrownBy(() -> encoder.encode(batch, 4)).hasMessageContaining("allowed are 1 to 3");
            assertThatThrownBy(() -> encoder.encode(batch, 0)).hasMessageContaining("allowed are 1 to 3");
            EncoderBatch large = new EncoderBatch(5, TinyModel.PREPROCESSING);
            assertThatThrownBy(() -> encoder.encode(large, 5)).hasMessageContaining("largest batch is 4");
            EncoderBatch other = new EncoderBatch(1, squashed(224, Layout.NHWC));
            assertThatThrownBy(() -> encoder.encode(other, 1)).hasMessageContaining("pictures 192 x 192 x 3");
        }
    }

    @Test
    void afterCloseEncodingIsRefusedAndClosingAgainDoesNothing() throws IOException {
        tiny.write(folder);
        OnnxEncoder encoder = OnnxEncoder.open(folder, OnnxOptions.cpu());
        EncoderBatch batch = encoder.newBatch(1);
        encoder.close();
        encoder.close();
        assertThatThrownBy(() -> encoder.encode(batch, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    @ParameterizedTest
    @EnumSource(
            value = OnnxOptions.Device.class,
            names = {"CUDA", "TENSORRT"})
    void refusesDeviceThatThisBuildLacks(OnnxOptions.Device device) throws IOException {
        tiny.write(folder);
        assertRefused(
                OnnxOptions.on(device), "device " + device + " was asked for, but this build of ONNX Runtime has only");
    }

    @Test
    void refusesModelWithOtherBytesThanDescribed() throws IOException {
        tiny.write(folder);
        Files.write(folder.resolve("model.onnx"), new byte[] {1, 2, 3});
        assertRefused(
                OnnxOptions.cpu(), "has SHA-256 039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
    }

    @Test
    void refusesFolderWithoutModel() throws IOException {
        tiny.write(folder);
        Files.delete(folder.resolve("model.onnx"));
        assertRefused(OnnxOptions.cpu(), "it has no model.onnx");
    }

    @Test
    void refusesBytesThatAreNoModel() throws IOException {
        TinyModel.writeBytes(folder, "no model at all".getBytes(StandardCharsets.UTF_8));
        assertRefused(OnnxOptions.cpu(), "model.onnx is not a valid model: ");
    }

    @Test
    void refusesWeightsOutsideTheModelsFile() throws IOException {
        tiny.write(folder);
        Files.write(folder.resolve("model.onnx.data"), new byte[1]);
        assertRefused(OnnxOptions.cpu(), "[model.onnx.data], which the encoder's identity does not cover");
    }

    @Test
    void acceptsPapersBesideTheModel() throws IOException {
        tiny.write(folder);
        Files.writeString(folder.resolve("LICENSE.txt"), "Apache-2.0");
        Files.writeString(folder.resolve("Readme.md"), "tiny");
        try (OnnxEncoder encoder = OnnxEncoder.open(folder, OnnxOptions.cpu())) {
            assertThat(encoder.id()).isEqualTo(tiny.description().id());
        }
    }

    @Test
    void refusesOtherDimensions() throws IOException {
        describe("image:0", "average pool", 47, TinyModel.PREPROCESSING);
        assertRefused(
                OnnxOptions.cpu(), "output 'average pool' is float32 [2, 48, 1, 1], the description promises N x 47");
    }

    @Test
    void refusesOtherInputName() throws IOException {
        describe("pixels", "average pool", 48, TinyModel.PREPROCESSING);
        assertRefused(OnnxOptions.cpu(), "the model's inputs are [image:0], the description names one, 'pixels'");
    }

    @Test
    void refusesOtherOutputName() throws IOException {
        describe("image:0", "features", 48, TinyModel.PREPROCESSING);
        assertRefused(
                OnnxOptions.cpu(), "the model's outputs are [mixed, average pool], the description names 'features'");
    }

    @Test
    void refusesOutputThatIsNoVector() throws IOException {
        describe("image:0", "mixed", 48, TinyModel.PREPROCESSING);
        assertRefused(OnnxOptions.cpu(), "output 'mixed' is float32 [2, 48, 192, 192]");
    }

    @Test
    void refusesOtherSize() throws IOException {
        describe("image:0", "average pool", 48, squashed(224, Layout.NHWC));
        assertRefused(
                OnnxOptions.cpu(), "is [-1, 192, 192, 3], the description's preprocessing gives [-1, 224, 224, 3]");
    }

    @Test
    void refusesOtherLayout() throws IOException {
        describe("image:0", "average pool", 48, squashed(192, Layout.NCHW));
        assertRefused(
                OnnxOptions.cpu(), "is [-1, 192, 192, 3], the description's preprocessing gives [-1, 3, 192, 192]");
    }

    @Test
    void refusesFixedBatch() throws IOException {
        tiny.writeWithFixedBatch(folder);
        assertRefused(OnnxOptions.cpu(), "a batch of exactly 1: export it with a free batch dimension");
    }

    @Test
    void theOnlyEngineIsOnnxRuntimeAndItStaysOffTheNetwork() throws IOException {
        tiny.write(folder);
        try (OnnxEncoder encoder = OnnxEncoder.open(folder, OnnxOptions.cpu())) {
            assertThat(encoder.dimensions()).isEqualTo(48);
        }
        // RPC is part of DJL's interface and does nothing unless it is asked for.
        assertThat(Engine.getAllEngines()).containsExactlyInAnyOrder("OnnxRuntime", "RPC");
        assertThat(Utils.isOfflineMode()).isTrue();
        assertThat(Utils.getEnvOrSystemProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    }

    private void assertRefused(OnnxOptions options, String sentence) {
        assertThatThrownBy(() -> OnnxEncoder.open(folder, options).close())
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining(sentence);
    }

    private void describe(String input, String output, int dimensions, Preprocessing preprocessing) throws IOException {
        EncoderDescription sound = tiny.description();
        tiny.write(
                folder,
                new EncoderDescription(
                        "tiny", sound.modelSha256(), input, output, dimensions, preprocessing, "Apache-2.0", "test"));
    }

    private static Preprocessing squashed(int side, Layout layout) {
        List<Float> threes = List.of(1f, 1f, 1f);
        return new Preprocessing(side, side, ResizeMode.SQUASH, 0, layout, ChannelOrder.RGB, threes, threes);
    }

    private static void fill(FloatBuffer slot, int seed) {
        Random random = new Random(seed);
        float[] pixel = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
        while (slot.hasRemaining()) {
            slot.put(pixel);
        }
    }

    private float[] expected(int seed) {
        Random random = new Random(seed);
        float[] pixel = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
        float[] features = new float[TinyModel.DIMENSIONS];
        for (int d = 0; d < features.length; d++) {
            for (int channel = 0; channel < 3; channel++) {
                features[d] += tiny.weights[d][channel] * pixel[channel];
            }
        }
        return features;
    }

    private static byte[] framedImage(int side, int frame, Color inside, Color outside) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(outside);
        graphics.fillRect(0, 0, side, side);
        graphics.setColor(inside);
        graphics.fillRect(frame, frame, side - 2 * frame, side - 2 * frame);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
