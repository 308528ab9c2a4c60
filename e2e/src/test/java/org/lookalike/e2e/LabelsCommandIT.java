package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.e2e.CommandRunner.Ended;
import org.lookalike.events.ImageVector;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Features;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;

/**
 * Labels by the commands in the running system, in a space with two clusters: images that are nearly black, and bright
 * ones. The test defines the space itself, so that nothing has to wait for a refit.
 */
class LabelsCommandIT {
    private static final String SOURCE = "labelled";
    private static final int EACH = 12;
    private static final int SIDE = 48;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Pattern SAMPLE_LINE = Pattern.compile("^  (\\S+) +(\\S+)  (\\S+)", Pattern.MULTILINE);

    @TempDir
    private static Path folder;

    private static SystemFixture system;
    private static CommandRunner commands;
    private static Space space;

    @BeforeAll
    static void define() throws Exception {
        Path images = Files.createDirectory(folder.resolve("pictures"));
        for (int number = 0; number < EACH; number++) {
            write(images.resolve("dark-%02d.png".formatted(number)), number, 0);
            write(images.resolve("light-%02d.png".formatted(number)), number, 200);
        }
        system = SystemFixture.start(folder.resolve("state"));
        commands = new CommandRunner(system.state());
        assertThat(system.index(images, SOURCE, false).indexed()).hasSize(2 * EACH);
        space = fitted(0, new Cluster("light", new float[] {1, 0}, EACH, 0, List.of()), cluster("dark", List.of()));
        activate(space);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void aWholeClusterIsCalledWhatAHandfulOfItIs() throws Exception {
        Ended labelled = commands.run("clusters", "label", "light", "--looks=6", "--all=bright part");

        assertThat(labelled.err()).doesNotContain("lookalike:");
        assertThat(labelled.code()).isZero();
        assertThat(labelled.out())
                .contains(
                        "CENTRE",
                        "EDGE",
                        "cluster light: bright part, by 6 of 6 sampled pictures",
                        "of its 12 pictures");
        assertThat(SAMPLE_LINE.matcher(labelled.out()).results()).allSatisfy(line -> {
            assertThat(line.group(2)).startsWith(SOURCE + "/light-");
            assertThat(Path.of(line.group(3))).isRegularFile();
        });
        await().atMost(TIMEOUT).until(() -> called("bright part") == EACH);
        Ended filtered = commands.run("search", image("dark", 0), "-k", "30", "--label=bright part");
        assertThat(hits(filtered)).hasSize(EACH).allMatch(line -> line.contains("light-"));
        for (String option : List.of("--without-label=bright part", "--unlabelled")) {
            assertThat(hits(commands.run("search", image("light", 0), "-k", "30", option)))
                    .as(option)
                    .hasSize(EACH)
                    .allMatch(line -> line.contains("dark-"));
        }
        assertThat(commands.run("clusters").out()).containsPattern("light +bright part +12");
        assertThat(commands.run("labels").out()).containsPattern("bright part +6 +1 +-");
        assertThat(commands.run("labels", "list", "--label=bright part").out())
                .contains("6 of 6 sampled pictures, purity at least", System.getProperty("user.name"));
        Path csv = folder.resolve("vectors.csv");
        assertThat(commands.run("export", "vectors", "--output=" + csv).code()).isZero();
        assertThat(Files.readAllLines(csv))
                .filteredOn(row -> row.contains(",bright part,"))
                .hasSize(EACH);
        Path clusters = folder.resolve("clusters.csv");
        assertThat(commands.run("export", "clusters", "--output=" + clusters).code())
                .isZero();
        assertThat(clusters).content().contains("light,%s,bright part,12".formatted(space.id()));

        Ended undone = commands.run("clusters", "unlabel", "light", "--looks");

        assertThat(undone.out()).contains("cluster light is not called bright part any more");
        await().atMost(TIMEOUT).until(() -> called("bright part") == 0);
        assertThat(commands.run("clusters", "unlabel", "light").out()).contains("has no label of its own");
    }

    @Test
    void anImagesOwnLabelWinsUntilItIsTakenBack() {
        assertThat(commands.run("clusters", "label", "dark", "--all=shadow").code())
                .isZero();
        await().atMost(TIMEOUT).until(() -> called("shadow") == EACH);

        assertThat(commands.run("labels", "set", image("dark", 3), image("dark", 4), "--as=ghost")
                        .out())
                .contains("2 pictures called ghost");
        await().atMost(TIMEOUT).until(() -> called("ghost") == 2 && called("shadow") == EACH - 2);
        assertThat(commands.run("labels", "undo", image("dark", 3), image("dark", 4))
                        .code())
                .isZero();
        await().atMost(TIMEOUT).until(() -> called("shadow") == EACH);

        assertThat(commands.run("clusters", "unlabel", "dark", "--looks").code())
                .isZero();
        await().atMost(TIMEOUT).until(() -> called("shadow") == 0);
    }

    @Test
    void labelsOfClustersGoOnOverARefitAndAreHandedDown() throws Exception {
        assertThat(commands.run("clusters", "label", "light", "--all=day").code())
                .isZero();
        assertThat(commands.run("clusters", "label", "dark", "--all=night").code())
                .isZero();
        assertThat(commands.run("labels", "list", "--label=day").out()).contains("cluster  light");
        try {
            activate(fitted(
                    0.1f,
                    new Cluster("light", new float[] {1, 0}, EACH, 0, List.of()),
                    cluster("gloom", List.of("dark"))));

            await().atMost(TIMEOUT).until(() -> called("day") == EACH && called("night") == EACH);
            assertThat(commands.run("clusters").out())
                    .containsPattern("light +day ")
                    .containsPattern("gloom +night ");
        } finally {
            activate(space);
            commands.run("clusters", "unlabel", "light", "--looks");
            commands.run("clusters", "unlabel", "dark", "--looks");
        }
        await().atMost(TIMEOUT).until(() -> called("day") == 0 && called("night") == 0);
    }

    @Test
    void theLooksAreAskedOneByOneWhereNothingAnswersThem() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("  typed in \n".repeat(20).getBytes(StandardCharsets.UTF_8)));
            Ended asked = commands.run("clusters", "label", "light");

            assertThat(asked.code()).isZero();
            assertThat(asked.err()).contains("what is it?", "it is: ");
            assertThat(asked.out()).contains("cluster light: typed in, by 5 of 5 sampled pictures");
            System.setIn(InputStream.nullInputStream());
            assertThat(commands.run("clusters", "label", "dark").err()).contains("nothing was answered");
        } finally {
            System.setIn(before);
            commands.run("clusters", "unlabel", "light", "--looks");
        }
    }

    @Test
    void nothingIsLabelledThatTheAnswersDoNotCarry() {
        Ended shown = commands.run("clusters", "label", "dark", "--dry-run");
        String first = SAMPLE_LINE
                .matcher(shown.out())
                .results()
                .findFirst()
                .orElseThrow()
                .group(2);
        Ended torn =
                commands.run("clusters", "label", "dark", "--all=a", "--answer=" + first + "=b", "--min-purity=0.9");
        Ended other = commands.run("clusters", "label", "dark", "--answer=labelled/light-00.png=a");

        assertThat(shown.code()).isZero();
        assertThat(torn.code()).isEqualTo(1);
        assertThat(torn.out()).contains("cluster dark: a, by 4 of 5 sampled pictures");
        assertThat(torn.err()).contains("is below --min-purity=0.9");
        assertThat(other.err()).contains("is about none of the pictures to look at");
        assertThat(commands.run("clusters", "label", "nobody").err()).contains("no cluster 'nobody'");
        assertThat(commands.run("labels", "list", "--label=a").out().lines()).hasSize(1);
    }

    @Test
    void anImageIsRecognisedByTheClassesThatAFileEnrolled() throws Exception {
        Path file = folder.resolve("labels.csv");
        StringBuilder rows = new StringBuilder("imageId,label\n");
        for (int number = 0; number < EACH - 1; number++) {
            rows.append(
                    "%s,\"class, dark\"%n%s,class light%n".formatted(image("dark", number), image("light", number)));
        }
        Files.writeString(file, rows);
        String unknown = folder.resolve("pictures/light-11.png").toString();

        assertThat(commands.run("labels", "import", file.toString()).out()).contains("22 pictures of 2 classes");
        await().atMost(TIMEOUT)
                .until(() -> verdict(unknown).get("label").asText().equals("class light"));

        JsonNode verdict = verdict(unknown);
        assertThat(verdict.get("nearestImageId").asText()).startsWith(SOURCE + "/light-");
        assertThat(verdict.get("templates").asInt()).isEqualTo(EACH - 1);
        Ended text = commands.run("recognise", unknown, "--false-match-rate=0.05");
        assertThat(text.code()).isZero();
        assertThat(text.out()).contains("for class light", "false-match rate of 0.05", "why ");
        assertThat(commands.run("search", unknown, "--recognise").out()).contains(" class light ");
        assertThat(commands.run("labels", "rate", "class light", "0.002").code())
                .isZero();
        assertThat(commands.run("labels").out()).containsPattern("class light +11 +0 +0.002");
        assertThat(commands.run("labels", "rate", "class light").code()).isZero();
        assertThat(commands.run("labels").out()).containsPattern("class light +11 +0 +-");

        String[] undo = new String[2 + 2 * (EACH - 1)];
        undo[0] = "labels";
        undo[1] = "undo";
        for (int number = 0; number < EACH - 1; number++) {
            undo[2 + 2 * number] = image("dark", number);
            undo[3 + 2 * number] = image("light", number);
        }
        assertThat(commands.run(undo).code()).isZero();
        await().atMost(TIMEOUT).until(() -> called("class light") == 0);
    }

    @Test
    void searchesMayHaveExamplesAndFoldWhatTheyFind() {
        Ended mixed = commands.run(
                "search",
                "--like=" + folder.resolve("pictures/light-01.png"),
                "--like=" + image("light", 2),
                "--unlike=" + image("dark", 1),
                "--unlike-weight=0.5",
                "-k=30");
        Ended collapsed = commands.run("search", image("light", 0), "-k=30", "--collapse=24h:0.5");
        Ended nothing = commands.run("search");

        assertThat(hits(mixed)).noneMatch(line -> line.contains("light-01.png") || line.contains("light-02.png"));
        assertThat(hits(mixed).get(0)).contains("light-");
        assertThat(mixed.out()).contains(", and not like " + image("dark", 1));
        assertThat(collapsed.code()).isZero();
        assertThat(hits(collapsed)).hasSizeLessThan(2 * EACH - 1);
        assertThat(collapsed.out()).contains("more of the burst: " + SOURCE);
        assertThat(hits(commands.run("search", image("light", 0), "-k=30", "--group-by=nothing:2")))
                .hasSize(2 * EACH - 1);
        assertThat(nothing.err()).contains("say what to look for");
    }

    private static String image(String kind, int number) {
        return "%s/%s-%02d.png".formatted(SOURCE, kind, number);
    }

    /** How many of all images are called this. */
    private static long called(String label) {
        Ended all =
                commands.run("search", folder.resolve("pictures/dark-00.png").toString(), "-k=30", "--include-query");
        return hits(all).stream()
                .filter(line -> line.contains("[" + label + "]") || line.contains("[" + label + ", its cluster]"))
                .count();
    }

    private static List<String> hits(Ended search) {
        return search.out()
                .lines()
                .filter(line -> line.matches(" +\\d+  -?\\d\\.\\d{4}  .*"))
                .toList();
    }

    private static JsonNode verdict(String file) throws IOException {
        return new ObjectMapper()
                .readTree(commands.run("recognise", file, "--json").out());
    }

    private static Cluster cluster(String id, List<String> parents) {
        return new Cluster(id, new float[] {-1, 0}, EACH, 0, List.of(), parents);
    }

    /** Along the line from the dark images to the light ones, and along another. */
    private static Space fitted(float tilt, Cluster... clusters) {
        Map<Boolean, List<float[]>> features = features().entrySet().stream()
                .collect(Collectors.partitioningBy(
                        entry -> entry.getKey().contains("/light-"),
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        float[] dark = mean(features.get(false));
        float[] light = mean(features.get(true));
        int dimensions = dark.length;
        float[] basis = new float[2 * dimensions];
        double length = 0;
        for (int i = 0; i < dimensions; i++) {
            basis[i] = light[i] - dark[i];
            basis[dimensions + i] = features.get(true).get(0)[i] - light[i] + tilt * basis[i];
            length += basis[i] * basis[i];
        }
        float scale = (float) (1 / Math.sqrt(length));
        for (int i = 0; i < basis.length; i++) {
            basis[i] *= scale;
        }
        return Space.fitted(
                system.space().encoderId(),
                Topics.VECTORS.name(),
                LinearProjection.of(mean(List.of(dark, light)), basis),
                List.of(clusters),
                null);
    }

    private static Map<String, float[]> features() {
        KafkaConfig kafka = system.kafka();
        Map<String, float[]> features = new TreeMap<>();
        try (TopicInspector vectors = new TopicInspector(system.clients(), Topics.VECTORS);
                AvroCodec codec = new AvroCodec(kafka.registryUrl(), false)) {
            vectors.readRecords().forEach(record -> {
                ImageVector vector = codec.decode(Topics.VECTORS, record.value());
                features.put(vector.getImageId(), Features.of(vector));
            });
        }
        return features;
    }

    private static float[] mean(List<float[]> vectors) {
        float[] mean = new float[vectors.get(0).length];
        for (float[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / vectors.size();
            }
        }
        return mean;
    }

    /** Publishes a space where it is new, and waits until it answers. */
    private static void activate(Space wanted) throws Exception {
        KafkaConfig kafka = system.kafka();
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false);
                Producer<byte[], byte[]> producer = system.clients().producer("test")) {
            producer.send(new SpaceRecords(codec, InstantSource.system()).of(wanted))
                    .get();
        }
        await().atMost(TIMEOUT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> commands.run("spaces", "activate", wanted.id()).code() == 0);
        await().atMost(TIMEOUT)
                .until(() -> commands.run("search", image("dark", 0)).out().contains("space " + wanted.id()));
    }

    private static void write(Path file, int seed, int brightness) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                image.setRGB(x, y, 0x010101 * (brightness + random.nextInt(10 + 2 * seed)));
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }
}
