package org.lookalike.spaces;

import java.util.List;

/** Small spaces for tests. */
final class TestTinySpaces {
    static final String ENCODER = "0123456789abcdef";

    private TestTinySpaces() {}

    static Space raw() {
        return Space.raw(ENCODER, 3);
    }

    /** Drops the third of three features and takes (1, 1, 1) for the centre; the tilt makes it another space. */
    static Space fitted(float tilt) {
        LinearProjection projection =
                LinearProjection.of(new float[] {1, 1, 1}, new float[] {1, tilt, 0, /**/ 0, 1, 0});
        return Space.fitted(
                ENCODER,
                "vectors",
                projection,
                List.of(
                        new Cluster("right", new float[] {1, 0}, 7, 0.1f, List.of("a", "b")),
                        new Cluster("up", new float[] {0, 1}, 5, 0.2f, List.of())),
                new Novelty(0.75f, 0.01));
    }
}
