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
 * Reduces the records of a topic of one partition to a state, which {@link MaterialisedTopic} keeps up to date. States are
 * immutable. Thread-safe if the functions it is made of are.
 *
 * @param <S> the state
 */
public final class TopicReducer<S> {
    private static final Logger LOGGER = LoggerFactory.getLogger(TopicReducer.class);

    private final TopicPartition partition;
    private final S initial;
    private final BiFunction<S, Iterable<ConsumerRecord<byte[], byte[]>>, S> reducer;

    private TopicReducer(
            Topic<?> topic, S initial, BiFunction<S, Iterable<ConsumerRecord<byte[], byte[]>>, S> reducer) {
        if (topic.partitions() != 1) {
            throw new IllegalArgumentException(
                    "topic %s has %d partitions, must be 1".formatted(topic.name(), topic.partitions()));
        }
        this.partition = new TopicPartition(topic.name(), 0);
        this.initial = initial;
        this.reducer = reducer;
    }

    /**
     * Reduces record by record.
     *
     * @param topic a topic of one partition
     * @param initial the state before the first record
     * @param reducer the state after one more record, the same object if the record changes nothing; throws
     *     {@link PermanentFailure} if the record is invalid
     */
    public static <S> TopicReducer<S> of(
            Topic<?> topic, S initial, BiFunction<S, ConsumerRecord<byte[], byte[]>, S> reducer) {
        return new TopicReducer<>(topic, initial, (state, records) -> reduceValid(state, records, reducer));
    }

    /**
     * Reduces several records at once, for states that are expensive to copy.
     *
     * @param topic a topic of one partition
     * @param initial the state before the first record
     * @param toBuilder a mutable copy of a state, used by one thread
     * @param add adds one record to the builder; throws {@link PermanentFailure}, having changed nothing, if the record is
     *     invalid
     * @param build the state that was built
     */
    public static <S, B> TopicReducer<S> batched(
            Topic<?> topic,
            S initial,
            Function<S, B> toBuilder,
            BiConsumer<B, ConsumerRecord<byte[], byte[]>> add,
            Function<B, S> build) {
        return new TopicReducer<>(
                topic,
                initial,
                (state, records) -> build.apply(reduceValid(toBuilder.apply(state), records, (builder, record) -> {
                    add.accept(builder, record);
                    return builder;
                })));
    }

    /** The partition that holds the records. */
    public TopicPartition partition() {
        return partition;
    }

    /** The state before the first record. */
    public S initial() {
        return initial;
    }

    /** The state after some more records, in order. Invalid ones are logged and skipped: they would stay invalid. */
    public S reduce(S state, Iterable<ConsumerRecord<byte[], byte[]>> records) {
        return reducer.apply(state, records);
    }

    private static <T> T reduceValid(
            T initial,
            Iterable<ConsumerRecord<byte[], byte[]>> records,
            BiFunction<T, ConsumerRecord<byte[], byte[]>, T> reducer) {
        T state = initial;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                state = reducer.apply(state, record);
            } catch (PermanentFailure e) {
                LOGGER.atError()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("offset", record.offset())
                        .addKeyValue("code", e.code())
                        .log("skipped: {}", e.getMessage());
            }
        }
        return state;
    }
}
