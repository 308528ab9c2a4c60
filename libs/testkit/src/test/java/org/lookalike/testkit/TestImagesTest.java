package org.lookalike.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TestImagesTest {

    @Test
    void sameSeedGivesTheSameImage() {
        assertThat(TestImages.png(1, 32, 24)).isEqualTo(TestImages.png(1, 32, 24));
        assertThat(TestImages.png(1, 32, 24)).isNotEqualTo(TestImages.png(2, 32, 24));
    }

    @Test
    void hasTheSizeAskedFor() throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(TestImages.jpeg(1, 32, 24)));

        assertThat(image.getWidth()).isEqualTo(32);
        assertThat(image.getHeight()).isEqualTo(24);
    }
}
