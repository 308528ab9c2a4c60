package org.lookalike.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;
import org.lookalike.platform.failure.PermanentFailure;

final class ImageEncoderTest {
    private static final ImageDecoder DECODER = new ImageDecoder(DecodeLimits.defaults());

    private final FirstPixelEncoder encoder = new FirstPixelEncoder();
    private final ImageEncoder images = new ImageEncoder(encoder, DECODER);

    @Test
    void encodesOneImageAfterAnotherInTheSameRoom() throws IOException {
        assertThat(images.encode(grey(10))).containsExactly(10, 10, 10);
        assertThat(images.encode(grey(250))).containsExactly(250, 250, 250);
        assertThat(encoder.batches).hasSize(2).allMatch(batch -> batch == encoder.batches.get(0));
        assertThat(images.encoderId()).isEqualTo(encoder.description().id());
    }

    @Test
    void passesOnWhyAnImageIsRefused() {
        assertThatThrownBy(() -> images.encode(new byte[] {1, 2, 3})).isInstanceOf(PermanentFailure.class);
        assertThat(encoder.batches).isEmpty();
    }

    private static byte[] grey(int level) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        int[] pixels = new int[40 * 30];
        Arrays.fill(pixels, level * 0x010101);
        image.setRGB(0, 0, 40, 30, pixels, 0, 40);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** Answers with the first pixel of each slot. */
    private static final class FirstPixelEncoder implements Encoder {
        private static final List<Float> ONES = List.of(1f, 1f, 1f);
        private static final Preprocessing PREPROCESSING =
                new Preprocessing(8, 8, ResizeMode.SQUASH, 0, Layout.NHWC, ChannelOrder.RGB, List.of(0f, 0f, 0f), ONES);

        private final List<EncoderBatch> batches = new ArrayList<>();

        @Override
        public EncoderDescription description() {
            return new EncoderDescription("fake", "00".repeat(32), "in", "out", 3, PREPROCESSING, "none", "here");
        }

        @Override
        public float[][] encode(EncoderBatch batch, int size) {
            batches.add(batch);
            float[][] rows = new float[size][3];
            for (int i = 0; i < size; i++) {
                batch.slot(i).get(rows[i]);
            }
            return rows;
        }

        @Override
        public void close() {}
    }
}
