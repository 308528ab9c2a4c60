package org.lookalike.labels;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.TopicFold;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.schemas.Topics;

/** Follows the topic {@code labels}, so that every instance knows all labels; see {@link TopicFold}. Thread-safe. */
public final class LabelFeed {
    private final TopicFold<Labels> fold;

    private LabelFeed(
            Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers, LabelRecords records) {
        this.fold = new TopicFold<>(
                Topics.LABELS, consumers, Labels.none(), (labels, more) -> apply(records, labels, more));
    }

    /** A feed that runs as a part of the service from the service's start on. */
    public static LabelFeed of(Platform platform) {
        LabelFeed feed = new LabelFeed(
                () -> platform.clients().reader(platform.instance() + ".labels"),
                new LabelRecords(platform.codec(), InstantSource.system()));
        platform.run("labels", feed.fold);
        return feed;
    }

    /**
     * Reads the topic once, from its beginning to its present end: for commands, which do not run for long.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not answer
     */
    public static Labels read(KafkaClients clients, AvroCodec codec) {
        return new LabelFeed(() -> clients.reader("labels"), new LabelRecords(codec, InstantSource.system()))
                .fold.readOnce();
    }

    /** What is known so far. */
    public Labels current() {
        return fold.current();
    }

    /**
     * What is known, once everything has been read that lay in the topic at the start.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if that takes longer than the timeout
     */
    public Labels awaitCurrent(Duration timeout) {
        return fold.awaitCurrent(timeout);
    }

    /** Calls the listener on the feed's thread after each change; to be registered before the start. */
    public void onChange(Consumer<Labels> listener) {
        fold.onChange(listener);
    }

    static Labels apply(LabelRecords records, Labels labels, Iterable<ConsumerRecord<byte[], byte[]>> more) {
        return TopicFold.overUsable(labels.changes(), more, (changes, record) -> {
                    records.apply(changes, record);
                    return changes;
                })
                .made();
    }
}
