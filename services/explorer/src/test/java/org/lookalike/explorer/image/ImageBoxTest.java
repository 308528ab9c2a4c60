package org.lookalike.explorer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.platform.failure.PermanentFailure;

final class ImageBoxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "1,2,3", "a,b,c,d", "0,0,0,0", "0.5,0.5,0.6,0.1", "-0.1,0,0.5,0.5", "0,0,NaN,1", "0,0,1,1,1"
            })
    void refusesWhatIsNoPart(String text) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> ImageBox.parse(text))
                .withMessageContaining("box");
    }

    /** The left half is red, the right half blue. */
    @Test
    void cutsOutThePartThatIsMeant() throws IOException {
        BufferedImage halves = new BufferedImage(400, 200, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 400; x++) {
                halves.setRGB(x, y, x < 200 ? 0xff0000 : 0x0000ff);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(halves, "png", png);

        byte[] part =
                new ImagePixels(DecodeLimits.defaults()).part(png.toByteArray(), ImageBox.parse("0.5,0.25,0.5,0.5"));

        BufferedImage cut = ImageIO.read(new ByteArrayInputStream(part));
        assertThat(cut.getWidth()).isEqualTo(200);
        assertThat(cut.getHeight()).isEqualTo(100);
        int middle = cut.getRGB(100, 50);
        assertThat(middle & 0xff).as("blue").isGreaterThan(200);
        assertThat(middle >> 16 & 0xff).as("red").isLessThan(50);
    }
}
