package org.lookalike.refit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Outage;

/** How many partitions the topics of vectors have, once they exist. */
final class PartitionCounts {
    private static final long TIMEOUT_SECONDS = 15;
    private static final RetryPolicy RETRIES = RetryPolicy.fixed(Duration.ofSeconds(2));

    private final Supplier<Admin> admins;
    private final List<String> topics;

    PartitionCounts(Supplier<Admin> admins, List<String> topics) {
        this.admins = admins;
        this.topics = topics;
    }

    /** The largest number; waits until all topics exist. */
    int await() throws InterruptedException {
        try (Retrier retrier = new Retrier(RETRIES, Outage.logged("refit.topics"))) {
            return retrier.call(this::max);
        }
    }

    private int max() throws InterruptedException {
        try (Admin admin = admins.get()) {
            return admin.describeTopics(topics).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
                    .map(TopicDescription::partitions)
                    .mapToInt(List::size)
                    .max()
                    .orElseThrow();
        } catch (ExecutionException | TimeoutException e) {
            throw new TransientFailure("topics %s cannot be described: %s".formatted(topics, e.getMessage()), e);
        }
    }
}
