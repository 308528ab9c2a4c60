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
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.RefitKind;
import org.lookalike.events.RefitReport;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.platform.config.Settings;
import org.lookalike.refit.sample.SampleWindow;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Kinds of images that differ in directions of little variance, beside much variance that says nothing of them. */
final class AdaptedFitTest {
    private static final int FEATURES = 40;
    private static final int KINDS = 8;
    private static final int NUISANCES = 6;
    private static final VectorStream STREAM = new VectorStream("vectors", "00112233445566aa", FEATURES);

    private final List<SampledImage> images = images("p", 800, 0);

    @Test
    void labelsMakeASpaceThatFindsImagesItHasNotSeen() {
        Space before = periodic(images, Spaces.none(), false).space();

        FitResult result = adapted(images, labelled(kind -> true), Spaces.none().with(before));

        RefitReport report = result.report();
        assertThat(report.getProposed()).as(report.getReason()).isTrue();
        assertThat(report.getKind()).isEqualTo(RefitKind.ADAPTED);
        assertThat(report.getMeanAveragePrecision()).isGreaterThan(report.getPreviousMeanAveragePrecision() + 0.1);
        assertThat(report.getWeight()).isGreaterThan(0.1);
        assertThat(report.getLabelClasses()).isEqualTo(KINDS);
        assertThat(report.getLabelsFitted() + report.getLabelsHeldOut()).isEqualTo(KINDS * 24);
        assertThat(report.getLabelsHeldOut()).isBetween(30, 66);
        assertThat(report.getLabelsDigest()).isEqualTo("digest");
        assertThat(report.getDiscriminantDimensions()).isEqualTo(KINDS - 1);
        assertThat(result.space().isAdapted()).isTrue();
        assertThat(result.space().dimensions()).isEqualTo(12 + KINDS - 1);
        assertThat(report.getPreviousSpaceId()).isEqualTo(before.id());
    }

    @Test
    void clustersKeepTheirNames() {
        Space before = periodic(images, Spaces.none(), false).space();

        FitResult result = adapted(images, labelled(kind -> true), Spaces.none().with(before));

        assertThat(result.space().clusters())
                .extracting(Cluster::id)
                .containsAnyElementsOf(
                        before.clusters().stream().map(Cluster::id).toList());
    }

    @Test
    void labelsThatSayNothingMakeNoSpace() {
        SplittableRandom random = new SplittableRandom(4);
        List<SampledImage> guessed = labelled(kind -> true).stream()
                .map(image -> image(image.imageId(), image.values(), "kind " + random.nextInt(4)))
                .toList();

        RefitReport report = adapted(images, guessed, Spaces.none()).report();

        assertThat(report.getProposed()).isFalse();
        assertThat(report.getReason()).contains("no weight");
    }

    @Test
    void theSameLabelsMakeNoSecondSpace() {
        Spaces once = Spaces.none()
                .with(adapted(images, labelled(kind -> true), Spaces.none()).space());

        RefitReport again =
                adapted(images("q", 800, 1), labelled(kind -> true), once).report();

        assertThat(again.getProposed()).isFalse();
        assertThat(again.getReason()).contains("neither is enough");
    }

    @Test
    void tooFewLabelledImagesWithVectorsMakeNothing() {
        List<SampledImage> few = labelled(kind -> kind < 2).subList(0, 4);

        assertThat(fit().run(input(images, few, Spaces.none()))).isEmpty();
    }

    @Test
    void aPeriodicRefitIsHandedOverWhereSpacesLearnAndProposedWhereTheyDoNot() {
        Space learnt = adapted(images, labelled(kind -> true), Spaces.none()).space();
        Spaces active = Spaces.none()
                .with(learnt)
                .with(Generation.ready(learnt.id(), 800, Instant.EPOCH))
                .with(new Activation(learnt.id(), "test", "", Instant.EPOCH));
        List<SampledImage> news = images("new", 800, 12);

        RefitReport handedOver = periodic(news, active, true).report();
        RefitReport proposed = periodic(news, active, false).report();
        RefitReport renewed = adapted(news, labelled(kind -> true), active).report();

        assertThat(handedOver.getProposed()).isFalse();
        assertThat(handedOver.getHandedOver()).isTrue();
        assertThat(handedOver.getReason()).contains("handed over");
        assertThat(proposed.getProposed()).as(proposed.getReason()).isTrue();
        assertThat(proposed.getHandedOver()).isFalse();
        assertThat(renewed.getProposed()).as(renewed.getReason()).isTrue();
        assertThat(renewed.getReason()).contains("more of the variance");
    }

    private static FitResult periodic(List<SampledImage> images, Spaces spaces, boolean learning) {
        return new Fit(config(), InstantSource.system())
                .run(new FitInput(STREAM, new SampleWindow(0, 10), images.size(), images, spaces, Map.of(), learning));
    }

    private static FitResult adapted(List<SampledImage> images, List<SampledImage> labelled, Spaces spaces) {
        return fit().run(input(images, labelled, spaces)).orElseThrow();
    }

    private static AdaptedFitInput input(List<SampledImage> images, List<SampledImage> labelled, Spaces spaces) {
        return new AdaptedFitInput(STREAM, images.size(), images, labelled, "digest", spaces);
    }

    private static AdaptedFit fit() {
        AdaptedFitConfig adapted =
                Settings.read(List.of(), Map.of(), AdaptedFitConfig::from).config();
        return new AdaptedFit(adapted, config(), InstantSource.system());
    }

    private static FitConfig config() {
        return Settings.read(
                        List.of("--refit.fit.dimensions=12", "--refit.fit.clusters=8", "--refit.fit.threads=1"),
                        Map.of(),
                        FitConfig::from)
                .config();
    }

    /** 24 images of each of some kinds, with labels. */
    private static List<SampledImage> labelled(IntPredicate kinds) {
        List<SampledImage> all = new ArrayList<>();
        for (int i = 0; i < KINDS * 24; i++) {
            if (kinds.test(i % KINDS)) {
                all.add(image("l" + i, features(i % KINDS, 0, new SplittableRandom(7_000 + i)), "kind " + i % KINDS));
            }
        }
        return all;
    }

    /** @param shift moves the great variance to other features */
    private static List<SampledImage> images(String prefix, int count, int shift) {
        SplittableRandom random = new SplittableRandom(prefix.hashCode());
        List<SampledImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(image(prefix + i, features(i % KINDS, shift, random), ""));
        }
        images.sort(Comparator.comparing(image -> SampleHash.of(image.imageId()), Long::compareUnsigned));
        return images;
    }

    private static float[] features(int kind, int shift, SplittableRandom random) {
        float[] features = new float[FEATURES];
        for (int j = 0; j < FEATURES; j++) {
            boolean nuisance = shift < 2 ? j < NUISANCES : j >= FEATURES - shift;
            features[j] = (float) (random.nextGaussian() * (nuisance ? 1.5 : 0.5));
        }
        features[NUISANCES + kind] += 2.5f;
        return features;
    }

    private static SampledImage image(String id, float[] features, String label) {
        ByteBuffer bytes = ByteBuffer.allocate(features.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(features);
        return new SampledImage(
                id, 0, FeatureEncoding.FLOAT32_LE, features.length, bytes.array(), "line 7", "file:///" + id, label);
    }
}
