package org.lookalike.query.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lookalike.query.answer.SearchFixture.NOW;
import static org.lookalike.query.answer.SearchFixture.byImage;
import static org.lookalike.query.answer.SearchFixture.image;
import static org.lookalike.query.answer.SearchFixture.request;
import static org.lookalike.query.answer.SearchFixture.vector;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.UriQuery;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.query.TestSpaces;
import org.lookalike.schemas.Sha256;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.testkit.log.ExpectedLogs;

/** What becomes of requests where there are several spaces. */
final class SpaceSearchTest {
    @TempDir
    private Path folder;

    private SearchFixture fixture;
    private Space raw;
    private Space fitted;
    private Space later;

    @BeforeEach
    void setUp() {
        fixture = new SearchFixture(folder);
        raw = fixture.space;
        fitted = TestSpaces.fitted(fixture.encoder, 1);
        later = TestSpaces.fitted(fixture.encoder, 2);
        for (Space space : List.of(raw, fitted, later)) {
            fixture.index(space, 0, 1, 2, 3, 4, 5, 6, 7);
        }
        fixture.spaces = () -> TestSpaces.active(fitted, raw, fitted, later);
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void answersFromTheActiveSpaceUnlessAnotherIsNamed() {
        assertFinds(fixture.answer(byImage("r", image(3)).setExcludeQuery(false)), fitted, "p3");
        assertFinds(fixture.answer(byImage("r", image(3)).setExcludeQuery(false).setSpace(later.id())), later, "p3");
        assertFinds(fixture.answer(byImage("r", image(3)).setExcludeQuery(false).setSpace(raw.id())), raw, "p3");
    }

    @Test
    void placesRawFeaturesAndTakesIndexedVectorsAsTheyAre() {
        float[] features = fixture.encoder.features(image(4));
        assertFinds(fixture.answer(request("r", vector(features))), fitted, "p4");
        assertFinds(fixture.answer(request("r", new ImageIdQuery("p4")).setExcludeQuery(false)), fitted, "p4");
        URI uri = fixture.images.put("p4", Sha256.of(image(4)), image(4));
        assertFinds(fixture.answer(request("r", new UriQuery(uri.toString())).setExcludeQuery(false)), fitted, "p4");
    }

    @Test
    void refusesFeaturesWithoutADirectionInTheSpace() {
        float[] mean = fitted.projection().orElseThrow().mean();
        assertThat(message(request("r", vector(mean)), "INVALID_FIELD")).contains("no direction");
        assertThat(message(request("r", vector(new float[TestSpaces.DIMENSIONS])), "INVALID_FIELD"))
                .contains("6 dimensions", fitted.id(), "48");
    }

    @Test
    void tellsEachHitsClusterAndFiltersByIt() {
        List<SearchHit> all =
                fixture.answer(request("r", new ImageIdQuery("p0")).setK(100)).getHits();
        assertThat(all).hasSize(7).allSatisfy(hit -> {
            var placement = fitted.place(fixture.encoder.features(
                    image(Long.parseLong(hit.getImageId().substring(1)))));
            assertThat(hit.getCluster()).isEqualTo(placement.cluster());
            assertThat(hit.getClusterDistance()).isEqualTo(placement.clusterDistance());
        });
        String wanted = all.get(0).getCluster();
        long members =
                all.stream().filter(hit -> hit.getCluster().equals(wanted)).count();
        assertThat(fixture.answer(request("r", new ImageIdQuery("p0")).setK(100).setClusters(List.of(wanted)))
                        .getHits())
                .hasSize((int) members)
                .hasSizeLessThan(7)
                .extracting(SearchHit::getCluster)
                .containsOnly(wanted);
        assertThat(fixture.answer(request("r", new ImageIdQuery("p0")).setClusters(List.of("dead")))
                        .getHits())
                .isEmpty();
    }

    @Test
    void filtersByTheDistanceToTheCentreThatHitsTell() {
        List<SearchHit> all =
                fixture.answer(request("r", new ImageIdQuery("p0")).setK(100)).getHits();
        List<Float> distances =
                all.stream().map(SearchHit::getClusterDistance).sorted().toList();
        float middle = distances.get(3);

        assertThat(fixture.answer(request("r", new ImageIdQuery("p0")).setK(100).setMaxClusterDistance(middle))
                        .getHits())
                .hasSize(4)
                .isEqualTo(all.stream()
                        .filter(hit -> hit.getClusterDistance() <= middle)
                        .toList());
        String wanted = all.get(0).getCluster();
        assertThat(fixture.answer(request("r", new ImageIdQuery("p0"))
                                .setK(100)
                                .setClusters(List.of(wanted))
                                .setMaxClusterDistance(middle))
                        .getHits())
                .isEqualTo(all.stream()
                        .filter(hit -> hit.getCluster().equals(wanted) && hit.getClusterDistance() <= middle)
                        .toList());
        // A space without clusters has no centre that anything could be near.
        assertThat(fixture.answer(request("r", new ImageIdQuery("p0"))
                                .setSpace(raw.id())
                                .setMaxClusterDistance(2f))
                        .getHits())
                .isEmpty();
    }

    @Test
    void refusesADistanceThatIsNone() {
        for (float distance : new float[] {-0.01f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThat(message(request("r", new ImageIdQuery("p0")).setMaxClusterDistance(distance), "INVALID_FIELD"))
                    .isEqualTo("maxClusterDistance is %s, must be finite and 0 or more".formatted(distance));
        }
    }

    @Test
    void refusesClustersBeyondTheirLimits() {
        assertThat(message(
                        request("r", new ImageIdQuery("p0")).setClusters(Collections.nCopies(4, "c0")),
                        "INVALID_FIELD"))
                .isEqualTo("the request names 4 clusters, limit 3");
        assertThat(message(request("r", new ImageIdQuery("p0")).setClusters(List.of("c 0")), "INVALID_FIELD"))
                .contains("'c 0'", "[A-Za-z0-9_-]{1,64}");
    }

    @Test
    void saysWhyASpaceCannotBeSearched() {
        Space building = TestSpaces.fitted(fixture.encoder, 3);
        Spaces known = TestSpaces.active(fitted, raw, fitted, later)
                .with(building)
                .with(Generation.dropped(later.id(), "", NOW));
        fixture.spaces = () -> known;
        assertThat(refusal("nowhere".repeat(20)))
                .startsWith("space 'nowherenowhere")
                .hasSizeLessThan(130);
        assertThat(refusal(building.id())).contains("still being built", "the active one is " + fitted.id());
        assertThat(refusal(later.id())).contains("was dropped at " + NOW);
        Spaces failed = known.with(new Generation(
                building.id(), Generation.State.FAILED, 8, 7, List.of("p1"), List.of(), "", NOW, "", false));
        fixture.spaces = () -> failed;
        assertThat(refusal(building.id())).contains("not whole", "7 pictures are counted and 8 expected");
    }

    @Test
    void saysThatNoSpaceHasBeenAnnounced() {
        fixture.spaces = Spaces::none;
        SearchReply reply = fixture.answer(byImage("r", image(1)));
        assertThat(reply.getError().getCode()).isEqualTo("SPACE_NOT_READY");
        assertThat(reply.getError().getMessage()).isEqualTo("no embedder has announced a space yet");
        assertThat(reply.getError().getRetriable()).isTrue();
        assertThat(reply.getSpace()).isEmpty();
        assertThat(refusal(raw.id())).contains("is not known; no embedder has announced a space yet");
        assertThat(fixture.encoder.calls).hasValue(0);
    }

    @Test
    void makesABatchWaitUntilTheSpacesAreKnown() {
        fixture.spaces = () -> {
            throw new TransientFailure("not read yet");
        };
        assertThatThrownBy(() ->
                        fixture.handle(fixture.record(byImage("r", image(1)).build())))
                .isInstanceOf(TransientFailure.class);
    }

    @Test
    void refusesImagesOfAnEncoderThatIsNotOpen() {
        Space foreign = Space.raw("00000000000000ab", fixture.encoder.dimensions());
        fixture.index(foreign, 0, 1);
        fixture.spaces = () -> TestSpaces.active(foreign, foreign);
        assertThat(message(byImage("r", image(1)), "SPACE_NOT_READY"))
                .contains("00000000000000ab", foreign.id(), "query.more-encoders");
        assertFinds(fixture.answer(request("r", new ImageIdQuery("p1")).setExcludeQuery(false)), foreign, "p1");
        assertFinds(fixture.answer(request("r", vector(fixture.encoder.features(image(1))))), foreign, "p1");
    }

    @Test
    void answersEachRequestOfABatchFromItsOwnSpaceAndEncoder() {
        Space upgraded = Space.raw(fixture.second.id(), fixture.second.dimensions());
        fixture.index(upgraded, 0, 1, 2, 3);
        fixture.spaces = () -> TestSpaces.active(fitted, raw, fitted, later, upgraded);
        List<Space> asked = List.of(fitted, upgraded, raw, later, upgraded, fitted);
        AtomicInteger number = new AtomicInteger();
        var records = asked.stream()
                .map(space -> fixture.record(byImage("r" + number.get(), image(number.getAndIncrement() % 4))
                        .setExcludeQuery(false)
                        .setSpace(space.id())
                        .build()))
                .toList();
        List<SearchReply> replies =
                fixture.handle(records).stream().map(fixture::reply).toList();
        for (int i = 0; i < asked.size(); i++) {
            assertFinds(replies.get(i), asked.get(i), "p" + i % 4);
        }
        assertThat(fixture.encoder.calls).hasValue(1);
        assertThat(fixture.store.searches).hasValue(4);
    }

    @Test
    void staysWithItsSpaceWhenAnotherBecomesActiveMeanwhile() {
        AtomicInteger asked = new AtomicInteger();
        Spaces before = TestSpaces.active(fitted, raw, fitted, later);
        Spaces after = before.with(new Activation(later.id(), "test", "", NOW));
        fixture.spaces = () -> asked.incrementAndGet() == 1 ? before : after;
        fixture.encoder.onEncode = () -> fixture.spaces = () -> after;
        List<ProducerRecord<byte[], byte[]>> outputs = fixture.handle(
                fixture.record(byImage("a", image(1)).setExcludeQuery(false).build()),
                fixture.record(request("b", new ImageIdQuery("p2"))
                        .setExcludeQuery(false)
                        .build()));
        assertFinds(fixture.reply(outputs.get(0)), fitted, "p1");
        assertFinds(fixture.reply(outputs.get(1)), fitted, "p2");
        assertThat(asked).hasValue(1);
        assertFinds(fixture.answer(byImage("c", image(1)).setExcludeQuery(false)), later, "p1");
    }

    @Test
    @ExpectedLogs("outage: collection")
    void aSpaceWhoseCollectionHasVanishedIsStoodInForByTheNewestOther() {
        fixture.store.drop(fitted.collection());

        SearchReply first = fixture.answer(byImage("r", image(1)));
        assertThat(first.getError().getCode()).isEqualTo("SPACE_NOT_READY");
        assertThat(first.getError().getRetriable()).isTrue();
        assertThat(fixture.health.ready()).isFalse();

        SearchReply second = fixture.answer(byImage("r", image(1)).setExcludeQuery(false));
        assertFinds(second, later, "p1");
        assertThat(second.getInsteadOf()).isEqualTo(fitted.id());
        assertThat(refusal(fitted.id())).contains(fitted.id());

        fixture.index(fitted, 0, 1, 2, 3);
        SearchReply third = fixture.answer(byImage("r", image(1)).setExcludeQuery(false));
        assertFinds(third, fitted, "p1");
        assertThat(third.getInsteadOf()).isEmpty();
        assertThat(fixture.health.ready()).isTrue();
    }

    @Test
    @ExpectedLogs("outage: collection")
    void neverAnswersOutOfACollectionThatWasEmptied() {
        Spaces counted = TestSpaces.active(fitted, raw, fitted).with(Generation.ready(fitted.id(), 8, NOW));
        fixture.spaces = () -> counted;
        fixture.store.delete(fitted.collection(), List.of("p0", "p2", "p3", "p4", "p5", "p6", "p7"));

        for (SearchRequest.Builder request : List.of(
                byImage("r", image(1)), request("r", new ImageIdQuery("p1")), request("r", new ImageIdQuery("p0")))) {
            SearchReply reply = fixture.answer(request.setSpace(fitted.id()));
            assertThat(reply.getHits()).isEmpty();
            assertThat(reply.getError().getCode()).isEqualTo("SPACE_NOT_READY");
        }
    }

    @Test
    void saysThatTheFirstCollectionIsStillBeingFilled() {
        fixture.spaces = () -> Spaces.none().with(raw);

        assertThat(fixture.answer(byImage("r", image(1))).getFilling()).isTrue();
        fixture.spaces = () -> TestSpaces.active(raw, raw);
        assertThat(fixture.answer(byImage("r", image(1))).getFilling()).isFalse();
    }

    private String refusal(String space) {
        return message(byImage("r", image(1)).setSpace(space), "SPACE_NOT_READY");
    }

    private String message(SearchRequest.Builder request, String code) {
        SearchReply reply = fixture.answer(request);
        assertThat(reply.getError().getCode()).isEqualTo(code);
        return reply.getError().getMessage();
    }

    /** The best hit is this image at its full score, and all hits are rows of the collection of the space named. */
    static void assertFinds(SearchReply reply, Space space, String id) {
        assertThat(reply.getError()).isNull();
        assertThat(reply.getSpace()).isEqualTo(space.id());
        assertThat(reply.getHits().get(0).getImageId()).isEqualTo(id);
        assertThat(reply.getHits().get(0).getScore()).isBetween(0.9999f, 1.0001f);
        assertThat(reply.getHits()).allSatisfy(hit -> assertThat(hit.getUri()).startsWith(space.id() + "/"));
    }
}
