package org.lookalike.query.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lookalike.query.answer.SearchFixture.NOW;
import static org.lookalike.query.answer.SearchFixture.byImage;
import static org.lookalike.query.answer.SearchFixture.image;
import static org.lookalike.query.answer.SearchFixture.request;
import static org.lookalike.query.answer.SearchFixture.vector;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.BurstRule;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.PlaceOnMap;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.schemas.Sha256;
import org.lookalike.spaces.map.ImageMap;
import org.lookalike.vectorstore.VectorRow;

/** Queries of several images, and hits that stand for others. */
final class ExampleSearchTest {
    @TempDir
    private Path folder;

    private SearchFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new SearchFixture(folder);
        fixture.index(0, 1, 2, 3, 4, 5);
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void examplesOfAnyKindMakeOneQueryAndAreNotAmongItsHits() {
        SearchReply reply = fixture.answer(request(
                "r",
                examples(
                        List.of(new PictureQuery(ByteBuffer.wrap(image(0))), new ImageIdQuery("p1")),
                        List.of(vector(fixture.encoder.features(image(5)))))));

        assertThat(reply.getError()).isNull();
        assertThat(ids(reply)).containsExactlyInAnyOrder("p2", "p3", "p4", "p5");
    }

    @Test
    void whatItShallNotResembleCountsAgainstAHit() {
        ExamplesQuery without = examples(List.of(new ImageIdQuery("p0")), List.of());
        ExamplesQuery with = examples(List.of(new ImageIdQuery("p0")), List.of(new ImageIdQuery("p5")));

        float before = score(fixture.answer(request("r", without).setExcludeQuery(false)), "p5");
        float after = score(fixture.answer(request("r", with).setExcludeQuery(false)), "p5");

        assertThat(after).isLessThan(before);
    }

    @Test
    void oneExampleIsTheSameAsAPlainSearch() {
        SearchReply one = fixture.answer(request("r", examples(List.of(new ImageIdQuery("p0")), List.of())));
        SearchReply plain = fixture.answer(request("r", new ImageIdQuery("p0")));

        assertThat(one.getHits()).isEqualTo(plain.getHits());
    }

    @Test
    void refusesQueriesThatSayNothing() {
        ImageIdQuery known = new ImageIdQuery("p1");
        assertThat(fixture.code(request("r", examples(List.of(), List.of(known)))))
                .isEqualTo("INVALID_FIELD");
        assertThat(fixture.code(request("r", new ExamplesQuery(List.of(known), List.of(known), 1f))))
                .as("they cancel one another")
                .isEqualTo("INVALID_FIELD");
        assertThat(fixture.code(request("r", examples(List.of(known, known, known, known, known), List.of()))))
                .as("beyond the limit")
                .isEqualTo("INVALID_FIELD");
        assertThat(fixture.code(request("r", examples(List.of(known, new ImageIdQuery("p99")), List.of()))))
                .isEqualTo("UNKNOWN_IMAGE");
    }

    @Test
    void aGroupShowsItsBestHitsAndMakesRoomForOthers() {
        for (int i = 0; i < 12; i++) {
            store("same" + i, 0, NOW.plusSeconds(3600L * i), Map.of("part", "A"));
        }
        store("other", 3, NOW, Map.of("part", "B"));

        SearchReply reply = fixture.answer(byImage("r", image(0))
                .setExcludeQuery(false)
                .setGroupBy("part")
                .setGroupSize(2)
                .setK(4));

        assertThat(ids(reply)).hasSize(4);
        assertThat(ids(reply).stream().filter(id -> id.startsWith("same"))).hasSize(2);
        assertThat(fixture.code(byImage("r", image(0)).setGroupBy(""))).isEqualTo("INVALID_FIELD");
    }

    @Test
    void anImageLiesOnTheMapWhereItsNeighboursDo() {
        assertThat(fixture.answer(byImage("r", image(0)).setPlace(true)).getPlace())
                .as("no map yet")
                .isNull();
        fixture.map =
                ImageMap.of("m1", Map.of("p0", new ImageMap.Place("m1", 5, -5), "p3", new ImageMap.Place("m1", 0, 0)));

        PlaceOnMap place = fixture.answer(byImage("r", image(0)).setPlace(true)).getPlace();

        assertThat(place.getMapId()).isEqualTo("m1");
        assertThat(place.getNeighbours()).isEqualTo(2);
        assertThat(place.getX()).isBetween(2.5f, 5f);
        assertThat(place.getY()).isBetween(-5f, -2.5f);
        assertThat(fixture.answer(byImage("r", image(0))).getPlace()).isNull();
    }

    @Test
    void aBurstIsOneHitThatNamesTheOthers() {
        store("burst0", 0, NOW.minusSeconds(7200), Map.of());
        store("burst1", 0, NOW.minusSeconds(7199), Map.of());
        store("later", 0, NOW.plusSeconds(7200), Map.of());

        SearchReply reply = fixture.answer(byImage("r", image(0))
                .setExcludeQuery(false)
                .setCollapse(new BurstRule(5_000L, 0.95f))
                .setK(20));

        SearchHit burst = reply.getHits().stream()
                .filter(hit -> hit.getImageId().startsWith("burst"))
                .findFirst()
                .orElseThrow();
        assertThat(burst.getDuplicates()).hasSize(1).allMatch(id -> id.startsWith("burst"));
        assertThat(ids(reply)).contains("later").doesNotContainAnyElementsOf(burst.getDuplicates());
        assertThat(fixture.code(byImage("r", image(0)).setCollapse(new BurstRule(-1L, 0.5f))))
                .isEqualTo("INVALID_FIELD");
    }

    private void store(String id, long seed, Instant time, Map<String, String> attributes) {
        byte[] image = image(seed);
        VectorRow row = fixture.row(id, image);
        fixture.store.upsert(
                fixture.space.collection(),
                List.of(new VectorRow(id, row.vector(), row.source(), time, row.uri(), Sha256.of(image), attributes)));
    }

    private static ExamplesQuery examples(List<Object> like, List<Object> unlike) {
        return new ExamplesQuery(like, unlike, null);
    }

    private static List<String> ids(SearchReply reply) {
        return reply.getHits().stream().map(SearchHit::getImageId).toList();
    }

    private static float score(SearchReply reply, String id) {
        return reply.getHits().stream()
                .filter(hit -> hit.getImageId().equals(id))
                .findFirst()
                .orElseThrow()
                .getScore();
    }
}
