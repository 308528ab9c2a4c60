package org.lookalike.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.lookalike.client.RunningService.IMAGES;
import static org.lookalike.client.RunningService.image;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Searches by several images, by label and about clusters, and what the labels say that the tests publish. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class LabelledSearchIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static RunningService service;
    private static SearchClient client;
    private static LabelPublisher labels;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        service = new RunningService(folder);
        SearchClientConfig config = service.clientConfig().withDefaultTimeout(TIMEOUT);
        client = SearchClient.open(config);
        labels = LabelPublisher.open(config, "a test");
    }

    @AfterAll
    static void stop() {
        labels.close();
        client.close();
        service.close();
    }

    @Test
    void anImageIsCalledWhatSomebodyCalledItUntilThatIsTakenBack() {
        assertThat(labels.labelImage("p3", "a moon")).succeedsWithin(TIMEOUT);
        await().atMost(TIMEOUT)
                .until(() -> "a moon".equals(hit(everything(), "p3").label()));

        assertThat(hit(everything(), "p3").labelBasis()).isEqualTo("OWN");
        assertThat(hit(everything(), "p4").label()).isNull();
        assertThat(ask(SearchQuery.byImageId("p4").labels("a moon")).hits())
                .extracting(SearchResult.Hit::imageId)
                .containsExactly("p3");

        assertThat(ask(SearchQuery.byImageId("p4").k(IMAGES).withoutLabels("a moon"))
                        .hits())
                .hasSize(IMAGES - 2)
                .extracting(SearchResult.Hit::imageId)
                .doesNotContain("p3");
        assertThat(ask(SearchQuery.byImageId("p4").k(IMAGES).unlabelled()).hits())
                .hasSize(IMAGES - 2)
                .extracting(SearchResult.Hit::imageId)
                .doesNotContain("p3");

        assertThat(labels.unlabelImage("p3")).succeedsWithin(TIMEOUT);
        await().atMost(TIMEOUT).until(() -> hit(everything(), "p3").label() == null);
        assertThat(ask(SearchQuery.byImageId("p4").labels("a moon")).hits()).isEmpty();
    }

    @Test
    void aWholeClusterIsLabelledByAnAuditOfAFewOfItsImages() {
        SearchResult sample = ask(inFittedSpace("bright").sampleSize(3).seed(5));
        assertThat(sample.clusterAnswer().label()).isNull();
        assertThat(sample.clusterAnswer().looked()).hasSize(3);
        ClusterBuilder answers = inFittedSpace("bright").sampleSize(3).seed(5).confidence(0.9);
        sample.clusterAnswer().looked().forEach(id -> answers.answer(id, "bright thing"));
        SearchResult answered = ask(answers);

        assertThat(answered.clusterAnswer().label()).isEqualTo("bright thing");
        assertThat(answered.clusterAnswer().agreed()).isEqualTo(3);
        assertThat(answered.clusterAnswer().confidence()).isEqualTo(0.9);
        assertThat(answered.clusterAnswer().purityBound()).isBetween(0.3, 1.0);
        assertThat(answered.hits()).extracting(SearchResult.Hit::role).contains("CENTRE", "EDGE");

        String own = sample.clusterAnswer().looked().get(0);
        assertThat(labels.labelCluster(answered)).succeedsWithin(TIMEOUT);
        assertThat(labels.labelImage(own, "an exception")).succeedsWithin(TIMEOUT);
        await().atMost(TIMEOUT)
                .until(() -> "an exception".equals(hit(everything(), own).label()));
        assertThat(everything()).allSatisfy(hit -> {
            if (!hit.imageId().equals(own)) {
                assertThat(hit.label()).isEqualTo(hit.cluster().equals("bright") ? "bright thing" : null);
                assertThat(hit.labelBasis()).isEqualTo(hit.cluster().equals("bright") ? "CLUSTER" : "");
            }
        });

        assertThat(labels.unlabelImage(own)).succeedsWithin(TIMEOUT);
        await().atMost(TIMEOUT)
                .until(() -> "bright thing".equals(hit(everything(), own).label()));
        assertThat(labels.unlabelCluster("bright")).succeedsWithin(TIMEOUT);
        await().atMost(TIMEOUT).until(() -> hit(everything(), own).label() == null);
    }

    @Test
    void examplesMayBeGivenInAnyWayAndAreNoHitsThemselves() {
        URI stored = service.store(image(2));

        SearchResult result = ask(SearchQuery.byExamples()
                .like(Example.image(image(1)), Example.uri(stored), Example.imageId("p5"))
                .unlike(Example.vector(service.encoder.features(image(6))))
                .unlikeWeight(0.4f)
                .k(IMAGES));

        assertThat(result.hits())
                .hasSize(IMAGES - 3)
                .extracting(SearchResult.Hit::imageId)
                .doesNotContain("p1", "p2", "p5");
        assertFailsWith(client.search(SearchQuery.byExamples().build()), "INVALID_FIELD");
    }

    @Test
    void hitsMayBeGroupedByAnAttributeAndBurstsCollapsed() {
        List<SearchResult.Hit> grouped =
                ask(SearchQuery.byImageId("p0").k(IMAGES).groupBy("side", 2)).hits();
        List<SearchResult.Hit> collapsed = ask(SearchQuery.byImageId("p0")
                        .k(IMAGES)
                        .collapse(Duration.ofSeconds(1), 0))
                .hits();

        assertThat(grouped)
                .extracting(hit -> hit.attributes().get("side"))
                .containsExactlyInAnyOrder("left", "left", "right", "right");
        assertThat(collapsed).hasSizeLessThan(IMAGES - 1);
        assertThat(collapsed.stream()
                        .mapToInt(hit -> 1 + hit.duplicates().size())
                        .sum())
                .as("every picture is a hit or folded into one")
                .isEqualTo(IMAGES - 1);
    }

    @Test
    void nothingIsPublishedThatNoReaderWouldTake() {
        assertThatThrownBy(() -> labels.labelImage("p1", " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> labels.labelImage("", "moon")).hasMessageContaining("image id is empty");
        assertThatThrownBy(() -> labels.setFalseMatchRate("moon", 1)).hasMessageContaining("less than 1");
        SearchResult unanswered = ask(inFittedSpace("dark"));
        assertThatThrownBy(() -> labels.labelCluster(unanswered)).hasMessageContaining("no label leads");
        LabelPublisher closed = LabelPublisher.open(service.clientConfig(), "a test");
        closed.close();
        assertThat(closed.unlabelImage("p1"))
                .failsWithin(TIMEOUT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        SearchException.class,
                        failure -> assertThat(failure.code()).isEqualTo(SearchException.CLIENT_CLOSED));
    }

    private static ClusterBuilder inFittedSpace(String cluster) {
        ClusterBuilder builder = SearchQuery.byCluster(cluster);
        builder.space(service.fitted.id());
        return builder;
    }

    private static List<SearchResult.Hit> everything() {
        return ask(SearchQuery.byImage(image(1)).k(IMAGES).excludeQuery(false).space(service.fitted.id()))
                .hits();
    }

    private static SearchResult.Hit hit(List<SearchResult.Hit> hits, String id) {
        return hits.stream().filter(hit -> hit.imageId().equals(id)).findFirst().orElseThrow();
    }

    private static SearchResult ask(SearchQuery.Builder query) {
        return client.search(query.build()).join();
    }

    private static void assertFailsWith(CompletableFuture<SearchResult> future, String code) {
        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SearchException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
