package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.Topic;

/** Creates the catalogue's topics and tells where a broker's differ from it. */
public final class TopicAdmin {
    private static final Duration LEADERS = Duration.ofSeconds(30);

    private final Admin admin;

    /** @param admin stays the caller's to close */
    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates the topics that are missing and returns when they can be written; leaves the others as they are. Safe to
     * call from several processes at once.
     *
     * @param replication how many brokers keep each partition; empty takes the broker's default
     * @return the names of those created
     */
    public Set<String> create(Collection<Topic<?>> topics, Optional<Short> replication) {
        Set<String> created = new TreeSet<>();
        Set<String> existing = await(admin.listTopics().names());
        for (Topic<?> topic : topics) {
            if (existing.contains(topic.name())) {
                continue;
            }
            NewTopic wanted = new NewTopic(topic.name(), Optional.of(topic.partitions()), replication)
                    .configs(configuration(topic));
            try {
                admin.createTopics(List.of(wanted)).all().get();
                created.add(topic.name());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new TransientFailure("topic %s could not be created".formatted(topic.name()), e.getCause());
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
        awaitLeaders(
                topics.stream().filter(topic -> created.contains(topic.name())).toList());
        return created;
    }

    /**
     * A broker learns of a new partition a moment after its creation was acknowledged. An idempotent producer that is
     * faster may have its first batch refused and its second accepted, and then waits in vain for the order to be mended.
     */
    private void awaitLeaders(List<Topic<?>> created) {
        Map<TopicPartition, OffsetSpec> starts = new HashMap<>();
        for (Topic<?> topic : created) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                starts.put(new TopicPartition(topic.name(), partition), OffsetSpec.earliest());
            }
        }
        long deadline = System.nanoTime() + LEADERS.toNanos();
        while (true) {
            try {
                admin.listOffsets(starts).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
                    throw new TransientFailure("the new topics have no leaders", e.getCause());
                }
                pause();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** One sentence per difference between the catalogue and the broker; empty when they agree. */
    public List<String> differences(Collection<Topic<?>> topics) {
        List<String> differences = new ArrayList<>();
        Set<String> existing = await(admin.listTopics().names());
        for (Topic<?> topic : topics) {
            if (!existing.contains(topic.name())) {
                differences.add("topic %s does not exist".formatted(topic.name()));
                continue;
            }
            TopicDescription description = await(
                            admin.describeTopics(List.of(topic.name())).allTopicNames())
                    .get(topic.name());
            if (description != null && description.partitions().size() < topic.partitions()) {
                differences.add("topic %s has %d partitions, catalogue %d"
                        .formatted(topic.name(), description.partitions().size(), topic.partitions()));
            }
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
            Config actual =
                    await(admin.describeConfigs(List.of(resource)).all()).get(resource);
            configuration(topic).forEach((key, wanted) -> {
                String found = actual == null || actual.get(key) == null
                        ? ""
                        : actual.get(key).value();
                if (!wanted.equals(found)) {
                    differences.add("topic %s has %s=%s, catalogue %s".formatted(topic.name(), key, found, wanted));
                }
            });
        }
        return differences;
    }

    private static Map<String, String> configuration(Topic<?> topic) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.maxMessageBytes()));
        if (topic.cleanup() instanceof Topic.Cleanup.After after) {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            configuration.put(
                    TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(after.retention().toMillis()));
        } else {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        }
        return configuration;
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new TransientFailure("the broker does not answer", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static TransientFailure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TransientFailure("interrupted", e);
    }
}
