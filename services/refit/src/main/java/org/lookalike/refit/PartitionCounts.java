package org.lookalike.refit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Outage;
import org.lookalike.schemas.Topics;

/** How many partitions the topics of vectors have, once all topics exist that the topology reads. */
final class PartitionCounts {
    private static final long TIMEOUT_SECONDS = 15;
    private static final RetryPolicy RETRIES = RetryPolicy.fixed(Duration.ofSeconds(2));

    private final Supplier<Admin> admins;
    private final List<String> topics;

    PartitionCounts(Supplier<Admin> admins, List<String> topics) {
        this.admins = admins;
        this.topics = topics;
    }

    /** Waits until all topics exist, and returns how many partitions each topic of vectors has. */
    Map<String, Integer> await() throws InterruptedException {
        try (Retrier retrier = new Retrier(RETRIES, Outage.logged("refit.topics"))) {
            return retrier.call(this::describe);
        }
    }

    private Map<String, Integer> describe() throws InterruptedException {
        List<String> read = new ArrayList<>(topics);
        read.add(Topics.LABELS.name());
        try (Admin admin = admins.get()) {
            Map<String, Integer> counts = new HashMap<>();
            admin.describeTopics(read)
                    .allTopicNames()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .forEach((topic, description) ->
                            counts.put(topic, description.partitions().size()));
            counts.keySet().retainAll(topics);
            return counts;
        } catch (ExecutionException | TimeoutException e) {
            throw new TransientFailure("topics %s cannot be described: %s".formatted(read, e.getMessage()), e);
        }
    }
}
