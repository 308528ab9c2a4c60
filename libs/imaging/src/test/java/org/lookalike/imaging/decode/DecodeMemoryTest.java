package org.lookalike.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

class DecodeMemoryTest {
    private static final int SIDE = 100;
    private static final int PIXELS = SIDE * SIDE;

    @Test
    void sixteenBitsWithAlphaAreEightBytesAPixelBeforeTheResultAndItsUprightCopy() throws IOException {
        assertThat(memory(png16WithAlpha())).isEqualTo(8 * PIXELS + 2 * 3 * PIXELS);
    }

    @Test
    void theResultIsCountedAsItIsReduced() throws IOException {
        ByteView view = new ByteView(written("png", BufferedImage.TYPE_3BYTE_BGR));

        assertThat(DecodeMemory.of(PngStructure.readWhole(view), 4)).isEqualTo(3 * PIXELS + 2 * 3 * 25 * 25);
    }

    @Test
    void aJpegThatShrinksWhileItIsDecodedHoldsNothingOfItsFullSize() throws IOException {
        ByteView view = new ByteView(written("jpeg", BufferedImage.TYPE_3BYTE_BGR));
        JpegStructure jpeg = JpegStructure.readWhole(view);

        assertThat(DecodeMemory.ofNative(jpeg, 4)).isEqualTo(3 * 3 * 25 * 25);
    }

    @Test
    void whatCannotFitIsRefusedNamingTheLimit() throws IOException {
        byte[] image = png16WithAlpha();
        int needed = 14 * PIXELS;

        assertThat(decoder(needed).decode(image, 8).width()).isPositive();
        assertThatThrownBy(() -> decoder(PIXELS).decode(image, SIDE))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.IMAGE_TOO_MUCH_MEMORY))
                .hasMessageContaining("limit " + PIXELS);
    }

    @Test
    void memoryIsFreeAgainAfterEachImageAlsoABrokenOne() throws IOException {
        ImageDecoder decoder = decoder(14 * PIXELS);
        decoder.decode(png16WithAlpha(), SIDE);
        byte[] broken = written("jpeg", BufferedImage.TYPE_3BYTE_BGR);
        broken[broken.length / 2] = (byte) 0xff;
        try {
            decoder.decode(broken, SIDE);
        } catch (PermanentFailure e) {
            assertThat(e.code()).isNotNull();
        }

        assertThat(decoder.heldMemory()).isZero();
    }

    private static long memory(byte[] image) {
        return DecodeMemory.of(PngStructure.readWhole(new ByteView(image)), 1);
    }

    private static ImageDecoder decoder(long maxMemory) {
        return new ImageDecoder(
                new DecodeLimits(
                        1 << 20, PIXELS, SIDE, Duration.ofSeconds(10), maxMemory, HighBitDepth.SIGNIFICANT_BITS),
                Optional.empty(),
                System::nanoTime);
    }

    private static byte[] png16WithAlpha() throws IOException {
        var model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                BufferedImage.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, SIDE, SIDE, 4, new Point());
        return written("png", new BufferedImage(model, raster, false, null));
    }

    private static byte[] written(String format, int type) throws IOException {
        return written(format, new BufferedImage(SIDE, SIDE, type));
    }

    private static byte[] written(String format, BufferedImage image) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }
}
