package org.lookalike.refit.adapt;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageVector;
import org.lookalike.latent.sample.BottomK;
import org.lookalike.latent.sample.Sampled;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicReader;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.schemas.Topics;

/**
 * Reads a topic of vectors once, from its beginning to what is its end then: a sample of all images, and the labelled
 * ones. Only records of those are decoded, for their keys decide. Used by one thread.
 */
final class TopicScan {
    private final AvroCodec codec;
    private final VectorStream stream;
    private final Map<String, String> labels;
    private final BottomK<SampledImage> sample;
    private final Map<String, SampledImage> labelled = new TreeMap<>();

    /**
     * @param labels of the images that are wanted whether they are in the sample or not
     * @param size of the sample at most
     */
    TopicScan(AvroCodec codec, VectorStream stream, Map<String, String> labels, int size) {
        this.codec = codec;
        this.stream = stream;
        this.labels = labels;
        this.sample = new BottomK<>(size);
    }

    /**
     * Reads.
     *
     * @param consumer without a group; closed by this
     * @throws org.lookalike.platform.failure.TransientFailure if the topic cannot be read to its end
     */
    void read(Consumer<byte[], byte[]> consumer) {
        try (TopicReader reader = new TopicReader(consumer, stream.topic())) {
            reader.read(this::take);
        }
    }

    /** The sample, smallest hash first. */
    List<SampledImage> sample() {
        return sample.entries().stream().map(Sampled::payload).toList();
    }

    /** The labelled images that have a vector, with their labels, in the order of their ids. */
    List<SampledImage> labelled() {
        return List.copyOf(labelled.values());
    }

    /** About how many images there are. */
    long images() {
        return Math.round(sample.estimatedPopulation());
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        @Nullable String id = Records.text(record.key());
        if (id == null) {
            return;
        }
        if (record.value() == null) {
            sample.forget(id);
            labelled.remove(id);
            return;
        }
        @Nullable String label = labels.get(id);
        boolean admitted = sample.admits(id);
        if (label == null && !admitted) {
            return;
        }
        @Nullable SampledImage image = image(id, record, label == null ? "" : label);
        if (image != null && label != null) {
            labelled.put(id, image);
        }
        if (image != null && admitted) {
            sample.offer(id, image);
        }
    }

    /** Nothing of what cannot be read, which the sink sets aside for everybody, or is another encoder's. */
    private @Nullable SampledImage image(String id, ConsumerRecord<byte[], byte[]> record, String label) {
        try {
            ImageVector event = codec.decode(Topics.vectors(stream.topic()), record.value());
            if (!event.getImageId().equals(id)
                    || !event.getEncoderId().equals(stream.encoderId())
                    || event.getDimensions() != stream.dimensions()) {
                return null;
            }
            byte[] features = new byte[event.getFeatures().remaining()];
            event.getFeatures().duplicate().get(features);
            SampledImage image = new SampledImage(
                    id,
                    record.timestamp(),
                    event.getEncoding(),
                    event.getDimensions(),
                    features,
                    event.getSource(),
                    event.getUri(),
                    label);
            double squares = 0;
            for (float value : image.values()) {
                squares += (double) value * value;
            }
            return squares > 0 && Double.isFinite(squares) ? image : null;
        } catch (PermanentFailure | IllegalArgumentException e) {
            return null;
        }
    }
}
