package org.lookalike.admin.spaces;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Novelty;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Small spaces for tests. */
public final class TestSpaceHistory {
    public static final String ENCODER = "0123456789abcdef";
    public static final Instant DEFINED = Instant.parse("2026-03-01T10:00:00Z");

    private TestSpaceHistory() {}

    public static Space raw() {
        return Space.raw(ENCODER, 3);
    }

    /** Drops the third of three features and takes (1, 1, 1) for the centre; the tilt makes it another space. */
    public static Space fitted(float tilt, Cluster... clusters) {
        LinearProjection projection =
                LinearProjection.of(new float[] {1, 1, 1}, new float[] {1, tilt, 0, /**/ 0, 1, 0});
        return Space.fitted(ENCODER, "vectors", projection, List.of(clusters), new Novelty(0.75f, 0.01));
    }

    public static Cluster cluster(String id, float x, float y, long size) {
        return new Cluster(id, new float[] {x, y}, size, 0.25f, List.of(id + "-1", id + "-2"));
    }

    public static Generation failed(Space space) {
        return new Generation(
                space.id(),
                Generation.State.FAILED,
                10,
                9,
                List.of("lost"),
                List.of(),
                "a picture is missing",
                DEFINED.plusSeconds(60),
                "",
                false);
    }

    static SpaceHistory history(Spaces spaces) {
        return new SpaceHistory(
                spaces,
                Map.of(
                        raw().id(),
                        DEFINED,
                        fitted(0).id(),
                        DEFINED,
                        fitted(0.5f).id(),
                        DEFINED));
    }
}
