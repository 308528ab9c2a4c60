package org.lookalike.bench.embed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.bench.embed.SystemsUnderTest.SystemUnderTest;
import org.lookalike.bench.measure.MedianAndRange;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.bench.worker.WorkerBroker.VectorListener;
import org.lookalike.events.ImageVector;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.schemas.FeatureBytes;

/** The features that one worker made of a set of images, by image id. */
final class WorkerFeatures implements VectorListener {
    private final SystemUnderTest system;
    private final Map<String, float[]> byId = new HashMap<>();

    WorkerFeatures(SystemUnderTest system) {
        this.system = system;
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> record) {
        ImageVector vector = system.broker().vector(record);
        byId.put(vector.getImageId(), FeatureBytes.read(vector.getFeatures(), vector.getEncoding()));
    }

    /**
     * Cosines between the two workers' features of each image.
     *
     * @throws BenchFailure if they did not embed the same images
     */
    MedianAndRange agreementWith(WorkerFeatures other) {
        if (!byId.keySet().equals(other.byId.keySet())) {
            throw new BenchFailure(
                    "the workers embedded different pictures: %d and %d".formatted(byId.size(), other.byId.size()));
        }
        List<Double> cosines = byId.entrySet().stream()
                .map(entry -> Vectors.cosine(entry.getValue(), Objects.requireNonNull(other.byId.get(entry.getKey()))))
                .toList();
        return MedianAndRange.of(cosines);
    }
}
