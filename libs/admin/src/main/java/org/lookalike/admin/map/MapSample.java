package org.lookalike.admin.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.admin.topic.NewestRecords;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.events.ImageVector;
import org.lookalike.latent.sample.BottomK;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Features;
import org.lookalike.spaces.Placement;
import org.lookalike.spaces.Space;

/**
 * The images of a space, as its topic of vectors holds them: all, or a sample that is the same every time. New images
 * change a sample only as far as they belong to it.
 *
 * @param images by image id
 * @param all how many there are, about where this is a sample
 * @param leftOut how many cannot be read or placed, or are another encoder's
 */
public record MapSample(List<PointImage> images, long all, long leftOut) {
    public MapSample {
        images = List.copyOf(images);
    }

    /**
     * Reads it.
     *
     * @param limit how many images to take at most, at least 1; memory is needed for their vectors
     * @param features whether to take the encoder's features too
     * @param problems called with one sentence for each record that cannot be used
     * @throws IllegalArgumentException if the topic does not exist
     */
    public static MapSample read(
            TopicScanner topics, AvroCodec codec, Space space, int limit, boolean features, Consumer<String> problems) {
        Topic<ImageVector> topic = Topics.vectors(space.vectorsTopic());
        int partitions = topics.partitions(topic);
        if (partitions == 0) {
            throw new IllegalArgumentException("topic %s does not exist".formatted(topic.name()));
        }
        Reading reading = new Reading(codec, topic, space, limit, features, problems);
        for (int partition = 0; partition < partitions; partition++) {
            topics.partition(topic, partition, scan -> NewestRecords.forEach(scan::forEach, reading));
        }
        return reading.sample();
    }

    private static final class Reading implements Consumer<ConsumerRecord<byte[], byte[]>> {
        private final AvroCodec codec;
        private final Topic<ImageVector> topic;
        private final Space space;
        private final boolean features;
        private final Consumer<String> problems;
        private final BottomK<PointImage> kept;
        private long leftOut;

        private Reading(
                AvroCodec codec,
                Topic<ImageVector> topic,
                Space space,
                int limit,
                boolean features,
                Consumer<String> problems) {
            this.codec = codec;
            this.topic = topic;
            this.space = space;
            this.features = features;
            this.problems = problems;
            this.kept = new BottomK<>(limit);
        }

        @Override
        public void accept(ConsumerRecord<byte[], byte[]> record) {
            try {
                ImageVector event = codec.decode(topic, record.value());
                if (!event.getEncoderId().equals(space.encoderId())) {
                    leftOut++;
                } else {
                    offer(event);
                }
            } catch (PermanentFailure | IllegalArgumentException e) {
                leftOut++;
                problems.accept("%s-%d@%d is left out: %s"
                        .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()));
            }
        }

        private void offer(ImageVector event) {
            float[] raw = Features.of(event);
            Placement placement = space.place(raw);
            kept.offer(
                    event.getImageId(),
                    new PointImage(
                            event.getImageId(),
                            event.getUri(),
                            event.getSource(),
                            Map.copyOf(event.getAttributes()),
                            placement.cluster(),
                            placement.vector(),
                            features ? raw : null));
        }

        private MapSample sample() {
            List<PointImage> images = new ArrayList<>();
            kept.entries().forEach(entry -> images.add(entry.payload()));
            images.sort(Comparator.comparing(PointImage::imageId));
            return new MapSample(images, Math.round(kept.estimatedPopulation()), leftOut);
        }
    }
}
