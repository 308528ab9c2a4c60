package org.lookalike.refit.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.RefitReport;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.platform.config.Settings;
import org.lookalike.refit.sample.SampleWindow;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceKind;
import org.lookalike.spaces.Spaces;

/** Candidates that explain as much as the space before and are of another kind. */
final class GateTest {
    private static final int FEATURES = 24;
    private static final VectorStream STREAM = new VectorStream("vectors", "00112233445566aa", FEATURES);
    private static final String PRINCIPAL = "--refit.fit.neighbours=0";

    @Test
    void anotherKindIsLetThroughOnce() {
        FitResult before = fit(images(400, 1), Spaces.none(), PRINCIPAL);
        FitResult after = fit(images(400, 1), active(before.space()));

        RefitReport report = after.report();
        assertThat(after.space().kind()).isEqualTo(SpaceKind.NEIGHBOURS);
        assertThat(report.getProposed()).isTrue();
        assertThat(report.getReason())
                .contains("whitened by 10 neighbours with shrinkage 1.0, as no space of its encoder is")
                .contains("of the ten nearest in common with the space before: at least the minimum of 0.5000")
                .contains("precision of labelled pictures");
        assertThat(fit(images(400, 2), active(before.space(), after.space()))
                        .report()
                        .getReason())
                .contains("below the minimum of 0.0100");
    }

    @Test
    void whoeverTurnsItOffGetsPrincipalComponentsBack() {
        FitResult before = fit(images(400, 1), Spaces.none());
        FitResult after = fit(images(400, 1), active(before.space()), PRINCIPAL);

        assertThat(after.report().getProposed()).isTrue();
        assertThat(after.report().getReason()).contains("not whitened by neighbours, as all spaces of its encoder are");
    }

    @Test
    void aSampleTooSmallToBeWhitenedReplacesNoSpaceThatIs() {
        FitResult before = fit(images(400, 1), Spaces.none());
        FitResult after = fit(images(100, 1), active(before.space()));

        assertThat(after.space().kind()).isEqualTo(SpaceKind.PRINCIPAL);
        assertThat(after.report().getProposed()).isFalse();
    }

    @Test
    void anotherKindThatFindsSomethingElseIsRejected() {
        FitResult before = fit(images(400, 1), Spaces.none(), PRINCIPAL);
        FitResult after = fit(images(400, 1), active(before.space()), "--refit.gate.minimum-overlap=1");

        assertThat(after.report().getOverlapAt10()).isLessThan(1);
        assertThat(after.report().getProposed()).isFalse();
        assertThat(after.report().getReason()).contains("below the minimum of 1.0000");
    }

    @Test
    void anotherKindThatFindsLabelledImagesLessPreciselyIsRejected() {
        List<SampledImage> images = images(400, 1).stream()
                .map(image -> image(image.imageId(), image.values(), image.values()[0] > 1 ? "bright" : "dark"))
                .toList();

        FitResult before = fit(images, Spaces.none(), PRINCIPAL);
        FitResult after = fit(images, active(before.space()), "--refit.fit.neighbour-shrinkage=0.01");

        assertThat(after.report().getPrecisionAt10()).isLessThan(after.report().getPreviousPrecisionAt10() - 0.005);
        assertThat(after.report().getProposed()).isFalse();
        assertThat(after.report().getReason()).contains("it may lose 0.0050");
    }

    @Test
    void aSpaceThatLearntFromLabelsIsNotGivenUpForAnotherKind() {
        LinearProjection principal = fit(images(400, 1), Spaces.none(), PRINCIPAL)
                .space()
                .projection()
                .orElseThrow();
        Space learnt = Space.fitted(
                STREAM.encoderId(),
                STREAM.topic(),
                LinearProjection.of(principal.mean(), principal.basis(), 1),
                List.of(),
                null);

        assertThat(fit(images(400, 1), active(learnt)).report().getReason()).doesNotContain("whitened by");
    }

    private static Spaces active(Space... spaces) {
        Spaces known = Spaces.none();
        for (Space space : spaces) {
            known = known.with(space)
                    .with(Generation.ready(space.id(), 400, Instant.EPOCH))
                    .with(new Activation(space.id(), "test", "", Instant.EPOCH));
        }
        return known;
    }

    private static FitResult fit(List<SampledImage> images, Spaces spaces, String... flags) {
        List<String> all =
                new ArrayList<>(List.of("--refit.fit.dimensions=4", "--refit.fit.clusters=4", "--refit.fit.threads=1"));
        all.addAll(List.of(flags));
        FitConfig config = Settings.read(all, Map.of(), FitConfig::from).config();
        return new Fit(config, InstantSource.system())
                .run(new FitInput(STREAM, new SampleWindow(0, 10), images.size(), images, spaces, Map.of(), false));
    }

    /** Four kinds, whose images vary most in the first feature. */
    private static List<SampledImage> images(int count, long seed) {
        Random random = new Random(seed);
        List<SampledImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] features = new float[FEATURES];
            for (int j = 0; j < FEATURES; j++) {
                features[j] = (float) (1 + random.nextGaussian() * 0.5 / (1 + j));
            }
            features[10 + i % 4] += 2;
            images.add(image("p" + i, features, "k" + i % 4));
        }
        images.sort(Comparator.comparing(image -> SampleHash.of(image.imageId()), Long::compareUnsigned));
        return images;
    }

    private static SampledImage image(String id, float[] features, String label) {
        ByteBuffer bytes = ByteBuffer.allocate(features.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(features);
        return new SampledImage(
                id, 0, FeatureEncoding.FLOAT32_LE, features.length, bytes.array(), "line 7", "file:///" + id, label);
    }
}
