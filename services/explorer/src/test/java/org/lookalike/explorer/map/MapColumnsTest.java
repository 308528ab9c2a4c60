package org.lookalike.explorer.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.explorer.catalogue.CatalogueSnapshot;
import org.lookalike.explorer.catalogue.CataloguedImage;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.spaces.map.ImageMap;

final class MapColumnsTest {
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");

    private final ImageMap map = ImageMap.of(
            "m",
            Map.of(
                    "a", new ImageMap.Place("m", -10, 0),
                    "b", new ImageMap.Place("m", 10, 5),
                    "c", new ImageMap.Place("m", 0, 2.5f),
                    "gone", new ImageMap.Place("m", 0, 0)));
    private final CatalogueSnapshot catalogue = new CatalogueSnapshot(
            "space",
            true,
            4,
            List.of(
                    image("a", "line-1", "x", 0),
                    image("b", "line-2", "", 60),
                    image("c", "line-1", "y", 120),
                    image("not on the map", "line-3", "z", 0)));

    @Test
    void aPictureTakesTwelveBytesInTheOrderOfHashes() {
        MapColumns columns = MapColumns.of(map, catalogue);

        assertThat(columns.images()).extracting(CataloguedImage::imageId).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(columns.images().stream()
                        .map(image -> SampleHash.of(image.imageId()) ^ Long.MIN_VALUE)
                        .toList())
                .isSorted();
        assertThat(columns.bytes()).hasSize(12 * 3);
        assertThat(columns.sources()).containsExactly("line-1", "line-2");
        assertThat(columns.clusters()).containsExactly("x", "y");
        assertThat(columns.epochSeconds()).isEqualTo(TIME.getEpochSecond());
        ByteBuffer bytes = ByteBuffer.wrap(columns.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int point = 0; point < 3; point++) {
            int x = bytes.getShort(2 * point) & 0xffff;
            int y = bytes.getShort(6 + 2 * point) & 0xffff;
            int cluster = bytes.getShort(12 + 2 * point) & 0xffff;
            int source = bytes.getShort(18 + 2 * point) & 0xffff;
            int time = bytes.getInt(24 + 4 * point);
            String told = "%d %d %d %d %d".formatted(x, y, cluster, source, time);
            assertThat(told)
                    .isEqualTo(
                            switch (columns.images().get(point).imageId()) {
                                case "a" -> "0 0 0 0 0";
                                case "b" -> "65535 65535 65535 1 60";
                                default -> "32768 32768 1 0 120";
                            });
        }
    }

    @Test
    void theFirstPointsAreASampleOfAll() {
        Map<String, ImageMap.Place> places = new HashMap<>();
        List<CataloguedImage> images = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            places.put("p" + i, new ImageMap.Place("m", i, i));
            images.add(image("p" + i, "line", "", i));
        }

        MapColumns columns = MapColumns.of(ImageMap.of("m", places), new CatalogueSnapshot("s", true, 50, images));

        assertThat(columns.images().stream()
                        .map(image -> SampleHash.of(image.imageId()) ^ Long.MIN_VALUE)
                        .toList())
                .hasSize(50)
                .isSorted();
    }

    @Test
    void theKeyChangesWithThePicturesAndTheMapAndNothingElse() {
        String key = MapColumns.of(map, catalogue).key();

        assertThat(MapColumns.of(map, catalogue).key()).isEqualTo(key);
        CatalogueSnapshot fewer = new CatalogueSnapshot("space", true, 1, List.of(image("a", "line-1", "x", 0)));
        assertThat(MapColumns.of(map, fewer).key()).isNotEqualTo(key);
    }

    @Test
    void labelsAreAColumnOfTheirOwn() {
        MapColumns columns = MapColumns.of(map, catalogue);

        byte[] labels =
                columns.labels(List.of("bolt", "nut"), image -> image.imageId().equals("a") ? "nut" : null);

        ByteBuffer bytes = ByteBuffer.wrap(labels).order(ByteOrder.LITTLE_ENDIAN);
        for (CataloguedImage image : columns.images()) {
            assertThat(bytes.getShort() & 0xffff).isEqualTo(image.imageId().equals("a") ? 1 : MapColumns.NONE);
        }
    }

    @Test
    void columnsBeginAtAMultipleOfFour() {
        byte[] framed = MapColumns.framed("{\"ü\":1}", new byte[] {7});

        int length = ByteBuffer.wrap(framed).order(ByteOrder.LITTLE_ENDIAN).getInt();
        assertThat(length % 4).isZero();
        assertThat(new String(framed, 4, length, StandardCharsets.UTF_8).strip())
                .isEqualTo("{\"ü\":1}");
        assertThat(framed[4 + length]).isEqualTo((byte) 7);
    }

    @Test
    void aMapWithoutKnownPicturesIsEmpty() {
        assertThat(MapColumns.of(ImageMap.none(), catalogue).images()).isEmpty();
    }

    private static CataloguedImage image(String id, String source, String cluster, int seconds) {
        return new CataloguedImage(id, source, TIME.plusSeconds(seconds), Map.of(), cluster);
    }
}
