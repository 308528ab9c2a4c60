package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.e2e.CommandRunner.Ended;
import org.lookalike.embedder.Embedder;
import org.lookalike.embedder.EmbedderConfig;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.prepare.EncoderPreparation;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.schemas.Topics;
import org.lookalike.simulation.InspectionLine;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.testkit.SharedData;
import org.lookalike.vectorstore.VectorStore;

/**
 * A second real encoder embeds everything again beside the first, answers in its place, gives the place back and is taken
 * away, all while searches and images come.
 */
@EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
class EncoderUpgradeIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final String TOPIC = "vectors.next";
    private static final String GROUP = "embedder-next";
    private static final String SOURCE = "line-1";
    private static final int IMAGES = 300;
    private static final int SHORT_SIDE = 256;
    private static final int LATE = 5;
    private static final int LATE_SEED = 21;
    /** Searches that may be under way, or not know yet, when a switch is readable. */
    private static final long SWITCHING = 20;

    @TempDir
    private Path folder;

    @Test
    void anotherEncoderTakesOverGivesBackAndGoesWithoutAFailedSearch() throws Exception {
        Map<String, byte[]> images = images();
        Path next = centreCropping(new EncoderPreparation(step -> {}).defaultEncoder());
        // Images are to be asked in the new encoder's space as soon as it may be looked at.
        try (SystemFixture system = SystemFixture.start(
                folder.resolve("state"), "--standalone.refit=false", "--query.more-encoders=" + next)) {
            index(system, "early", images);
            Space before = system.space();

            try (BackgroundSearches searches = new BackgroundSearches(system.searchClient(), byId(images));
                    SpaceTopics topics = new SpaceTopics(system.kafka(), problem -> {
                        throw new AssertionError(problem);
                    })) {
                searches.awaitAnswersOf(before);
                CommandRunner commands = new CommandRunner(system.state());
                assertSucceeded(commands.run("topics", "--create", "--replication=1", "--vectors-topic=" + TOPIC));

                try (Platform embedder = embedder(system, next)) {
                    embedder.start();
                    Map<String, byte[]> late = synthetic(0, LATE);
                    index(system, "late", late);
                    Space after = built(system, topics, next);

                    assertThat(ids(system, after))
                            .isEqualTo(ids(system, before))
                            .hasSize(images.size() + late.size());
                    // Never across encoders by itself: the collection is what its topic says, which may not be all yet.
                    assertThat(topics.history().spaces().active()).contains(before);
                    assertThatItCanBeLookedAt(system, after, late);
                    assertThatBothEncodersVectorsAreTold(
                            commands, byId(late).keySet().iterator().next(), before, after);

                    assertSucceeded(commands.run("spaces", "activate", after.id(), "--reason=a new encoder"));
                    searches.awaitAnswersOf(after);
                    assertSucceeded(commands.run("spaces", "activate", before.id(), "--reason=better after all"));
                    long answered = searches.answersOf(after);
                    searches.awaitAnswersOf(before);
                    assertThat(searches.answersOf(after)).isCloseTo(answered, within(SWITCHING));

                    assertSucceeded(commands.run("spaces", "drop", after.id(), "--reason=not wanted"));
                    index(system, "last", synthetic(LATE, 2 * LATE));
                    await().atMost(TIMEOUT)
                            .until(() -> collections(system).stream().noneMatch(after::isCollectionOfThis));
                    searches.awaitAnswersOf(before);

                    searches.stop();
                    assertThat(searches.failures()).isEmpty();
                    assertThat(searches.spaces()).containsExactlyInAnyOrder(before.id(), after.id());
                    System.out.printf(
                            "encoder upgrade: %d answers of the first encoder, %d of the second, slowest %d ms%n",
                            searches.answersOf(before), searches.answersOf(after), searches.slowestMillis());
                }
            }
            assertThat(system.failed()).isFalse();
        }
    }

    /** The default encoder with another preprocessing, which makes another encoder of it. */
    private Path centreCropping(Path original) throws IOException {
        EncoderDescription description = EncoderFolder.read(original).description();
        Preprocessing squashing = description.preprocessing();
        Path target = Files.createDirectory(folder.resolve("next-encoder"));
        EncoderFolder made = new EncoderFolder(
                target,
                new EncoderDescription(
                        description.name() + ", centre crop",
                        description.modelSha256(),
                        description.input(),
                        description.output(),
                        description.dimensions(),
                        new Preprocessing(
                                squashing.width(),
                                squashing.height(),
                                ResizeMode.CENTER_CROP,
                                SHORT_SIDE,
                                squashing.layout(),
                                squashing.channelOrder(),
                                squashing.mean(),
                                squashing.std()),
                        description.licence(),
                        description.origin()));
        Files.copy(original.resolve(EncoderFolder.MODEL_FILE), made.model());
        made.writeDescription();
        return target;
    }

    private static Platform embedder(SystemFixture system, Path encoder) {
        EmbedderConfig config = system.read(
                EmbedderConfig::from,
                "--encoder.folder=" + encoder,
                "--embedder.group=" + GROUP,
                "--embedder.vectors.topic=" + TOPIC);
        Platform platform = new Platform("embedder", system.kafka(), new SimpleMeterRegistry(), new Health());
        Embedder.assemble(config, platform);
        return platform;
    }

    /** Waits until the new encoder has come to the end of what arrived, and its space has all of it. */
    private static Space built(SystemFixture system, SpaceTopics topics, Path encoder) {
        EncoderDescription description = EncoderFolder.read(encoder).description();
        Space space = Space.raw(description.id(), description.dimensions(), TOPIC);
        try (TopicInspector arrived = new TopicInspector(system.clients(), Topics.IMAGES_ARRIVED);
                TopicInspector vectors = new TopicInspector(system.clients(), Topics.vectors(TOPIC))) {
            await().atMost(TIMEOUT).until(() -> arrived.isPast(GROUP));
            await().atMost(TIMEOUT).until(() -> vectors.isPast(system.sinkGroup(space)));
        }
        await().atMost(TIMEOUT)
                .until(() -> topics.history().spaces().generation(space.id()).state() == State.READY);
        return space;
    }

    /** Before it answers everybody. */
    private static void assertThatItCanBeLookedAt(SystemFixture system, Space space, Map<String, byte[]> images)
            throws Exception {
        try (SearchClient client = system.searchClient()) {
            for (Map.Entry<String, byte[]> image : byId(images).entrySet()) {
                SearchResult answer = client.search(SearchQuery.byImage(image.getValue())
                                .space(space.id())
                                .excludeQuery(false)
                                .timeout(TIMEOUT)
                                .build())
                        .get();
                assertThat(answer.space()).isEqualTo(space.id());
                assertThat(answer.hits()).first().satisfies(hit -> {
                    assertThat(hit.imageId()).isEqualTo(image.getKey());
                    assertThat(hit.score()).isCloseTo(1, within(1e-3f));
                });
            }
        }
    }

    private static List<String> collections(SystemFixture system) {
        try (VectorStore store = system.vectors()) {
            return store.collections();
        }
    }

    /** By a command that follows one image through the system. */
    private static void assertThatBothEncodersVectorsAreTold(
            CommandRunner commands, String imageId, Space before, Space after) {
        Ended where = commands.run("where", imageId);
        assertSucceeded(where);
        assertThat(where.out().lines().filter(line -> line.startsWith("embedded ")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("by encoder " + before.encoderId(), ", vectors-"),
                        line -> assertThat(line).contains("by encoder " + after.encoderId(), ", " + TOPIC + "-"));
        assertThat(where.out()).contains("in images_" + before.id(), "in images_" + after.id());
    }

    private static Set<String> ids(SystemFixture system, Space space) {
        Set<String> ids = new TreeSet<>();
        try (VectorStore store = system.vectors()) {
            store.forEachId(system.current(space).orElseThrow().collection(), ids::add);
        }
        return ids;
    }

    private void index(SystemFixture system, String name, Map<String, byte[]> images)
            throws IOException, InterruptedException {
        Path target = Files.createDirectory(folder.resolve(name));
        for (Map.Entry<String, byte[]> image : images.entrySet()) {
            Files.write(target.resolve(image.getKey()), image.getValue());
        }
        assertThat(system.index(target, SOURCE, false).indexed())
                .containsExactlyInAnyOrderElementsOf(byId(images).keySet());
    }

    private static Map<String, byte[]> byId(Map<String, byte[]> images) {
        Map<String, byte[]> byId = new TreeMap<>();
        images.forEach((name, bytes) -> byId.put(SOURCE + "/" + name, bytes));
        return byId;
    }

    /** Some of the demo's images, of every class, by file name. */
    private static Map<String, byte[]> images() {
        List<Map.Entry<String, byte[]>> all =
                List.copyOf(SharedData.entries("demo.zip", name -> name.startsWith("demo/images/"))
                        .entrySet());
        Map<String, byte[]> some = new TreeMap<>();
        for (int number = 0; number < IMAGES; number++) {
            Map.Entry<String, byte[]> image = all.get(number * all.size() / IMAGES);
            some.put(image.getKey().substring(image.getKey().lastIndexOf('/') + 1), image.getValue());
        }
        return some;
    }

    /** Images that arrive while spaces come and go. */
    private static Map<String, byte[]> synthetic(int from, int to) {
        InspectionLine line = new InspectionLine(LATE_SEED);
        Map<String, byte[]> late = new TreeMap<>();
        for (int number = from; number < to; number++) {
            late.put("late-%d.jpg".formatted(number), line.image(number).jpeg());
        }
        return late;
    }

    private static void assertSucceeded(Ended ended) {
        assertThat(ended.code()).as(ended.err()).isZero();
    }
}
