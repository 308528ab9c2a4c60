package org.lookalike.spaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpaceTest {
    @Test
    void namesTheRawSpaceByItsEncoderSoThatSinkAndQueryMeet() {
        Space raw = Space.raw("0123456789abcdef", 1280);

        assertThat(raw.id()).isEqualTo("94fcf1d2ec50");
        assertThat(raw.collection()).isEqualTo("images_94fcf1d2ec50");
        assertThat(Space.isCollection(raw.collection())).isTrue();
        assertThat(Space.raw("fedcba9876543210", 1280)).isNotEqualTo(raw);
    }

    @Test
    void theIdOfAFittedSpaceIsMadeOfEverythingThatMakesItsVectors() {
        Space space = TestTinySpaces.fitted(0);

        assertThat(TestTinySpaces.fitted(0)).isEqualTo(space).hasSameHashCodeAs(space);
        assertThat(TestTinySpaces.fitted(0.25f)).isNotEqualTo(space);
        assertThat(Space.fitted("fedcba9876543210", "vectors", projection(space), space.clusters(), null))
                .isNotEqualTo(space);
        assertThat(Space.fitted(
                        space.encoderId(),
                        "vectors",
                        projection(space),
                        space.clusters().subList(0, 1),
                        null))
                .isNotEqualTo(space);
    }

    @Test
    void projectsScalesAndFindsTheNearestCluster() {
        Placement placement = TestTinySpaces.fitted(0).place(new float[] {4, 5, 99});

        assertThat(placement.vector()).containsExactly(0.6f, 0.8f);
        assertThat(placement.cluster()).isEqualTo("up");
        assertThat(placement.clusterDistance())
                .isCloseTo((float) Math.sqrt(0.4), org.assertj.core.data.Offset.offset(1e-6f));
    }

    @Test
    void aRawSpaceOnlyScales() {
        Placement placement = TestTinySpaces.raw().place(new float[] {0, 3, 4});

        assertThat(placement.vector()).containsExactly(0, 0.6f, 0.8f);
        assertThat(placement.cluster()).isEmpty();
    }

    @Test
    void refusesFeaturesOfAnotherEncoderAndThoseWithoutADirection() {
        Space space = TestTinySpaces.fitted(0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> space.place(new float[2]))
                .withMessageContaining("2 features, space " + space.id() + " needs 3");
        assertThatIllegalArgumentException().isThrownBy(() -> space.place(new float[] {1, 1, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> space.place(new float[] {Float.NaN, 1, 1}));
    }

    @Test
    void refusesWhatCannotBeASpace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Space.raw("0123456789abcdef", 1))
                .withMessageContaining("1 dimensions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Space.raw("upper", 8))
                .withMessageContaining("'upper'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Space.raw("0123456789abcdef", 8, "elsewhere"))
                .withMessageContaining("'elsewhere'");
        LinearProjection projection = projection(TestTinySpaces.fitted(0));
        Cluster cluster = new Cluster("twice", new float[] {1, 0}, 1, 0, List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Space.fitted(TestTinySpaces.ENCODER, "vectors", projection, List.of(cluster, cluster), null))
                .withMessageContaining("twice");
    }

    private static LinearProjection projection(Space space) {
        return space.projection().orElseThrow();
    }
}
