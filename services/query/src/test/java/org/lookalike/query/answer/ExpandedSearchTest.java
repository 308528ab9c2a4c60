package org.lookalike.query.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.lookalike.query.answer.SearchFixture.request;
import static org.lookalike.query.answer.SearchFixture.vector;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.encoding.PixelEncoder;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.vectorstore.Membership;
import org.lookalike.vectorstore.VectorRow;

/**
 * The query points along x. Two rows lean a little to y, so what they have in common with it leans to y as well: then a row
 * far towards y is nearer than one towards z, which is nearer to the query alone.
 */
final class ExpandedSearchTest {
    @TempDir
    private Path folder;

    private SearchFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new SearchFixture(folder, true);
        fixture.store.upsert(
                fixture.space.collection(),
                List.of(
                        row("first", 0.95f, 0.3f, 0, "a"),
                        row("second", 0.94f, 0.31f, 0.02f, "a"),
                        row("towards z", 0.8f, 0, 0.6f, "a"),
                        row("towards y", 0.72f, 0.694f, 0, "a"),
                        row("away", -1, 0, 0, "a")));
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void hitsComeInTheOrderOfWhatTheQueryAndItsNearestHaveInCommon() {
        SearchReply reply = fixture.answer(byX("r"));

        assertThat(reply.getExpanded()).isTrue();
        assertThat(ids(reply)).containsExactly("first", "second", "towards y", "towards z", "away");
    }

    @Test
    void scoresAreTheCosinesWithTheQueryItself() {
        SearchReply expanded = fixture.answer(byX("r"));
        SearchReply plain = fixture.answer(byX("s").setExpand(false));

        assertThat(plain.getExpanded()).isFalse();
        assertThat(ids(plain)).containsExactly("first", "second", "towards z", "towards y", "away");
        Map<String, Float> scores = scores(plain);
        assertThat(expanded.getHits())
                .allSatisfy(hit -> assertThat(hit.getScore()).isCloseTo(scores.get(hit.getImageId()), within(1e-6f)));
    }

    @Test
    void theQueryImageDoesNotExpandItself() {
        fixture.store.upsert(fixture.space.collection(), List.of(row("x", 1, 0, 0, "a")));

        SearchReply without = fixture.answer(request("r", new ImageIdQuery("x")));
        SearchReply with = fixture.answer(request("s", new ImageIdQuery("x")).setExcludeQuery(false));

        assertThat(ids(without)).containsExactly("first", "second", "towards y", "towards z", "away");
        assertThat(ids(with)).containsExactly("x", "first", "second", "towards y", "towards z", "away");
    }

    @Test
    void theNearestAreThoseUnderTheFilter() {
        fixture.store.upsert(
                fixture.space.collection(),
                List.of(row("near z", 0.97f, 0, 0.24f, "b"), row("z", 0.96f, 0, 0.28f, "b")));

        assertThat(ids(fixture.answer(byX("r").setSources(List.of("a")))))
                .containsExactly("first", "second", "towards y", "towards z", "away");
        assertThat(ids(fixture.answer(byX("s")))).containsSubsequence("towards z", "towards y");
    }

    @Test
    void noHitIsBelowTheLeastScoreAndNoneAboveItIsMissing() {
        SearchReply reply = fixture.answer(byX("r").setMinScore(0.78f));

        assertThat(ids(reply)).containsExactly("first", "second", "towards z");
    }

    @Test
    void hitsThatOnlyTheExpandedQueryFindsHaveTheirCosines() {
        List<VectorRow> towardsZ = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            towardsZ.add(row("z" + i, 0.8f, 0, 0.6f + i * 0.001f, "a"));
        }
        fixture.store.upsert(fixture.space.collection(), towardsZ);

        SearchReply reply = fixture.answer(byX("r").setK(3));

        assertThat(ids(reply)).containsExactly("first", "second", "towards y");
        assertThat(reply.getHits().get(2).getScore())
                .isCloseTo((float) (0.72 / Math.hypot(0.72, 0.694)), within(1e-6f));
    }

    @Test
    void oneHitAndSeveralExamplesAreSearchedAsTheyAre() {
        SearchReply one = fixture.answer(byX("r").setK(1));
        SearchReply examples = fixture.answer(request(
                "s", ExamplesQuery.newBuilder().setLike(List.of(x(), x())).build()));

        assertThat(one.getExpanded()).isFalse();
        assertThat(examples.getExpanded()).isFalse();
        assertThat(ids(examples)).containsSubsequence("towards z", "towards y");
    }

    @Test
    void nothingFoundIsNothingExpanded() {
        SearchReply reply = fixture.answer(byX("r").setSources(List.of("nowhere")));

        assertThat(reply.getError()).isNull();
        assertThat(reply.getHits()).isEmpty();
        assertThat(reply.getExpanded()).isFalse();
    }

    @Test
    void groupsKeepTheOrderOfTheExpandedQuery() {
        SearchReply reply = fixture.answer(byX("r").setK(3).setGroupBy("kind"));

        assertThat(reply.getExpanded()).isTrue();
        assertThat(ids(reply)).containsExactly("first", "second", "towards y");
    }

    private static SearchRequest.Builder byX(String id) {
        return request(id, x());
    }

    private static Object x() {
        float[] x = new float[PixelEncoder.DIMENSIONS];
        x[0] = 2;
        return vector(x);
    }

    private static VectorRow row(String id, float x, float y, float z, String source) {
        float[] values = new float[PixelEncoder.DIMENSIONS];
        values[0] = x;
        values[1] = y;
        values[2] = z;
        return new VectorRow(
                id,
                values,
                source,
                SearchFixture.NOW,
                "file:///p/x",
                "ab".repeat(32),
                Map.of("kind", id),
                Membership.NONE);
    }

    private static List<String> ids(SearchReply reply) {
        return reply.getHits().stream().map(SearchHit::getImageId).toList();
    }

    private static Map<String, Float> scores(SearchReply reply) {
        return reply.getHits().stream().collect(Collectors.toMap(SearchHit::getImageId, SearchHit::getScore));
    }
}
