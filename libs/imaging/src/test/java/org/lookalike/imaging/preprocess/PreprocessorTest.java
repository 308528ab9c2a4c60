package org.lookalike.imaging.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.imaging.decode.DecodedImage;

final class PreprocessorTest {
    private static final List<Float> ZEROS = List.of(0f, 0f, 0f);
    private static final List<Float> ONES = List.of(1f, 1f, 1f);

    @Test
    void writesPlanesOrInterleavedInEitherChannelOrder() {
        DecodedImage image = image(2, 1, 10, 20, 30, 40, 50, 60);
        assertThat(apply(image, squash(2, 1, Layout.NCHW, ChannelOrder.RGB))).containsExactly(10, 40, 20, 50, 30, 60);
        assertThat(apply(image, squash(2, 1, Layout.NCHW, ChannelOrder.BGR))).containsExactly(30, 60, 20, 50, 10, 40);
        assertThat(apply(image, squash(2, 1, Layout.NHWC, ChannelOrder.RGB))).containsExactly(10, 20, 30, 40, 50, 60);
        assertThat(apply(image, squash(2, 1, Layout.NHWC, ChannelOrder.BGR))).containsExactly(30, 20, 10, 60, 50, 40);
    }

    @Test
    void normalisesEachChannelInTheOrderOfTheChannels() {
        var preprocessing = new Preprocessing(
                1, 1, ResizeMode.SQUASH, 0, Layout.NCHW, ChannelOrder.BGR, List.of(1f, 2f, 3f), List.of(2f, 4f, 8f));
        float[] actual = apply(image(1, 1, 10, 20, 255), preprocessing);
        assertThat(actual).containsExactly((255 - 1f) / 2, (20 - 2f) / 4, (10 - 3f) / 8);
    }

    @Test
    void averagesOverATriangleAsWideAsTwoTargetPixels() {
        // Each target pixel of four source pixels: weights 1 3 3 1 before the edges are cut off, that is 3 3 1 of 7.
        float[] actual = apply(grey(4, 1, 0, 70, 140, 210), squash(2, 1, Layout.NHWC, ChannelOrder.RGB));
        assertThat(actual[0]).isEqualTo(50f);
        assertThat(actual[3]).isEqualTo(160f);
    }

    @Test
    void interpolatesWhenEnlarging() {
        float[] actual = apply(grey(2, 1, 0, 100), squash(4, 1, Layout.NHWC, ChannelOrder.RGB));
        assertThat(new float[] {actual[0], actual[3], actual[6], actual[9]}).containsExactly(0, 25, 75, 100);
    }

    @Test
    void keepsExtremes() {
        int[] white = new int[37 * 41];
        Arrays.fill(white, 255);
        float[] actual = apply(grey(37, 41, white), squash(16, 16, Layout.NCHW, ChannelOrder.RGB));
        assertThat(actual).containsOnly(255f);
    }

    @Test
    void cutsOutTheMiddleOfTheScaledImage() {
        var crop = new Preprocessing(2, 2, ResizeMode.CENTER_CROP, 2, Layout.NHWC, ChannelOrder.RGB, ZEROS, ONES);
        float[] wide = apply(grey(6, 2, 1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16), crop);
        assertThat(new float[] {wide[0], wide[3], wide[6], wide[9]}).containsExactly(3, 4, 13, 14);
        float[] tall = apply(grey(2, 6, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), crop);
        assertThat(new float[] {tall[0], tall[3], tall[6], tall[9]}).containsExactly(5, 6, 7, 8);
    }

    @Test
    void cropsTheSameAsScalingAndCuttingSeparately() {
        int[] levels = new int[90 * 60];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (i * 37) % 256;
        }
        DecodedImage image = grey(90, 60, levels);
        var crop = new Preprocessing(24, 24, ResizeMode.CENTER_CROP, 32, Layout.NHWC, ChannelOrder.RGB, ZEROS, ONES);
        float[] cropped = apply(image, crop);
        float[] scaled = apply(image, squash(48, 32, Layout.NHWC, ChannelOrder.RGB));
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 24; x++) {
                assertThat(cropped[3 * (y * 24 + x)]).isCloseTo(scaled[3 * ((y + 4) * 48 + x + 12)], within(0f));
            }
        }
    }

    @Test
    void writesAtTheBuffersPositionAndLeavesItThere() {
        FloatBuffer target = ByteBuffer.allocateDirect(36)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .position(3);
        new Preprocessor(squash(1, 1, Layout.NCHW, ChannelOrder.RGB)).apply(image(1, 1, 7, 8, 9), target);
        assertThat(target.position()).isEqualTo(3);
        float[] all = new float[9];
        target.get(0, all);
        assertThat(all).containsExactly(0, 0, 0, 7, 8, 9, 0, 0, 0);
    }

    @Test
    void rejectsABufferWithoutRoomNamingBothSizes() {
        var preprocessor = new Preprocessor(squash(2, 2, Layout.NCHW, ChannelOrder.RGB));
        FloatBuffer small = FloatBuffer.allocate(11);
        assertThatThrownBy(() -> preprocessor.apply(image(1, 1, 7, 8, 9), small))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12")
                .hasMessageContaining("11");
    }

    @Test
    void servesImagesOfDifferentSizesInTurn() {
        var preprocessor = new Preprocessor(squash(1, 1, Layout.NCHW, ChannelOrder.RGB));
        FloatBuffer target = FloatBuffer.allocate(3);
        preprocessor.apply(grey(3, 2, 5, 5, 5, 5, 5, 5), target);
        preprocessor.apply(grey(1, 1, 9), target);
        assertThat(target.get(0)).isEqualTo(9f);
        preprocessor.apply(grey(2, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6), target);
        assertThat(target.get(0)).isEqualTo(6f);
    }

    private static Preprocessing squash(int width, int height, Layout layout, ChannelOrder order) {
        return new Preprocessing(width, height, ResizeMode.SQUASH, 0, layout, order, ZEROS, ONES);
    }

    private static float[] apply(DecodedImage image, Preprocessing preprocessing) {
        FloatBuffer target = FloatBuffer.allocate(preprocessing.elements());
        new Preprocessor(preprocessing).apply(image, target);
        return target.array();
    }

    private static DecodedImage grey(int width, int height, int... levels) {
        int[] samples = new int[3 * levels.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = levels[i / 3];
        }
        return image(width, height, samples);
    }

    private static DecodedImage image(int width, int height, int... samples) {
        byte[] rgb = new byte[samples.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) samples[i];
        }
        return new DecodedImage("image/png", width, height, width, height, rgb);
    }
}
