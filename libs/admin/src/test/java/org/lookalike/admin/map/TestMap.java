package org.lookalike.admin.map;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lookalike.testkit.TestImages;

/** Points and images made up. */
public final class TestMap {
    private TestMap() {}

    /** Points in two clusters, of three labels, on a grid; some names need escaping. */
    public static List<MapPoint> points(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new MapPoint(
                        "line, 1/</script>\"picture\" %d.png".formatted(i),
                        "store:" + i,
                        "line, 1",
                        i % 10 + (i % 2) * 50,
                        i / 10f,
                        i % 2 == 0 ? "even" : "odd",
                        i % 4 == 3 ? "" : "class <" + i % 4 + ">"))
                .toList();
    }

    public static Optional<byte[]> image(MapPoint point) {
        return Optional.of(TestImages.png(point.name().hashCode(), 200, 100));
    }

    /** Images in groups of directions, to which they belong in turn. */
    public static List<PointImage> images(int count, int groups) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    float[] vector = new float[groups + 2];
                    vector[i % groups] = 10;
                    vector[groups] = (float) Math.sin(i);
                    vector[groups + 1] = (float) Math.cos(2.3 * i);
                    return new PointImage(
                            "source/%d/%03d.jpg".formatted(i % groups, i),
                            "store:" + i,
                            "source",
                            i == 0 ? Map.of("label", "own") : Map.of(),
                            "",
                            vector,
                            null);
                })
                .toList();
    }
}
