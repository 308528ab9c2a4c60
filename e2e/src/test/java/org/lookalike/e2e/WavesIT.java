package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchResult;
import org.lookalike.e2e.CommandRunner.Ended;
import org.lookalike.events.RefitReport;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/**
 * Three waves of different classes through the running system, its gate as it comes: what the refits make of them, and
 * whether the space that answers in the end retrieves as well as the reference's.
 */
@EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
class WavesIT {
    private static final double TOLERANCE = 0.01;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final Duration BEGINNING = WINDOW.dividedBy(4);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    /** Classes by set: materials and machine parts; boards; and boards of one kind more. */
    private static final List<Map<String, Set<String>>> WAVES = List.of(
            Map.of(
                    "demo",
                    Set.of(
                            "cardboard",
                            "glass",
                            "metal",
                            "paper",
                            "plastic",
                            "ball-screw-clean",
                            "ball-screw-pitting",
                            "screws-complete",
                            "screws-missing"),
                    "material",
                    Set.of("cardboard", "glass", "metal", "paper", "plastic", "trash")),
            Map.of(
                    "demo",
                    Set.of("pcb-00041", "pcb-12300"),
                    "pcb",
                    Set.of("12000", "12100", "13000", "20085", "44000", "50600", "90100", "92000")),
            Map.of("demo", Set.of("pcb-77000")));

    /** The wave whose space answers in the end: how it is fitted must not depend on where a window happens to end. */
    private static final int DECISIVE = 1;

    private static final Map<String, TestDataset> SETS = new TreeMap<>();

    @TempDir
    private static Path folder;

    private static SystemFixture system;
    private static SpaceTopics topics;

    @BeforeAll
    static void publish() throws Exception {
        for (String name : List.of("demo", "material", "pcb")) {
            SETS.put(name, TestDataset.of(name));
        }
        system = SystemFixture.start(
                folder.resolve("state"),
                "--refit.window.length=" + WINDOW.toSeconds() + "s",
                "--refit.window.grace=1s",
                "--refit.window.quiet=2s",
                "--refit.window.merge-timeout=10s",
                // In proportion to some two thousand images: the default would keep every one of them.
                "--refit.sample.long-term-size=400",
                "--refit.sample.minimum=400");
        topics = new SpaceTopics(system.kafka(), problem -> {
            throw new AssertionError(problem);
        });
        for (int number = 0; number < WAVES.size(); number++) {
            long start = System.nanoTime();
            if (number == DECISIVE) {
                awaitBeginningOfAWindow();
            }
            long begun = System.nanoTime();
            int images = publish(folder.resolve("wave-" + number), WAVES.get(number));
            long published = System.nanoTime();
            awaitItsRefit();
            System.out.printf(
                    "wave %d: %d pictures; waited %d ms, indexed in %d ms, refitted and switched after %d ms more%n",
                    number + 1,
                    images,
                    millis(begun - start),
                    millis(published - begun),
                    millis(System.nanoTime() - published));
        }
    }

    @AfterAll
    static void stop() {
        if (topics != null) {
            topics.close();
        }
        system.close();
    }

    @Test
    void aWaveThatBringsNewThingsIsWorthANewSpaceWhichAnswersByItself() {
        List<String> proposed = topics.refits().stream()
                .filter(RefitReport::getProposed)
                .map(RefitReport::getSpaceId)
                .toList();
        Spaces spaces = topics.history().spaces();

        assertThat(proposed).hasSizeGreaterThanOrEqualTo(2);
        assertThat(spaces.activations())
                .extracting(Activation::by, Activation::spaceId)
                .contains(tuple("generation-controller", proposed.get(proposed.size() - 1)));
        assertThat(active().id()).isEqualTo(proposed.get(proposed.size() - 1));
        assertThat(active().dimensions()).isEqualTo(256);
        assertThat(topics.refits().stream()
                        .filter(report -> report.getProposed() && report.getPreviousExplainedVariance() != null))
                .isNotEmpty()
                .allSatisfy(report -> assertThat(report.getExplainedVariance() - report.getPreviousExplainedVariance())
                        .isGreaterThanOrEqualTo(0.01));
    }

    @Test
    void aWaveThatBringsNothingNewIsNotAndTheReportSaysWhy() {
        List<RefitReport> refits = topics.refits();
        RefitReport last = refits.get(refits.size() - 1);

        assertThat(last.getProposed()).isFalse();
        assertThat(last.getReason()).contains("space " + active().id(), "is below the minimum of 0.0100");
        assertThat(topics.history().spaces().find(last.getSpaceId())).isEmpty();
    }

    @Test
    void memoryAndTimeOfEachRefitAreTold() {
        Ended table = refits();
        System.out.println(table.out());

        assertThat(table.code()).isZero();
        assertThat(table.out()).contains("seconds", "MiB", "proposed", "rejected");
        assertThat(topics.refits()).isNotEmpty().allSatisfy(report -> {
            assertThat(report.getFitMillis()).isPositive();
            assertThat(report.getFitBytes()).isBetween(1L << 20, 1L << 30);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "material", "pcb"})
    void precisionInTheSpaceThatAnswersIsAtLeastThatOfTheReference(String name) throws Exception {
        TestDataset set = SETS.get(name);
        Space active = active();
        Set<String> clusters = active.clusters().stream().map(Cluster::id).collect(Collectors.toSet());
        double precision;
        try (SearchClient client = system.searchClient()) {
            precision = set.precisionAt10(client, true, answer -> {
                assertThat(answer.space()).isEqualTo(active.id());
                assertThat(answer.hits()).extracting(SearchResult.Hit::cluster).isSubsetOf(clusters);
                assertThat(answer.hits())
                        .allSatisfy(hit -> assertThat(hit.clusterDistance()).isPositive());
            });
        }

        double reference = set.reference("pca256", "cos", "p10");
        System.out.printf(
                "%s: precision@10 %.4f in space %s, reference %.4f (raw %.4f)%n",
                name, precision, active.id(), reference, set.reference("raw_cos", "p10"));
        assertThat(precision).as("after%n%s", refits().out()).isGreaterThan(reference - TOLERANCE);
    }

    /** Leaves a wave several times as long as it needs. */
    private static void awaitBeginningOfAWindow() {
        await().atMost(WINDOW.multipliedBy(2))
                .pollInterval(POLL_INTERVAL)
                .until(() -> System.currentTimeMillis() % WINDOW.toMillis() < BEGINNING.toMillis());
    }

    private static int publish(Path wave, Map<String, Set<String>> classes) throws IOException, InterruptedException {
        int all = 0;
        for (Map.Entry<String, Set<String>> some : new TreeMap<>(classes).entrySet()) {
            TestDataset set = SETS.get(some.getKey());
            int images = set.write(wave.resolve(set.source()), some.getValue()::contains);
            assertThat(system.index(wave.resolve(set.source()), set.source(), false)
                            .indexed())
                    .hasSize(images);
            all += images;
        }
        return all;
    }

    /** Waits for the refit of the window in which the last vector came, and for the space that it may have proposed. */
    private static void awaitItsRefit() {
        Instant last;
        try (TopicInspector vectors = new TopicInspector(system.clients(), Topics.VECTORS)) {
            last = Instant.ofEpochMilli(vectors.readRecords().stream()
                    .mapToLong(ConsumerRecord::timestamp)
                    .max()
                    .orElseThrow());
        }
        await().atMost(TIMEOUT)
                .until(() -> topics.refits().stream()
                        .anyMatch(report -> report.getWindowEnd().isAfter(last)));
        List<RefitReport> proposed = new ArrayList<>(topics.refits());
        proposed.removeIf(report -> !report.getProposed());
        String newest = proposed.get(proposed.size() - 1).getSpaceId();
        await().atMost(TIMEOUT).until(() -> active().id().equals(newest));
    }

    private static Ended refits() {
        return new CommandRunner(system.state()).run("spaces", "refits");
    }

    private static Space active() {
        return topics.history().spaces().active().orElseThrow();
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
