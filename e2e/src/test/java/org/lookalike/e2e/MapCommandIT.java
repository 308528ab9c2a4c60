package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.e2e.CommandRunner.Ended;
import org.lookalike.testkit.log.ExpectedLogs;

/** Maps of the demo images, by the running system. */
@EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
@ExpectedLogs({"Quarantine quarantined"})
class MapCommandIT {
    @TempDir
    private static Path folder;

    private static CommandRunner commands;
    private static int indexed;

    @BeforeAll
    static void index() throws Exception {
        indexed = SystemFixture.demo().indexed().size();
        commands = new CommandRunner(SystemFixture.shared().state());
    }

    @Test
    void aMapIsATableAPageAndDrawingsAndLaterOnesGrowFromIt() throws Exception {
        Path made = folder.resolve("made");
        Ended ended = commands.run("map", "--out=" + made, "--iterations=300", "--publish");

        assertThat(ended.err()).contains("drawing a map of");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("KL divergence", "after 300 iterations", "map.html has");
        List<String> lines = Files.readAllLines(made.resolve("map.csv"));
        assertThat(lines).hasSizeGreaterThan(indexed).first().isEqualTo("name,uri,source,x,y,cluster,label");
        BufferedImage image = ImageIO.read(made.resolve("map.png").toFile());
        assertThat(image.getHeight()).isEqualTo(1_200);
        String page = Files.readString(made.resolve("map.html"));
        assertThat(Pattern.compile("\\{\"n\":").matcher(page).results()).hasSize(lines.size() - 1);
        assertThat(Pattern.compile("\"t\":\"/9j/").matcher(page).results()).hasSizeGreaterThanOrEqualTo(indexed);
        assertThat(lines.stream().filter(line -> line.startsWith("demo/"))).hasSize(indexed);
        assertThat(lines.stream().filter(line -> line.startsWith("demo/images/glass/")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(",images/glass"));

        // Applications place images on it without a map of their own.
        String[] first = lines.get(1).split(",", -1);
        try (SearchClient client = SystemFixture.shared().searchClient()) {
            SearchResult.Place place = client.search(
                            SearchQuery.byImageId(first[0]).place().build())
                    .join()
                    .place();
            assertThat(ended.err()).contains("published as map " + place.mapId());
            assertThat(place.neighbours()).isPositive();
            assertThat(Math.hypot(place.x() - Float.parseFloat(first[3]), place.y() - Float.parseFloat(first[4])))
                    .as("near its own place")
                    .isLessThan(20);
        }

        // A part of it, as if the others were new.
        Path earlier = folder.resolve("earlier.csv");
        Files.write(earlier, lines.subList(0, lines.size() - 20));
        Ended placed = commands.run("map", "--out=" + folder.resolve("placed"), "--place=" + earlier);
        Ended grown = commands.run(
                "map",
                "--out=" + folder.resolve("grown"),
                "--from=" + earlier,
                "--iterations=50",
                "--features",
                "--page-megabytes=0");

        assertThat(placed.code()).isZero();
        assertThat(placed.out()).contains("20 placed among");
        assertThat(Files.readAllLines(folder.resolve("placed/map.csv")))
                .hasSameSizeAs(lines)
                .startsWith(lines.subList(0, lines.size() - 20).toArray(String[]::new));
        assertThat(grown.code()).isZero();
        assertThat(grown.err()).contains("known from the earlier map");
        assertThat(Files.readAllLines(folder.resolve("grown/map.csv")))
                .hasSameSizeAs(lines)
                .first()
                .asString()
                .endsWith(",label,features");
    }

    @Test
    void ofMoreThanTheLimitTheSameSampleIsTaken() throws Exception {
        List<Ended> both = List.of(
                commands.run("map", "--out=" + folder.resolve("one"), "--limit=100", "--iterations=20"),
                commands.run(
                        "map", "--out=" + folder.resolve("two"), "--limit=100", "--iterations=20", "--thumbnails"));

        assertThat(both).extracting(Ended::code).containsOnly(0);
        assertThat(both.get(0).err()).contains("a sample of about");
        assertThat(Files.readAllLines(folder.resolve("one/map.csv")))
                .hasSize(101)
                .isEqualTo(Files.readAllLines(folder.resolve("two/map.csv")));
        assertThat(folder.resolve("one/map.svg")).content().doesNotContain("<image");
        assertThat(folder.resolve("two/map.svg")).content().contains("<image");
    }

    @Test
    void mistakesAreOneSentenceEach() {
        List<Ended> mistakes = List.of(
                commands.run("map", "--out=" + folder.resolve("no"), "--perplexity=10000"),
                commands.run("map", "--out=" + folder.resolve("no"), "--from=a.csv", "--place=b.csv"),
                commands.run("map", "--out=" + folder.resolve("no"), "--space=nobody"));

        assertThat(mistakes).extracting(Ended::code).containsOnly(1);
        assertThat(mistakes.get(0).err()).contains("perplexity 10000.0 needs more than 30000.0 pictures");
        assertThat(mistakes.get(1).err()).contains("choose one");
        assertThat(mistakes.get(2).err()).contains("there is no space nobody");
        assertThat(folder.resolve("no")).doesNotExist();
    }
}
