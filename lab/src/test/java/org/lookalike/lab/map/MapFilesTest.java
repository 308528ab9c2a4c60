package org.lookalike.lab.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.admin.map.MapPoint;
import org.lookalike.admin.map.TestMap;
import org.lookalike.admin.map.Thumbnails;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.latent.map.Place;
import org.w3c.dom.Document;

class MapFilesTest {
    private static final List<MapPoint> POINTS = TestMap.points(100);

    @TempDir
    private static Path folder;

    private static long pageBytes;

    @BeforeAll
    static void write() {
        Thumbnails thumbnails = Thumbnails.of(POINTS, TestMap::image, DecodeLimits.defaults(), 64, 1_000_000);
        pageBytes = new MapFiles("A <title>", POINTS, List.of(), thumbnails, true).write(folder.resolve("made"));
    }

    @Test
    void theTableCanBeReadAgain() throws Exception {
        Path csv = folder.resolve("made/map.csv");

        assertThat(Files.readAllLines(csv)).hasSize(101).first().isEqualTo("name,uri,source,x,y,cluster,label");
        assertThat(MapCsv.places(csv))
                .hasSize(100)
                .containsEntry(
                        POINTS.get(17).name(),
                        new Place(POINTS.get(17).x(), POINTS.get(17).y()));
    }

    @Test
    void theTableHoldsFeaturesWhereAskedFor() throws Exception {
        List<float[]> features = List.of(new float[] {1, 2.5f}, new float[] {3, 4});

        new MapFiles("two", POINTS.subList(0, 2), features, Thumbnails.NONE, false).write(folder.resolve("features"));

        assertThat(Files.readString(folder.resolve("features/map.csv")))
                .contains(",label,features\n", ",\"[1.0,2.5]\"\n");
        assertThat(MapCsv.places(folder.resolve("features/map.csv"))).hasSize(2);
        assertThatThrownBy(() -> new MapFiles("one", POINTS, features, Thumbnails.NONE, false))
                .hasMessage("2 features for 100 points: must be one each or none");
    }

    @Test
    void thePngShowsColours() throws Exception {
        BufferedImage image = ImageIO.read(folder.resolve("made/map.png").toFile());

        assertThat(image.getWidth()).isEqualTo(1_920);
        assertThat(image.getHeight()).isEqualTo(1_200);
        long colours = Arrays.stream(image.getRGB(0, 0, 1_920, 1_200, null, 0, 1_920))
                .distinct()
                .count();
        assertThat(colours).isGreaterThan(100);
    }

    @Test
    void theSvgNamesEveryPointAndShowsThumbnails() throws Exception {
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("made/map.svg").toFile());

        assertThat(svg.getElementsByTagName("g").item(0).getChildNodes().getLength())
                .isGreaterThanOrEqualTo(100);
        assertThat(svg.getElementsByTagName("image").getLength()).isBetween(10, 100);
        assertThat(svg.getDocumentElement().getTextContent())
                .contains(POINTS.get(99).name(), "A <title>", "class <2> (25)", "none (25)");
    }

    @Test
    void thePageHoldsEveryPointWithItsImageAndNeedsNothingElse() throws Exception {
        String page = Files.readString(folder.resolve("made/map.html"));

        assertThat(page)
                .contains("<h1>A &lt;title&gt;</h1>", "default-src 'none'")
                .doesNotContain("http://", "{{");
        assertThat(pageBytes).isEqualTo(Files.size(folder.resolve("made/map.html")));
        JsonNode data = data(page);
        assertThat(data.get("points")).hasSize(100);
        JsonNode point = data.get("points").get(42);
        assertThat(point.get("n").asText()).isEqualTo(POINTS.get(42).name());
        assertThat(point.get("x").floatValue()).isEqualTo(POINTS.get(42).x());
        BufferedImage thumbnail =
                ImageIO.read(new ByteArrayInputStream(point.get("t").binaryValue()));
        assertThat(thumbnail.getWidth()).isEqualTo(64);
        assertThat(thumbnail.getHeight()).isEqualTo(32);
        assertThat(data.get("groupings")).hasSize(2);
        assertThat(data.get("groupings").get(0).get("title").asText()).isEqualTo("label");
        assertThat(data.get("groupings").get(1).get("of")).hasSize(100);
    }

    @Test
    void withoutThumbnailsThePageIsText() throws Exception {
        long bytes = MapFiles.of("plain", POINTS, Thumbnails.NONE).write(folder.resolve("plain"));

        assertThat(bytes).isLessThan(40_000);
        assertThat(data(Files.readString(folder.resolve("plain/map.html"))).findValue("t"))
                .isNull();
    }

    private static JsonNode data(String page) throws Exception {
        Matcher script = Pattern.compile("<script id=\"data\"[^>]*>(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(script.find()).isTrue();
        return new ObjectMapper().readTree(script.group(1));
    }
}
