package org.lookalike.platform.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.lookalike.platform.failure.TransientFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds transactions that a partition holds open and that the transaction coordinator does not know, and aborts them. A broker
 * that dies at the wrong moment can leave one behind. It never times out, and hides every later record of its partition from
 * readers of committed records, without an error and without a lag.
 *
 * <p>This is what {@code kafka-transactions.sh find-hanging} and {@code abort} do. A transaction is aborted only if it was seen
 * twice, with the least age between, and if the coordinator knew of no such transaction both times. Used by one thread.
 */
public final class HangingTransactions {
    private static final Logger LOGGER = LoggerFactory.getLogger(HangingTransactions.class);

    private final Admin admin;
    private final Duration minAge;
    private final InstantSource clock;
    private Map<Hanging, Instant> seen = new HashMap<>();

    /**
     * A transaction that is open on a partition.
     *
     * @param startOffset of its first record there
     * @param coordinatorEpoch of the coordinator that ended the producer's transaction before this one, 0 if there was none
     */
    record Hanging(
            TopicPartition partition, long producerId, short producerEpoch, int coordinatorEpoch, long startOffset) {}

    /**
     * Nothing is asked yet.
     *
     * @param admin the caller's to close
     * @param minAge how long a transaction must have been hanging; longer than any transaction may take
     */
    public HangingTransactions(Admin admin, Duration minAge, InstantSource clock) {
        this.admin = admin;
        this.minAge = minAge;
        this.clock = clock;
    }

    /**
     * Aborts those that have been hanging for long enough on these topics; topics that do not exist are left out.
     *
     * @return how many it aborted
     * @throws TransientFailure if the broker does not answer
     */
    public int abort(Set<String> topics) {
        Instant now = clock.instant();
        Map<Hanging, Instant> hanging = new HashMap<>();
        find(topics).forEach(each -> hanging.put(each, seen.getOrDefault(each, now)));
        int aborted = 0;
        for (Map.Entry<Hanging, Instant> each : Map.copyOf(hanging).entrySet()) {
            if (!each.getValue().plus(minAge).isAfter(now)) {
                abort(each.getKey());
                hanging.remove(each.getKey());
                aborted++;
            }
        }
        seen = hanging;
        return aborted;
    }

    private void abort(Hanging transaction) {
        await(admin.abortTransaction(new AbortTransactionSpec(
                        transaction.partition(),
                        transaction.producerId(),
                        transaction.producerEpoch(),
                        transaction.coordinatorEpoch()))
                .all());
        LOGGER.atError()
                .addKeyValue("partition", transaction.partition())
                .addKeyValue("offset", transaction.startOffset())
                .addKeyValue("producer", transaction.producerId())
                .log("aborted a transaction that no coordinator knows: it hid every later record of its partition");
    }

    private List<Hanging> find(Set<String> topics) {
        List<Hanging> open =
                open(await(admin.describeProducers(partitions(topics)).all()));
        if (open.isEmpty()) {
            return open;
        }
        Set<Long> producers = open.stream().map(Hanging::producerId).collect(Collectors.toSet());
        List<String> ids =
                await(admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                                .all())
                        .stream()
                        .map(TransactionListing::transactionalId)
                        .toList();
        Map<Long, Set<TopicPartition>> known = new HashMap<>();
        await(admin.describeTransactions(ids).all())
                .values()
                .forEach(description -> known.computeIfAbsent(description.producerId(), added -> new HashSet<>())
                        .addAll(description.topicPartitions()));
        return unknown(open, known);
    }

    static List<Hanging> open(Map<TopicPartition, PartitionProducerState> partitions) {
        List<Hanging> open = new ArrayList<>();
        partitions.forEach((partition, state) -> {
            for (ProducerState producer : state.activeProducers()) {
                producer.currentTransactionStartOffset()
                        .ifPresent(offset -> open.add(new Hanging(
                                partition,
                                producer.producerId(),
                                (short) producer.producerEpoch(),
                                producer.coordinatorEpoch().orElse(0),
                                offset)));
            }
        });
        return open;
    }

    /**
     * Those that no coordinator will end.
     *
     * @param known the partitions of the transactions that coordinators have open, by producer
     */
    static List<Hanging> unknown(List<Hanging> open, Map<Long, Set<TopicPartition>> known) {
        return open.stream()
                .filter(each -> !known.getOrDefault(each.producerId(), Set.of()).contains(each.partition()))
                .toList();
    }

    private Collection<TopicPartition> partitions(Set<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics).topicNameValues().forEach((topic, description) -> {
            try {
                await(description)
                        .partitions()
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            } catch (UnknownTopicOrPartitionException e) {
                LOGGER.debug("no topic {}", topic);
            }
        });
        return partitions;
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
                throw unknown;
            }
            throw new TransientFailure("the broker does not answer", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }
}
