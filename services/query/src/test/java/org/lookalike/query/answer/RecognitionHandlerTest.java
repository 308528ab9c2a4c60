package org.lookalike.query.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lookalike.query.answer.SearchFixture.NOW;
import static org.lookalike.query.answer.SearchFixture.byImage;
import static org.lookalike.query.answer.SearchFixture.image;
import static org.lookalike.query.answer.SearchFixture.request;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.Recognise;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.Verdict;
import org.lookalike.labels.ImageLabel;
import org.lookalike.labels.Labels;

/** Verdicts by enrolled classes. */
final class RecognitionHandlerTest {
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
    void withoutLabelsNothingIsRecognised() {
        Verdict verdict = verdict(byImage("r", image(1)), null);

        assertThat(verdict.getKind()).isEqualTo("UNSURE");
        assertThat(verdict.getLabel()).isNull();
        assertThat(verdict.getReason()).contains("no class is enrolled");
    }

    @Test
    void anEnrolledImageIsMatchedAndTheVerdictSaysOnWhatItRests() {
        enrol();

        Verdict verdict = verdict(byImage("r", image(1)).setExcludeQuery(false), 0.2);

        assertThat(verdict.getKind()).isEqualTo("MATCH");
        assertThat(verdict.getLabel()).isEqualTo("class 1");
        assertThat(verdict.getNearestImageId()).isEqualTo("p1");
        assertThat(verdict.getScore()).isGreaterThan(0.999);
        assertThat(verdict.getRunnerUp()).isNotNull().isNotEqualTo("class 1");
        assertThat(verdict.getMatchThreshold()).isBetween(0.0, 1.0);
        assertThat(verdict.getFalseMatchRate()).isEqualTo(0.2);
        assertThat(verdict.getClasses()).isEqualTo(6);
        assertThat(verdict.getTemplates()).isEqualTo(1);
        assertThat(verdict.getImpostors()).isEqualTo(6);
        assertThat(verdict.getGenuine()).isZero();
    }

    @Test
    void anImageIsNotRecognisedByItself() {
        enrol();

        assertThat(verdict(request("r", new ImageIdQuery("p1")), null).getLabel())
                .isNotEqualTo("class 1");
        assertThat(verdict(byImage("r", image(1)), null).getLabel()).isNotEqualTo("class 1");
    }

    @Test
    void aLabelTakesEffectSoonAfterItHasCome() {
        assertThat(verdict(byImage("r", image(1)), null).getClasses()).isZero();
        enrol();

        await().untilAsserted(() -> assertThat(verdict(byImage("r", image(1)).setExcludeQuery(false), null)
                        .getLabel())
                .isEqualTo("class 1"));
    }

    @Test
    void anyOtherRequestHasNoVerdict() {
        enrol();

        assertThat(fixture.answer(byImage("r", image(1))).getVerdict()).isNull();
        assertThat(fixture.code(byImage("r", image(1)).setRecognise(new Recognise(0.0))))
                .isEqualTo("INVALID_FIELD");
    }

    private void enrol() {
        List<ImageLabel> labels = new ArrayList<>();
        for (int seed = 0; seed < 6; seed++) {
            labels.add(new ImageLabel("p" + seed, "class " + seed, "test", NOW));
        }
        fixture.labels = Labels.of(labels, List.of());
    }

    private Verdict verdict(SearchRequest.Builder request, Double rate) {
        return fixture.answer(request.setRecognise(new Recognise(rate))).getVerdict();
    }
}
