package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.e2e.CommandRunner.Ended;

/** The command on small drawn images, without an encoder: raw pixels tell the three colours apart. */
class EvaluateCommandTest {
    private static final List<String> CLASSES = List.of("blue", "green", "red");
    private static final int EACH = 12;

    @TempDir
    private static Path folder;

    private static Path images;

    @BeforeAll
    static void draw() throws IOException {
        images = folder.resolve("pictures");
        SplittableRandom random = new SplittableRandom(3);
        for (int label = 0; label < CLASSES.size(); label++) {
            Path home = Files.createDirectories(images.resolve(CLASSES.get(label)));
            for (int i = 0; i < EACH; i++) {
                BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
                Graphics2D graphics = image.createGraphics();
                for (int x = 0; x < 40; x += 5) {
                    int noise = random.nextInt(120);
                    graphics.setColor(
                            new Color(label == 2 ? 200 : noise, label == 1 ? 200 : noise, label == 0 ? 200 : noise));
                    graphics.fillRect(x, 0, 5, 30);
                }
                graphics.dispose();
                ImageIO.write(
                        image,
                        "png",
                        home.resolve("picture-%02d.png".formatted(i)).toFile());
            }
        }
    }

    private static Ended evaluate(Path source, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "evaluate", source.toString(), "--repeats=2", "--representations=pixels,pixels-pca4,pixels-lda2"));
        arguments.addAll(List.of(more));
        return CommandRunner.runWithoutSystem(arguments.toArray(String[]::new));
    }

    private static JsonNode report(Path source, String... more) throws IOException {
        Path json = Files.createTempFile(folder, "report", ".json");
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--json=" + json);
        Ended ended = evaluate(source, arguments.toArray(String[]::new));
        assertThat(ended.code()).describedAs(ended.err()).isZero();
        return new ObjectMapper().readTree(json.toFile());
    }

    @Test
    void goesByTheSettingsOfDecoding() {
        assertThat(evaluate(images, "--decode.max-side=39").err())
                .contains("left out: the picture is 40 x 30 pixels, limit 39 a side");
    }

    @Test
    void tellsColoursApartAndPrintsIt() {
        Ended ended = evaluate(images, "--fit=4", "--test=6");
        assertThat(ended.code()).describedAs(ended.err()).isZero();
        assertThat(ended.out())
                .contains(
                        "pictures: 36 pictures in 3 classes; 4 a class to fit, 6 to test, at random; 2 repeats, seed 0")
                .contains("pixels-lda2", "centroid-cosine", "1.0000 ± 0.0000", "NMI");
    }

    @Test
    void oneSeedIsOneResult() throws IOException {
        JsonNode one = report(images, "--fit=2", "--seed=5").get("representations");
        JsonNode other = report(images, "--fit=2", "--seed=5").get("representations");
        assertThat(one.get(1).get("classifiers")).isEqualTo(other.get(1).get("classifiers"));
    }

    @Test
    void classesCanBeChosenAndOrdered() throws IOException {
        JsonNode report = report(images, "--classes=red,blue");
        assertThat(report.get("classes").findValuesAsText("name")).containsExactly("red", "blue");
        assertThat(report.get("pictures").asInt()).isEqualTo(2 * EACH);
    }

    @Test
    void labelsComeFromATableWithSetsAndGroups() throws IOException {
        Path home = Files.createDirectories(folder.resolve("table"));
        StringBuilder table = new StringBuilder("path,set,label,part\n");
        for (int i = 0; i < EACH; i++) {
            for (String label : List.of("red", "blue")) {
                String name = label + i + ".png";
                Files.copy(images.resolve(label).resolve("picture-%02d.png".formatted(i)), home.resolve(name));
                table.append("%s,%s,%s,part-%d%n".formatted(name, i < 8 ? "train" : "other", label, i / 2));
            }
        }
        table.append("gone.png,train,red,part-9\n");
        Files.writeString(home.resolve("labels.csv"), table);

        assertThat(report(home, "--set=train", "--groups=part").get("pictures").asInt())
                .isEqualTo(16);
        assertThat(evaluate(home, "--set=train").err()).contains("labels.csv names 1 pictures that are not there");
        assertThat(evaluate(home, "--groups=lot").err())
                .contains("none named lot")
                .doesNotContain("\tat ");
    }

    @Test
    void brokenImagesAreNamedAndLeftOut() throws IOException {
        Path home = folder.resolve("broken");
        for (String label : List.of("red", "blue")) {
            Files.createDirectories(home.resolve(label));
            for (int i = 0; i < 4; i++) {
                Path from = images.resolve(label).resolve("picture-%02d.png".formatted(i));
                Files.copy(from, home.resolve(label).resolve(i + ".png"));
            }
        }
        Files.writeString(home.resolve("red").resolve("text.png"), "no picture");
        JsonNode report = report(home);
        assertThat(report.get("leftOut").get(0).get("path").asText()).isEqualTo("red/text.png");
        assertThat(report.get("pictures").asInt()).isEqualTo(8);
        assertThat(evaluate(home).err()).contains("red/text.png left out");
    }

    @Test
    void dividesAsAFileSays() throws IOException {
        Path split = folder.resolve("split.json");
        Files.writeString(split, """
                {"pictures": {"gallery": ["red/picture-00.png", "red/picture-01.png", "blue/picture-00.png",
                  "blue/picture-01.png"], "queries": ["red/picture-05.png", "blue/picture-05.png"]}}
                """);
        JsonNode report = report(images, "--classes=red,blue", "--split=" + split);
        assertThat(report.get("repeats").asInt()).isEqualTo(1);
        assertThat(report.get("classes").get(0).get("test").asInt()).isEqualTo(1);
        assertThat(evaluate(images, "--split=" + split, "--set=other").err()).isNotEmpty();
    }

    @Test
    void writesEveryFigureAndAPageThatLoadsNothing() throws IOException {
        Path csv = folder.resolve("figures.csv");
        Path html = folder.resolve("page.html");
        Ended ended = evaluate(images, "--csv=" + csv, "--html=" + html);
        assertThat(ended.code()).describedAs(ended.err()).isZero();
        assertThat(Files.readAllLines(csv))
                .contains("representation,dimensions,method,class,figure,mean,deviation,least,most,repeats")
                .anyMatch(line -> line.startsWith("pixels-lda2,2,centroid-euclidean,green,recall,1.000000,0.000000"))
                .anyMatch(line -> line.startsWith("pixels,3072,k-means,,nmi,"));
        assertThat(Files.readString(html))
                .contains("\"views\":[{\"name\":\"pixels-lda\"", "drawDeep")
                .doesNotContain("/*DATA*/", "<script src", "<link");
    }

    @Test
    void saysWhatIsWrongInOneSentence() {
        assertThat(evaluate(images, "--fit=12").err())
                .contains("the class blue has 12 pictures, must be at least 13")
                .doesNotContain("\tat ");
        assertThat(evaluate(images, "--classes=red,pink").err()).contains("has no picture of the class pink");
        assertThat(evaluate(images.resolve("red")).err()).contains("must be at least 2");
        assertThat(evaluate(images, "--set=x").err()).contains("there is no labels.csv");
        assertThat(evaluate(images, "--fit=-1").code()).isEqualTo(1);
    }
}
