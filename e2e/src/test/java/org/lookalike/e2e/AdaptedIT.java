package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.client.SearchClient;
import org.lookalike.events.RefitKind;
import org.lookalike.events.RefitReport;
import org.lookalike.labels.ImageLabel;
import org.lookalike.labels.LabelRecords;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.spaces.Space;

/**
 * The gallery through the running system, its labels on their topic, 20 a class: what the spaces that follow make of the
 * queries, first with half of the classes labelled, then with all.
 */
@EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
class AdaptedIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final int LABELS = 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"material, 3, 0.10, 10", "pcb, 2, 0.15, 0"})
    void labelsMakeWhatTheyNameEasierToFindAndTheRestNoHarder(String name, int every, double gain, int neighbours)
            throws Exception {
        TestDataset set = TestDataset.of(name);
        Path gallery = folder.resolve(set.source());
        int images = set.write(gallery, any -> true);
        try (SystemFixture system = SystemFixture.start(
                        folder.resolve("state"),
                        // On pcb whitening gains a good part of what labels do; what they gain alone is held against
                        // the figures.
                        "--refit.fit.neighbours=" + neighbours,
                        "--refit.window.length=20s",
                        "--refit.window.grace=10s",
                        "--refit.window.quiet=8s",
                        "--refit.window.merge-timeout=1m",
                        "--refit.sample.minimum=" + images * 9 / 10,
                        "--refit.adapt.quiet=5s",
                        "--query.max-k=" + images,
                        // Rankings of a whole gallery, on machines that are busy with other tests.
                        "--query.search-timeout=1m",
                        "--milvus.call-timeout=1m");
                SpaceTopics topics = new SpaceTopics(system.kafka(), problem -> {
                    throw new AssertionError(problem);
                })) {
            Set<String> ids =
                    new TreeSet<>(system.index(gallery, set.source(), false).indexed());
            assertThat(ids).hasSize(images);
            // The periodic refit's space is the one to beat.
            await().atMost(TIMEOUT)
                    .until(() -> active(topics).filter(space -> !space.isRaw()).isPresent());
            Map<String, List<String>> byClass = labels(ids);
            Set<String> half = half(byClass.keySet());

            publish(system, byClass, half::contains);
            Space halfLearnt = awaitAdapted(topics, half.size());
            publish(system, byClass, any -> true);
            Space learnt = awaitAdapted(topics, byClass.size());
            Space principal = topics.history().spaces().alive().stream()
                    .filter(space -> !space.isRaw() && !space.isAdapted())
                    .reduce((earlier, later) -> later)
                    .orElseThrow();

            try (SearchClient client = system.searchClient()) {
                Map<String, List<Double>> before = set.averagePrecision(client, principal.id(), images, every);
                Map<String, List<Double>> some = set.averagePrecision(client, halfLearnt.id(), images, every);
                Map<String, List<Double>> after = set.averagePrecision(client, learnt.id(), images, every);
                double all = mean(after, any -> true) - mean(before, any -> true);
                double labelled = mean(some, half::contains) - mean(before, half::contains);
                double others =
                        mean(some, label -> !half.contains(label)) - mean(before, label -> !half.contains(label));
                System.out.printf(
                        "%s: mAP %.4f, all labelled %+.4f; half: labelled %+.4f, the others %+.4f%n",
                        name, mean(before, any -> true), all, labelled, others);
                assertThat(all).isGreaterThanOrEqualTo(gain);
                assertThat(labelled).isGreaterThanOrEqualTo(0.04);
                assertThat(others).isGreaterThanOrEqualTo(-0.015);
            }
        }
    }

    private static Map<String, List<String>> labels(Set<String> ids) {
        Map<String, List<String>> byClass = new TreeMap<>();
        ids.forEach(id -> byClass.computeIfAbsent(TestDataset.label(id), label -> new ArrayList<>())
                .add(id));
        Random random = new Random(1);
        byClass.values().forEach(all -> Collections.shuffle(all, random));
        byClass.replaceAll((label, all) -> all.subList(0, Math.min(LABELS, all.size())));
        return byClass;
    }

    private static Set<String> half(Set<String> classes) {
        List<String> order = new ArrayList<>(classes);
        Collections.shuffle(order, new Random(1));
        return new TreeSet<>(order.subList(0, order.size() / 2));
    }

    private static void publish(SystemFixture system, Map<String, List<String>> byClass, Predicate<String> classes) {
        KafkaConfig kafka = system.kafka();
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), true);
                Producer<byte[], byte[]> producer = system.clients().producer("test")) {
            LabelRecords records = new LabelRecords(codec, InstantSource.system());
            List<Future<RecordMetadata>> sends = new ArrayList<>();
            byClass.forEach((label, ids) -> {
                if (classes.test(label)) {
                    ids.forEach(id ->
                            sends.add(producer.send(records.of(new ImageLabel(id, label, "test", Instant.EPOCH)))));
                }
            });
            assertThat(sends).allSatisfy(send -> assertThat(send).succeedsWithin(TIMEOUT));
        }
    }

    private static Space awaitAdapted(SpaceTopics topics, int classes) {
        Map<String, RefitReport> found = new HashMap<>();
        await().atMost(TIMEOUT).until(() -> {
            topics.refits().stream()
                    .filter(report -> report.getKind() == RefitKind.ADAPTED && report.getLabelClasses() == classes)
                    .forEach(report -> found.put("report", report));
            return !found.isEmpty();
        });
        RefitReport report = found.get("report");
        System.out.println(report.getReason());
        assertThat(report.getProposed()).as(report.getReason()).isTrue();
        await().atMost(TIMEOUT)
                .until(() -> active(topics)
                        .filter(space -> space.id().equals(report.getSpaceId()))
                        .isPresent());
        return active(topics).orElseThrow();
    }

    private static Optional<Space> active(SpaceTopics topics) {
        return topics.history().spaces().active();
    }

    private static double mean(Map<String, List<Double>> byClass, Predicate<String> classes) {
        return byClass.entrySet().stream()
                .filter(entry -> classes.test(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }
}
