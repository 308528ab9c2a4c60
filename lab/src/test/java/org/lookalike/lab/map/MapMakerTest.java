package org.lookalike.lab.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.admin.map.MapPoint;
import org.lookalike.admin.map.PointImage;
import org.lookalike.admin.map.TestMap;
import org.lookalike.latent.map.Place;
import org.lookalike.latent.map.TsneMonitor;
import org.lookalike.latent.map.TsneOptions;

class MapMakerTest {
    private static final List<PointImage> IMAGES = TestMap.images(120, 4);
    private static final TsneOptions OPTIONS =
            TsneOptions.defaults().withPerplexity(8).withIterations(200, 80);
    private static final MapMaker MAKER = new MapMaker(OPTIONS, TsneMonitor.NONE);

    @TempDir
    private Path folder;

    @Test
    void anEarlierMapIsBegunFromOrKept() {
        List<PointImage> some = IMAGES.subList(0, 100);
        MapMaker.Made first = MAKER.create(some);
        Map<String, Place> earlier = new HashMap<>();
        MapMaker.points(some, MapLabels.of(some, (id, cluster) -> null), first.positions())
                .forEach(point -> earlier.put(point.name(), new Place(point.x(), point.y())));

        MapMaker.Made kept = MAKER.place(IMAGES, earlier);
        MapMaker.Made grown = MAKER.from(IMAGES, earlier);

        assertThat(first.known()).isZero();
        assertThat(kept.known()).isEqualTo(100);
        assertThat(kept.summary()).isEqualTo("20 placed among 100");
        for (int i = 0; i < 100; i++) {
            assertThat(kept.positions().row(i)).isEqualTo(first.positions().row(i));
        }
        assertThat(grown.known()).isEqualTo(100);
        assertThat(grown.positions().count()).isEqualTo(120);
        assertThat(MAKER.place(some, earlier).positions()).isEqualTo(first.positions());
        assertThatThrownBy(() -> MAKER.from(IMAGES, Map.of("stranger", new Place(0, 0))))
                .hasMessageContaining("none of the 120 pictures is on the earlier map");
    }

    @Test
    void labelsAreThePublishersOrElseTheFolders() {
        List<String> labels = MapLabels.of(IMAGES, (id, cluster) -> null);

        assertThat(labels).hasSize(120).startsWith("own", "1", "2", "3", "0");
    }

    @Test
    void tablesThatAreNoMapsAreRefused() throws Exception {
        Path table = folder.resolve("table.csv");
        Files.writeString(table, "name,colour\na,red\n");
        Path broken = folder.resolve("broken.csv");
        Files.writeString(broken, "x,y,name\n1,2,a\n3,far,b\n");

        assertThatThrownBy(() -> MapCsv.places(table)).hasMessageContaining("must name the columns name, x and y");
        assertThatThrownBy(() -> MapCsv.places(broken)).hasMessageContaining("row 2 has no place, it is 3,far,b");
    }

    @Test
    void quotedCellsAreRead() {
        assertThat(MapCsv.cells("a,\"b,\"\"c\"\"\n\",\r\n,last"))
                .containsExactly(List.of("a", "b,\"c\"\n", ""), List.of("", "last"));
    }

    @Test
    void manyGroupsHaveColoursOfTheirOwn() {
        List<MapPoint> points = TestMap.points(60).stream()
                .map(point -> new MapPoint(point.name(), "", "", 0, 0, point.name(), ""))
                .toList();

        Grouping grouping = Grouping.telling(points);

        assertThat(grouping.title()).isEqualTo("cluster");
        assertThat(grouping.groups())
                .extracting(Grouping.Group::colour)
                .doesNotHaveDuplicates()
                .hasSize(60);
        assertThat(Grouping.byLabel(points).isEmpty()).isTrue();
    }
}
