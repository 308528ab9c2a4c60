package org.lookalike.platform.kafka;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the records of a topic of one partition become a state, which {@link MaterialisedTopic} keeps up to date. States are
 * immutable. Thread-safe if the functions it is made of are.
 *
 * @param <S> the state
 */
public final class Folding<S> {
    private static final Logger LOGGER = LoggerFactory.getLogger(Folding.class);

    private final TopicPartition partition;
    private final S none;
    private final BiFunction<S, Iterable<ConsumerRecord<byte[], byte[]>>, S> step;

    private Folding(Topic<?> topic, S none, BiFunction<S, Iterable<ConsumerRecord<byte[], byte[]>>, S> step) {
        if (topic.partitions() != 1) {
            throw new IllegalArgumentException(
                    "topic %s has %d partitions, must be 1".formatted(topic.name(), topic.partitions()));
        }
        this.partition = new TopicPartition(topic.name(), 0);
        this.none = none;
        this.step = step;
    }

    /**
     * One record after the other.
     *
     * @param topic of one partition
     * @param none the state before the first record
     * @param step the state after one more record, the same object where it changes nothing; throws
     *     {@link PermanentFailure} where the record cannot be used
     */
    public static <S> Folding<S> oneByOne(
            Topic<?> topic, S none, BiFunction<S, ConsumerRecord<byte[], byte[]>, S> step) {
        return new Folding<>(topic, none, (state, records) -> overUsable(state, records, step));
    }

    /**
     * Several records at once, for states that are dear to copy.
     *
     * @param topic of one partition
     * @param none the state before the first record
     * @param changes what gathers changes of a state, used by one thread
     * @param step adds one record to the changes; throws {@link PermanentFailure}, having changed nothing, where the record
     *     cannot be used
     * @param made the state after the changes
     */
    public static <S, C> Folding<S> together(
            Topic<?> topic,
            S none,
            Function<S, C> changes,
            BiConsumer<C, ConsumerRecord<byte[], byte[]>> step,
            Function<C, S> made) {
        return new Folding<>(
                topic,
                none,
                (state, records) -> made.apply(overUsable(changes.apply(state), records, (known, record) -> {
                    step.accept(known, record);
                    return known;
                })));
    }

    /** Where the records are. */
    public TopicPartition partition() {
        return partition;
    }

    /** The state before the first record. */
    public S none() {
        return none;
    }

    /**
     * The state after some more records, in their order. One that cannot be used is passed over with a line in the log, for
     * it would be refused again.
     */
    public S after(S state, Iterable<ConsumerRecord<byte[], byte[]>> records) {
        return step.apply(state, records);
    }

    private static <T> T overUsable(
            T state,
            Iterable<ConsumerRecord<byte[], byte[]>> records,
            BiFunction<T, ConsumerRecord<byte[], byte[]>, T> step) {
        T known = state;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                known = step.apply(known, record);
            } catch (PermanentFailure e) {
                LOGGER.atError()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("offset", record.offset())
                        .addKeyValue("code", e.code())
                        .log("skipped: {}", e.getMessage());
            }
        }
        return known;
    }
}
