package org.lookalike.bench.embed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.bench.embed.Contestants.Contestant;
import org.lookalike.bench.measure.Spread;
import org.lookalike.bench.worker.Arena.VectorListener;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.encoding.parity.Cosine;
import org.lookalike.events.ImageVector;
import org.lookalike.schemas.FeatureBytes;

/** The features that one worker made of a set of images, by image id. */
final class Features implements VectorListener {
    private final Contestant contestant;
    private final Map<String, float[]> byId = new HashMap<>();

    Features(Contestant contestant) {
        this.contestant = contestant;
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> record) {
        ImageVector vector = contestant.arena().vector(record);
        byId.put(vector.getImageId(), FeatureBytes.read(vector.getFeatures(), vector.getEncoding()));
    }

    /**
     * Cosines between the two workers' features of each image.
     *
     * @throws BenchFailure if they did not embed the same images
     */
    Spread agreementWith(Features other) {
        if (!byId.keySet().equals(other.byId.keySet())) {
            throw new BenchFailure(
                    "the workers embedded different pictures: %d and %d".formatted(byId.size(), other.byId.size()));
        }
        List<Double> cosines = byId.entrySet().stream()
                .map(entry -> Cosine.between(entry.getValue(), Objects.requireNonNull(other.byId.get(entry.getKey()))))
                .toList();
        return Spread.of(cosines);
    }
}
