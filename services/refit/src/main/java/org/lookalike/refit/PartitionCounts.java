package org.lookalike.refit;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many partitions the topics of vectors have, once they are there. */
final class PartitionCounts {
    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionCounts.class);
    private static final long TIMEOUT_SECONDS = 15;
    private static final long PAUSE_MS = 2_000;

    private final Supplier<Admin> admins;
    private final List<String> topics;

    PartitionCounts(Supplier<Admin> admins, List<String> topics) {
        this.admins = admins;
        this.topics = topics;
    }

    /** The largest number; waits until all topics are there. */
    int await() throws InterruptedException {
        while (true) {
            try (Admin admin = admins.get()) {
                return admin
                        .describeTopics(topics)
                        .allTopicNames()
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                        .values()
                        .stream()
                        .map(TopicDescription::partitions)
                        .mapToInt(List::size)
                        .max()
                        .orElseThrow();
            } catch (ExecutionException | TimeoutException e) {
                LOGGER.atWarn()
                        .addKeyValue("topics", topics)
                        .log("cannot be described, trying again: {}", String.valueOf(e.getMessage()));
                Thread.sleep(PAUSE_MS);
            }
        }
    }
}
