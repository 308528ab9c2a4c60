package org.lookalike.query.recognise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lookalike.labels.ImageLabel;
import org.lookalike.labels.Labels;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.recognition.Calibration;
import org.lookalike.latent.recognition.Recogniser;
import org.lookalike.latent.recognition.RecognitionResult;
import org.lookalike.platform.config.Settings;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.InMemoryVectorStore;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

final class EnrolmentTest {
    private static final int DIMENSIONS = 16;
    private static final double RATE = 0.05;

    private final Random random = new Random(3);
    private final Space space = Space.raw("00112233445566aa", DIMENSIONS);
    private final VectorStore store = new InMemoryVectorStore();
    private final RecognitionConfig config = Settings.read(
                    List.of("--query.recognise.false-match-rate=" + RATE), Map.of(), RecognitionConfig::from)
            .config();
    private final List<ImageLabel> labels = new ArrayList<>();

    EnrolmentTest() {
        store.ensureCollection(space.collection(), DIMENSIONS);
        float[] bolt = anything();
        float[] nut = anything();
        for (int i = 0; i < 4; i++) {
            put("bolt-" + i, near(bolt), "bolt");
            put("nut-" + i, near(nut), "nut");
        }
    }

    @Test
    void theBackgroundTellsHowStrangersLook() {
        assertThat(recogniser().calibration().basis()).isEqualTo(Calibration.Basis.NOTHING);
        for (int i = 0; i < 60; i++) {
            put("stranger-" + i, anything(), ImageLabel.BACKGROUND);
        }

        Recogniser recogniser = recogniser();

        assertThat(recogniser.calibration().basis()).isEqualTo(Calibration.Basis.STRANGERS);
        assertThat(recogniser.calibration().classes()).isEqualTo(2);
        assertThat(recogniser.calibration().impostors()).isEqualTo(60);
        int trials = 2_000;
        long matches = random.ints(trials)
                .mapToObj(unused -> recogniser.recognise(anything()))
                .filter(verdict -> verdict.kind() == RecognitionResult.Kind.MATCH)
                .count();
        assertThat(matches / (double) trials).isBetween(RATE / 3, RATE * 2);
    }

    @Test
    void nothingIsRecognisedAsBackground() {
        float[] seen = anything();
        for (int i = 0; i < 30; i++) {
            put("stranger-" + i, near(seen), ImageLabel.BACKGROUND);
        }

        assertThat(recogniser().recognise(near(seen)).label()).isIn("bolt", "nut");
        assertThat(recogniser().recognise(near(seen)).runnerUp()).isIn("bolt", "nut");
        assertThat(enrolment().template(Optional.of("stranger-3"), Optional.empty()))
                .isEmpty();
        assertThat(enrolment().template(Optional.of("nut-3"), Optional.empty()).map(enrolment()::imageId))
                .contains("nut-3");
    }

    @Test
    void whereOnlyTheBackgroundIsLabelledNothingIsEnrolled() {
        labels.clear();
        put("stranger", anything(), ImageLabel.BACKGROUND);

        assertThat(enrolment().recogniser(null)).isEmpty();
    }

    private Enrolment enrolment() {
        return Enrolment.of(space, Labels.of(labels, List.of()), store, config, null);
    }

    private Recogniser recogniser() {
        return enrolment().recogniser(null).orElseThrow();
    }

    private void put(String id, float[] vector, String label) {
        store.upsert(space.collection(), List.of(new VectorRow(id, vector, "", Instant.EPOCH, "", "", Map.of())));
        labels.add(new ImageLabel(id, label, "", Instant.EPOCH));
    }

    private float[] anything() {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return Vectors.normalised(vector);
    }

    private float[] near(float[] centre) {
        float[] vector = anything();
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = centre[i] + 0.3f * vector[i];
        }
        return Vectors.normalised(vector);
    }
}
