package org.lookalike.query.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lookalike.query.answer.SearchFixture.NOW;
import static org.lookalike.query.answer.SearchFixture.byImage;
import static org.lookalike.query.answer.SearchFixture.image;
import static org.lookalike.query.answer.SearchFixture.request;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.ClusterQuery;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.labels.ClusterLabel;
import org.lookalike.labels.ImageLabel;
import org.lookalike.labels.Labels;
import org.lookalike.query.TestSpaces;
import org.lookalike.spaces.Space;

/** What labels do to searches, and how whole clusters get one. */
final class LabelSearchTest {
    private static final long[] SEEDS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    @TempDir
    private Path folder;

    private SearchFixture fixture;
    private Space fitted;
    private List<SearchHit> all;
    private String cluster;
    private List<String> members;

    @BeforeEach
    void setUp() {
        fixture = new SearchFixture(folder);
        fitted = TestSpaces.fitted(fixture.encoder, 1);
        fixture.index(fitted, SEEDS);
        fixture.spaces = () -> TestSpaces.active(fitted, fitted);
        all = fixture.answer(byImage("r", image(3)).setK(16).setExcludeQuery(false))
                .getHits();
        cluster = all.get(0).getCluster();
        members = all.stream()
                .filter(hit -> hit.getCluster().equals(cluster))
                .map(SearchHit::getImageId)
                .toList();
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void hitsTellTheirLabelAndItsBasis() {
        String own = members.get(members.size() - 1);
        fixture.labels = Labels.of(List.of(label(own, "gear")), List.of(label(cluster)));

        List<SearchHit> named = fixture.answer(byImage("r", image(3)).setK(16)).getHits();

        assertThat(named).allSatisfy(hit -> {
            boolean itself = hit.getImageId().equals(own);
            boolean member = hit.getCluster().equals(cluster);
            assertThat(hit.getLabel()).isEqualTo(itself ? "gear" : member ? "seal" : null);
            assertThat(hit.getLabelBasis()).isEqualTo(itself ? "OWN" : member ? "CLUSTER" : "");
        });
        assertThat(all).allMatch(hit -> hit.getLabel() == null);
    }

    @Test
    void aSearchForALabelFindsItsImagesAndThoseOfItsClusters() {
        String outside = all.stream()
                .filter(hit -> !hit.getCluster().equals(cluster))
                .findFirst()
                .orElseThrow()
                .getImageId();
        fixture.labels =
                Labels.of(List.of(label(members.get(0), "gear"), label(outside, "seal")), List.of(label(cluster)));

        List<String> seals = ids(fixture.answer(
                byImage("r", image(3)).setK(16).setExcludeQuery(false).setLabels(List.of("seal"))));

        assertThat(seals).contains(outside).containsAll(members.subList(1, members.size()));
        assertThat(seals).doesNotContain(members.get(0)).hasSize(members.size());
        assertThat(ids(fixture.answer(byImage("r", image(3)).setLabels(List.of("unheard of")))))
                .isEmpty();
        assertThat(fixture.code(byImage("r", image(3)).setLabels(List.of(" ")))).isEqualTo("INVALID_FIELD");
        assertThat(fixture.code(byImage("r", image(3)).setLabels(List.of("a", "b", "c", "d"))))
                .as("beyond the limit")
                .isEqualTo("INVALID_FIELD");
    }

    @Test
    void aSearchMayLeaveOutLabelsOrAskForImagesWithoutAny() {
        List<String> outside = all.stream()
                .filter(hit -> !hit.getCluster().equals(cluster))
                .map(SearchHit::getImageId)
                .toList();
        fixture.labels = Labels.of(
                List.of(label(members.get(0), "gear"), label(outside.get(0), "seal")), List.of(label(cluster)));

        List<String> noSeals = ids(fixture.answer(everything().setWithoutLabels(List.of("seal"))));
        List<String> gears = ids(
                fixture.answer(everything().setLabels(List.of("gear", "seal")).setWithoutLabels(List.of("seal"))));
        List<String> unlabelled = ids(fixture.answer(everything().setUnlabelled(true)));
        List<String> unrestricted = ids(fixture.answer(everything().setWithoutLabels(List.of("unheard of"))));

        assertThat(noSeals)
                .contains(members.get(0))
                .containsAll(outside.subList(1, outside.size()))
                .doesNotContain(outside.get(0))
                .doesNotContainAnyElementsOf(members.subList(1, members.size()));
        assertThat(gears).containsExactly(members.get(0));
        assertThat(unlabelled).containsAll(outside.subList(1, outside.size())).doesNotContainAnyElementsOf(members);
        assertThat(unlabelled).doesNotContain(outside.get(0)).hasSize(noSeals.size() - 1);
        assertThat(unrestricted).containsAll(members).containsAll(outside);
        assertThat(fixture.code(everything().setUnlabelled(true).setWithoutLabels(List.of("seal"))))
                .isEqualTo("INVALID_FIELD");
    }

    private static SearchRequest.Builder everything() {
        return byImage("r", image(3)).setK(16).setExcludeQuery(false);
    }

    @Test
    void aClusterShowsAFewImagesAndAnswersWithABound() {
        SearchReply asked = fixture.answer(request("r", audit(cluster, Map.of())));
        List<String> looked = asked.getClusterAnswer().getLooked();

        assertThat(asked.getError()).isNull();
        assertThat(looked).hasSize(2).isSubsetOf(ids(asked)).isSubsetOf(members);
        assertThat(asked.getClusterAnswer().getMembers()).isEqualTo(members.size());
        assertThat(asked.getClusterAnswer().getLabel()).isNull();
        assertThat(asked.getHits()).allSatisfy(hit -> {
            assertThat(hit.getCluster()).isEqualTo(cluster);
            assertThat(hit.getRole()).isIn("CENTRE", "MIDDLE", "EDGE", "DOUBTFUL");
        });

        SearchReply agreed =
                fixture.answer(request("r", audit(cluster, Map.of(looked.get(0), "seal", looked.get(1), "seal"))));
        SearchReply doubted =
                fixture.answer(request("r", audit(cluster, Map.of(looked.get(0), "seal", looked.get(1), "gear"))));

        assertThat(agreed.getClusterAnswer().getLabel()).isEqualTo("seal");
        assertThat(agreed.getClusterAnswer().getAgreed()).isEqualTo(2);
        assertThat(agreed.getClusterAnswer().getPurityBound()).isGreaterThan(0).isLessThanOrEqualTo(1);
        assertThat(doubted.getClusterAnswer().getLabel()).as("a tie").isNull();
        assertThat(agreed.getHits()).noneMatch(hit -> hit.getRole().isEmpty());
    }

    @Test
    void aClusterThatIsNoneIsRefused() {
        assertThat(fixture.code(request("r", audit("c9", Map.of())))).isEqualTo("INVALID_FIELD");
        assertThat(fixture.code(request("r", new ClusterQuery("c0", 0, 0L, Map.of(), 0.95))))
                .isEqualTo("INVALID_FIELD");
        assertThat(fixture.code(request("r", new ClusterQuery("c0", 3, 0L, Map.of(), 0.5))))
                .isEqualTo("INVALID_FIELD");
    }

    @Test
    void aClusterThatTakesTooLongToReadIsAnsweredSo() {
        fixture.store.beforeMembers = () -> fixture.now = NOW.plusSeconds(11);
        assertThat(fixture.code(request("r", audit("c0", Map.of())))).isEqualTo("DEADLINE_EXCEEDED");
    }

    private static ClusterQuery audit(String cluster, Map<String, String> answers) {
        return new ClusterQuery(cluster, 2, 7L, answers, 0.9);
    }

    private static ImageLabel label(String id, String label) {
        return new ImageLabel(id, label, "test", NOW);
    }

    private ClusterLabel label(String id) {
        return new ClusterLabel(fitted.id(), id, "seal", List.of(), 0, 0, 0, "test", NOW);
    }

    private static List<String> ids(SearchReply reply) {
        return reply.getHits().stream().map(SearchHit::getImageId).toList();
    }
}
