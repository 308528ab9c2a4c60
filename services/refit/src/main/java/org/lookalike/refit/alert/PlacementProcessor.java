package org.lookalike.refit.alert;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.novelty.FeatureHashing;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.refit.sample.VectorUpdate;
import org.lookalike.spaces.Novelty;
import org.lookalike.spaces.Placement;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/**
 * Places each new image in the active space and sends it to its source's task. Drift is detected in the encoder's own
 * features, so that a source's past outlives every space.
 */
public final class PlacementProcessor extends ContextualProcessor<String, VectorUpdate, String, PlacedImage> {
    private final Supplier<Spaces> spaces;
    private final Retrier retrier;
    private final int hashedDimensions;
    private final Map<Integer, FeatureHashing> hashings = new HashMap<>();

    public PlacementProcessor(Supplier<Spaces> spaces, Retrier retrier, AlertConfig config) {
        this.spaces = spaces;
        this.retrier = retrier;
        this.hashedDimensions = config.driftRules().dimensions();
    }

    @Override
    public void process(Record<String, VectorUpdate> record) {
        if (record.value() instanceof VectorUpdate.Upsert update) {
            PlacedImage image = place(update, retrier.get(spaces));
            context().forward(new Record<>(image.source(), image, record.timestamp()));
        }
    }

    private PlacedImage place(VectorUpdate.Upsert update, Spaces known) {
        VectorStream stream = update.stream();
        Space active = known.active()
                .filter(space -> space.encoderId().equals(stream.encoderId())
                        && space.vectorsTopic().equals(stream.topic())
                        && space.encoderDimensions() == stream.dimensions())
                .orElse(null);
        String spaceId = active == null ? "" : active.id();
        String cluster = "";
        float distance = 0;
        float threshold = Float.POSITIVE_INFINITY;
        if (active != null && active.novelty().isPresent()) {
            Novelty novelty = active.novelty().get();
            try {
                Placement placement = active.place(update.features());
                cluster = placement.cluster();
                distance = placement.clusterDistance();
                threshold = cluster.isEmpty() ? threshold : novelty.threshold();
            } catch (IllegalArgumentException e) {
                // Exactly the mean: it has no direction, so nothing can be said about it.
                threshold = Float.POSITIVE_INFINITY;
            }
        }
        return new PlacedImage(
                stream.key(),
                update.imageId(),
                update.image().source(),
                update.image().uri(),
                spaceId,
                cluster,
                distance,
                threshold,
                hashed(update.features()));
    }

    private float[] hashed(float[] features) {
        FeatureHashing hashing =
                hashings.computeIfAbsent(features.length, length -> new FeatureHashing(length, hashedDimensions));
        float[] hashed = new float[hashing.dimensions()];
        hashing.hash(Vectors.normalised(features), hashed, 0);
        return hashed;
    }
}
