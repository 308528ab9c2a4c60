package org.lookalike.refit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many partitions the topics of vectors have, once all topics exist that the topology reads. */
final class PartitionCounts {
    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionCounts.class);
    private static final long TIMEOUT_SECONDS = 15;
    private static final long PAUSE_MS = 2_000;

    private final Supplier<Admin> admins;
    private final List<String> topics;

    /** @param topics the topics of vectors */
    PartitionCounts(Supplier<Admin> admins, List<String> topics) {
        this.admins = admins;
        this.topics = topics;
    }

    /** Waits until all topics exist, and returns how many partitions each topic of vectors has. */
    Map<String, Integer> await() throws InterruptedException {
        List<String> read = new ArrayList<>(topics);
        read.add(Topics.LABELS.name());
        while (true) {
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
                LOGGER.atWarn()
                        .addKeyValue("topics", read)
                        .log("cannot be described, trying again: {}", String.valueOf(e.getMessage()));
                Thread.sleep(PAUSE_MS);
            }
        }
    }
}
