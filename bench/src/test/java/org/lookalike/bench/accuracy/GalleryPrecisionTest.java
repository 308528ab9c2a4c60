package org.lookalike.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.images.LabelledSet;

class GalleryPrecisionTest {
    private static final byte[] BYTES = {};

    @Test
    void countsWhatShareOfTheTenNearestHasTheQuerysClass() {
        // Twenty bolts and five nuts; what points where decides, not how far.
        List<BenchImage> gallery = new ArrayList<>();
        List<float[]> features = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            boolean bolt = i < 20;
            gallery.add(new BenchImage((bolt ? "parts/bolt/" : "parts/nut/") + i, BYTES));
            features.add(bolt ? new float[] {1 + i, 0.01f * i} : new float[] {0.01f * i, 1 + i});
        }
        List<BenchImage> queries = List.of(new BenchImage("parts/bolt/q", BYTES), new BenchImage("parts/nut/q", BYTES));
        features.add(new float[] {5, 0});
        features.add(new float[] {0, 5});

        double precision = GalleryPrecision.at10(new LabelledSet("parts", gallery, queries), features);

        // The bolt finds ten bolts, the nut the five nuts first and then bolts.
        assertThat(precision).isCloseTo((1 + 0.5) / 2, within(1e-9));
    }

    @Test
    void thinningKeepsEachSoManyThOfBothHalves() {
        List<BenchImage> images = IntStream.range(0, 7)
                .mapToObj(i -> new BenchImage("set/class/" + i, BYTES))
                .toList();

        LabelledSet thinned = new LabelledSet("set", images, images).thinned("some", 3);

        assertThat(thinned.name()).isEqualTo("some");
        assertThat(thinned.gallery())
                .extracting(BenchImage::name)
                .containsExactly("set/class/0", "set/class/3", "set/class/6");
        assertThat(thinned.all()).hasSize(6);
    }
}
