package org.lookalike.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TinyPicturesTest {

    @Test
    void sameSeedGivesTheSamePicture() {
        assertThat(TinyPictures.png(1, 32, 24)).isEqualTo(TinyPictures.png(1, 32, 24));
        assertThat(TinyPictures.png(1, 32, 24)).isNotEqualTo(TinyPictures.png(2, 32, 24));
    }

    @Test
    void hasTheSizeAskedFor() throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(TinyPictures.jpeg(1, 32, 24)));

        assertThat(picture.getWidth()).isEqualTo(32);
        assertThat(picture.getHeight()).isEqualTo(24);
    }
}
