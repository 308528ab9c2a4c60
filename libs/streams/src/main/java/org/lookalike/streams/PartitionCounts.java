package org.lookalike.streams;

import java.time.Duration;
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

/** How many partitions the topics have that a topology reads, once all exist. */
public final class PartitionCounts {
    private static final long TIMEOUT_SECONDS = 15;
    private static final RetryPolicy RETRIES = RetryPolicy.fixed(Duration.ofSeconds(2));

    private final String part;
    private final Supplier<Admin> admins;
    private final List<String> topics;

    /**
     * Topics of which nothing is known yet.
     *
     * @param part the name of this part of the service
     * @param admins makes admin clients, closed by this
     */
    public PartitionCounts(String part, Supplier<Admin> admins, List<String> topics) {
        this.part = part;
        this.admins = admins;
        this.topics = List.copyOf(topics);
    }

    /** Waits until all topics exist, and returns how many partitions each has. */
    public Map<String, Integer> await() throws InterruptedException {
        try (Retrier retrier = new Retrier(RETRIES, Outage.logged(part))) {
            return retrier.call(this::describe);
        }
    }

    private Map<String, Integer> describe() throws InterruptedException {
        try (Admin admin = admins.get()) {
            Map<String, Integer> counts = new HashMap<>();
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .forEach((topic, description) ->
                            counts.put(topic, description.partitions().size()));
            return counts;
        } catch (ExecutionException | TimeoutException e) {
            throw new TransientFailure("topics %s cannot be described: %s".formatted(topics, e.getMessage()), e);
        }
    }
}
