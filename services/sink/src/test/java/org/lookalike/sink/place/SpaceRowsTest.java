package org.lookalike.sink.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;

final class SpaceRowsTest {
    private static final String ENCODER = "00112233445566aa";
    private static final int FEATURES = 40;
    private static final int DIMENSIONS = 6;

    private final Random random = new Random(5);
    private final Space space = Space.fitted(
            ENCODER,
            "vectors",
            LinearProjection.of(values(FEATURES), values(FEATURES * DIMENSIONS)),
            List.of(
                    new Cluster("one", values(DIMENSIONS), 1, 0, List.of()),
                    new Cluster("two", values(DIMENSIONS), 1, 0, List.of())),
            null);
    private final Map<Integer, String> refused = new TreeMap<>();

    @Test
    void placesImagesTogetherAsItWouldEachAlone() {
        List<EncodedImage> images = images(200);

        List<VectorRow> rows = rows(space, images);

        assertThat(rows).hasSize(200);
        for (int i = 0; i < rows.size(); i++) {
            VectorRow alone = images.get(i).in(space);
            assertThat(rows.get(i).id()).isEqualTo(alone.id());
            assertThat(rows.get(i).vector()).containsExactly(alone.vector(), within(1e-5f));
            assertThat(rows.get(i).membership().cluster())
                    .isEqualTo(alone.membership().cluster());
            assertThat(rows.get(i).membership().distance())
                    .isCloseTo(alone.membership().distance(), within(1e-5f));
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void anImageWithoutAPlaceIsRefusedAlone() {
        List<EncodedImage> images = images(5);
        images.set(1, image("at-the-mean", space.projection().orElseThrow().mean()));
        images.set(2, image("short", values(FEATURES - 1)));
        float[] enormous = values(FEATURES);
        enormous[3] = Float.MAX_VALUE;
        enormous[4] = -Float.MAX_VALUE;
        images.set(3, image("enormous", enormous));

        images.set(4, new EncodedImage("ffffffffffffffff", images.get(4).features()));

        List<VectorRow> rows = rows(space, images);

        assertThat(refused).containsKeys(1, 2, 4);
        assertThat(refused.get(4)).contains("picture-4", "encoder 'ffffffffffffffff'");
        assertThat(refused.get(1)).contains("at-the-mean");
        assertThat(refused.get(2)).contains("short", "39 features", "needs 40");
        assertThat(rows).extracting(VectorRow::id).contains("picture-0").doesNotContain("picture-4");
        assertThat(rows.size() + refused.size()).isEqualTo(5);
    }

    @Test
    void aRawSpaceTakesTheFeaturesAsTheyAre() {
        Space raw = Space.raw(ENCODER, FEATURES);
        List<EncodedImage> images = images(3);

        assertThat(rows(raw, images).get(2).vector())
                .containsExactly(images.get(2).in(raw).vector());
    }

    private List<VectorRow> rows(Space in, List<EncodedImage> images) {
        return new SpaceRows(in).of(images, (failure, index) -> refused.put(index, failure.getMessage()));
    }

    private List<EncodedImage> images(int count) {
        List<EncodedImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(image("picture-" + i, values(FEATURES)));
        }
        return images;
    }

    private static EncodedImage image(String id, float[] features) {
        return new EncodedImage(ENCODER, new VectorRow(id, features, "", Instant.EPOCH, "", "", Map.of()));
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
