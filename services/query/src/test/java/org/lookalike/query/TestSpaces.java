package org.lookalike.query;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.lookalike.encoding.Encoder;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Fitted spaces of one size, so that only their content tells them apart. */
public final class TestSpaces {
    public static final int DIMENSIONS = 6;

    private TestSpaces() {}

    /** A projection made of this seed, with the clusters c0, c1 and c2. */
    public static Space fitted(Encoder encoder, long seed) {
        Random random = new Random(seed);
        float[] mean = new float[encoder.dimensions()];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = 0.4f + 0.2f * random.nextFloat();
        }
        float[] basis = new float[DIMENSIONS * encoder.dimensions()];
        for (int i = 0; i < basis.length; i++) {
            basis[i] = (float) random.nextGaussian();
        }
        return Space.fitted(
                encoder.id(),
                Topics.VECTORS.name(),
                LinearProjection.of(mean, basis),
                List.of(cluster("c0", 0, 1), cluster("c1", 0, -1), cluster("c2", 1, 1)),
                null);
    }

    /** These spaces, all ready, with this one active. */
    public static Spaces active(Space active, Space... spaces) {
        Spaces known = Spaces.none();
        for (Space space : spaces) {
            known = known.with(space).with(Generation.ready(space.id(), 1, Instant.EPOCH));
        }
        return known.with(new Activation(active.id(), "test", "", Instant.EPOCH));
    }

    private static Cluster cluster(String id, int axis, float coordinate) {
        float[] centre = new float[DIMENSIONS];
        centre[axis] = coordinate;
        return new Cluster(id, centre, 1, 0, List.of());
    }
}
