package org.lookalike.spaces;

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

/** Follows the topic {@code spaces}, so that every instance knows all spaces; see {@link TopicFold}. Thread-safe. */
public final class SpaceFeed {
    private final TopicFold<Spaces> fold;

    SpaceFeed(Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers, SpaceRecords records) {
        this.fold = new TopicFold<>(
                Topics.SPACES, consumers, Spaces.none(), (spaces, more) -> apply(records, spaces, more));
    }

    /** A feed that runs as a part of the service from the service's start on. */
    public static SpaceFeed of(Platform platform) {
        SpaceFeed feed = new SpaceFeed(
                () -> platform.clients().reader(platform.instance() + ".spaces"),
                new SpaceRecords(platform.codec(), InstantSource.system()));
        platform.run("spaces", feed.fold);
        return feed;
    }

    /**
     * Reads the topic once, from its beginning to its present end: for commands, which do not run for long.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not answer
     */
    public static Spaces read(KafkaClients clients, AvroCodec codec) {
        return new SpaceFeed(() -> clients.reader("spaces"), new SpaceRecords(codec, InstantSource.system()))
                .fold.readOnce();
    }

    /** What is known so far. */
    public Spaces current() {
        return fold.current();
    }

    /**
     * What is known, once everything has been read that lay in the topic at the start.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if that takes longer than the timeout
     */
    public Spaces awaitCurrent(Duration timeout) {
        return fold.awaitCurrent(timeout);
    }

    /** Calls the listener on the feed's thread after each change; to be registered before the start. */
    public void onChange(Consumer<Spaces> listener) {
        fold.onChange(listener);
    }

    private static Spaces apply(SpaceRecords records, Spaces spaces, Iterable<ConsumerRecord<byte[], byte[]>> more) {
        return TopicFold.overUsable(
                spaces, more, (known, record) -> record.value() == null ? known : records.apply(known, record.value()));
    }
}
