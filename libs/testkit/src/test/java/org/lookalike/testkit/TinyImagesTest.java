package org.lookalike.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TinyImagesTest {

    @Test
    void sameSeedGivesTheSameImage() {
        assertThat(TinyImages.png(1, 32, 24)).isEqualTo(TinyImages.png(1, 32, 24));
        assertThat(TinyImages.png(1, 32, 24)).isNotEqualTo(TinyImages.png(2, 32, 24));
    }

    @Test
    void hasTheSizeAskedFor() throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(TinyImages.jpeg(1, 32, 24)));

        assertThat(image.getWidth()).isEqualTo(32);
        assertThat(image.getHeight()).isEqualTo(24);
    }
}
