package org.lookalike.refit.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.platform.config.Settings;
import org.lookalike.refit.sample.SampleWindow;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Placement;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceKind;
import org.lookalike.spaces.Spaces;

final class FitTest {
    private static final int FEATURES = 24;
    private static final String ENCODER = "00112233445566aa";

    @Test
    void oneSampleMakesOneSpace() {
        List<SampledImage> images = images(400, 1);

        assertThat(fit(images).space()).isEqualTo(fit(images).space());
        assertThat(fit(images).space()).isNotEqualTo(fit(images(400, 2)).space());
    }

    @Test
    void asManyDimensionsAsTheShareOfTheVarianceTakes() {
        FitResult little = fit(images(400, 1), "--refit.fit.dimensions=0.5");
        FitResult most = fit(images(400, 1), "--refit.fit.dimensions=0.999");

        assertThat(little.report().getExplainedVariance()).isBetween(0.4, 0.8);
        assertThat(most.report().getExplainedVariance()).isGreaterThan(0.99);
        assertThat(little.space().dimensions()).isLessThan(most.space().dimensions());
    }

    @Test
    void whitenedCoordinatesHaveEqualVariance() {
        List<SampledImage> images = images(2_000, 1);
        Space space = fit(images, "--refit.fit.whitened=true", "--refit.fit.dimensions=6")
                .space();

        double[] squares = new double[6];
        for (SampledImage image : images) {
            float[] coordinates = space.projection().orElseThrow().apply(image.values());
            for (int i = 0; i < squares.length; i++) {
                squares[i] += coordinates[i] * coordinates[i] / images.size();
            }
        }
        assertThat(squares).usingComparatorWithPrecision(0.1).containsOnly(1);
    }

    @Test
    void neighboursDifferLessAlongDirectionsThatAreScaledDownAndNothingElseIsExplained() {
        FitResult plain = fit(images(400, 1), "--refit.fit.neighbours=0");
        FitResult whitened = fit(images(400, 1), "--refit.fit.neighbours=7", "--refit.fit.neighbour-shrinkage=0.5");

        assertThat(whitened.space().kind()).isEqualTo(SpaceKind.NEIGHBOURS);
        assertThat(whitened.report().getNeighbours()).isEqualTo(7);
        assertThat(whitened.report().getNeighbourShrinkage()).isEqualTo(0.5);
        assertThat(whitened.report().getNeighbourPairs()).isBetween(320, 320 * 7 / 2);
        assertThat(whitened.report().getNeighbourVariance()).isBetween(0.0001, 0.1);
        assertThat(whitened.report().getExplainedVariance())
                .isCloseTo(plain.report().getExplainedVariance(), within(1e-5));
        assertThat(plain.space().kind()).isEqualTo(SpaceKind.PRINCIPAL);
        assertThat(plain.report().getNeighbours()).isZero();
        assertThat(plain.report().getNeighbourPairs()).isZero();
        assertThat(plain.report().getNeighbourVariance()).isNull();
    }

    @Test
    void aSmallSampleAndOneScaledToVarianceOneAreNotWhitenedByNeighbours() {
        // A third is held out, and of 310 only 99.
        assertThat(fit(images(290, 1)).space().kind()).isEqualTo(SpaceKind.PRINCIPAL);
        assertThat(fit(images(310, 1)).space().kind()).isEqualTo(SpaceKind.NEIGHBOURS);
        assertThat(fit(images(310, 1), "--refit.fit.whitened=true").space().kind())
                .isEqualTo(SpaceKind.PRINCIPAL);
    }

    @Test
    void fewerPairsThanDirectionsDoNotWhiten() {
        // Of 211 images hardly more than a quarter are one another's nearest.
        FitResult many = fit(images(310, 1), "--refit.fit.neighbours=1");
        FitResult few = fit(images(310, 1, 120), "--refit.fit.neighbours=1", "--refit.fit.dimensions=120");

        assertThat(many.space().kind()).isEqualTo(SpaceKind.NEIGHBOURS);
        assertThat(few.space().kind()).isEqualTo(SpaceKind.PRINCIPAL);
        assertThat(few.report().getNeighbourPairs()).isBetween(1, 119);
        assertThat(few.report().getNeighbourVariance()).isNull();
    }

    @Test
    void theNoveltyThresholdLetsTheRateOfOrdinaryImagesThrough() {
        Space space = fit(images(3_000, 1), "--refit.fit.novelty-rate=0.05").space();

        float threshold = space.novelty().orElseThrow().threshold();
        long beyond = images(3_000, 9).stream()
                .map(image -> space.place(image.values()))
                .filter(placement -> placement.clusterDistance() > threshold)
                .count();
        assertThat(beyond / 3_000.0).isBetween(0.02, 0.1);
    }

    @Test
    void aSampleTooSmallForTheRateMakesNoThreshold() {
        assertThat(fit(images(60, 1), "--refit.fit.novelty-rate=0.001").space().novelty())
                .isEmpty();
    }

    @Test
    void clustersTellTheirSizeSpreadAndExamples() {
        List<SampledImage> images = images(400, 1);
        Space space = fit(images).space();

        assertThat(space.clusters()).hasSize(4);
        assertThat(space.clusters().stream()
                        .mapToLong(cluster -> cluster.size())
                        .sum())
                .isEqualTo(400);
        assertThat(space.clusters()).allSatisfy(cluster -> {
            assertThat(cluster.size()).isBetween(80L, 120L);
            assertThat(cluster.spread()).isBetween(0.01f, 1f);
            assertThat(cluster.examples()).hasSize(8);
            SampledImage example = images.stream()
                    .filter(image -> image.imageId().equals(cluster.examples().get(0)))
                    .findFirst()
                    .orElseThrow();
            Placement placement = space.place(example.values());
            assertThat(placement.cluster()).isEqualTo(cluster.id());
            assertThat(placement.clusterDistance()).isLessThan(cluster.spread());
        });
    }

    @Test
    void aSampleBeyondTheMemoryIsCutToItsSmallestHashes() {
        long limit = FitMemory.bytes(100, FEATURES, 4);

        assertThat(FitMemory.maxSample(limit, FEATURES, 4)).isEqualTo(100);
        assertThat(FitMemory.maxSample(limit - 1, FEATURES, 4)).isEqualTo(99);
        assertThat(FitMemory.maxSample(1 << 20, FEATURES, 4)).isZero();
    }

    @Test
    void vectorsThatAreAllEqualMakeNoSpace() {
        List<SampledImage> equal = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            equal.add(image("p" + i, new float[FEATURES], 0));
        }

        assertThatThrownBy(() -> fit(equal)).isInstanceOf(IllegalArgumentException.class);
    }

    private static FitResult fit(List<SampledImage> images, String... flags) {
        List<String> all =
                new ArrayList<>(List.of("--refit.fit.dimensions=4", "--refit.fit.clusters=4", "--refit.fit.threads=1"));
        for (String flag : flags) {
            all.removeIf(earlier -> earlier.startsWith(flag.substring(0, flag.indexOf('=') + 1)));
            all.add(flag);
        }
        FitConfig config = Settings.read(all, Map.of(), FitConfig::from).config();
        VectorStream stream = new VectorStream("vectors", ENCODER, images.get(0).values().length);
        return new Fit(config, InstantSource.system())
                .run(new FitInput(
                        stream, new SampleWindow(0, 10), images.size(), images, Spaces.none(), Map.of(), false));
    }

    /** Vectors of four kinds, smallest hash first. */
    private static List<SampledImage> images(int count, long seed) {
        return images(count, seed, FEATURES);
    }

    private static List<SampledImage> images(int count, long seed, int width) {
        Random random = new Random(seed);
        List<SampledImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] features = new float[width];
            for (int j = 0; j < width; j++) {
                features[j] = (float) (1 + random.nextGaussian() * 0.5 / (1 + j));
            }
            features[10 + i % 4] += 2;
            images.add(image("p" + i, features, i % 4));
        }
        images.sort(Comparator.comparing(image -> SampleHash.of(image.imageId()), Long::compareUnsigned));
        return images;
    }

    private static SampledImage image(String id, float[] features, int kind) {
        ByteBuffer bytes = ByteBuffer.allocate(features.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(features);
        return new SampledImage(
                id,
                0,
                FeatureEncoding.FLOAT32_LE,
                features.length,
                bytes.array(),
                "line 7",
                "file:///" + id,
                "k" + kind);
    }
}
