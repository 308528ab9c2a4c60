package org.lookalike.admin.images;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.admin.topic.NewestRecords;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;

/** Finds the images that a filter means, in the log. May be used by many threads. */
public final class ImageSelector {
    private final TopicScanner topics;
    private final AvroCodec codec;
    private final Consumer<String> problems;

    /** @param problems called with one sentence for each record that cannot be read, which is passed over */
    public ImageSelector(TopicScanner topics, AvroCodec codec, Consumer<String> problems) {
        this.topics = topics;
        this.codec = codec;
        this.problems = problems;
    }

    /**
     * The ids of the images that were accepted, and not deleted since, or refused. Ids that stand alone are taken as they
     * are, known or not.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker or the registry does not answer
     */
    public Set<String> select(ImageFilter filter) {
        if (filter.isOfIdsOnly()) {
            return new LinkedHashSet<>(filter.ids());
        }
        Set<String> selected = new TreeSet<>();
        for (int partition = 0; partition < topics.partitions(Topics.IMAGES_ARRIVED); partition++) {
            topics.partition(
                    Topics.IMAGES_ARRIVED,
                    partition,
                    scanner -> NewestRecords.forEach(
                            scanner::forEach,
                            record -> read(Topics.IMAGES_ARRIVED, record, event -> {
                                if (filter.matches(event)) {
                                    selected.add(event.getImageId());
                                }
                            })));
        }
        topics.all(
                Topics.IMAGES_QUARANTINED,
                record -> read(Topics.IMAGES_QUARANTINED, record, event -> {
                    String id = event.getImageId();
                    if (id != null && filter.matches(event)) {
                        selected.add(id);
                    }
                }));
        return selected;
    }

    private <V extends SpecificRecord> void read(
            Topic<V> topic, ConsumerRecord<byte[], byte[]> record, Consumer<V> each) {
        if (record.value() == null) {
            return;
        }
        try {
            each.accept(codec.decode(topic, record.value()));
        } catch (PermanentFailure e) {
            problems.accept("skipped %s-%d@%d: %s"
                    .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()));
        }
    }
}
