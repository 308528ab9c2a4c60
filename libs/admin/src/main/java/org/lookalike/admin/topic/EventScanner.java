package org.lookalike.admin.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.Topic;

/** Reads topics as the events that they hold; what is none is named to the caller and passed over. */
public final class EventScanner {
    private final TopicScanner topics;
    private final AvroCodec codec;
    private final Consumer<String> problems;

    /** @param problems called with one sentence for each record that cannot be read */
    public EventScanner(TopicScanner topics, AvroCodec codec, Consumer<String> problems) {
        this.topics = topics;
        this.codec = codec;
        this.problems = problems;
    }

    /** Every event of a topic, in order within each partition; tombstones are left out. */
    public <V extends SpecificRecord> List<V> all(Topic<V> topic) {
        List<V> events = new ArrayList<>();
        topics.all(topic, record -> event(topic, record).ifPresent(events::add));
        return events;
    }

    /** Every event of a topic and then whatever comes; see {@link TopicScanner#follow}. */
    public <V extends SpecificRecord> void follow(Topic<V> topic, Consumer<V> each, Runnable caughtUp) {
        topics.follow(topic, record -> event(topic, record).ifPresent(each), caughtUp);
    }

    private <V extends SpecificRecord> Optional<V> event(Topic<V> topic, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decode(topic, record.value()));
        } catch (PermanentFailure e) {
            problems.accept("skipped %s-%d@%d: %s"
                    .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()));
            return Optional.empty();
        }
    }
}
