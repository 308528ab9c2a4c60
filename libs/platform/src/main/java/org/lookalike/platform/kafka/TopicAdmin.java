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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryListener;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.Topic;

/** Creates the catalogue's topics, reports where a broker's topics differ from it, and corrects their configuration. */
public final class TopicAdmin {
    /** For about 30 seconds. */
    private static final RetryPolicy LEADER_RETRIES =
            RetryPolicy.fixed(Duration.ofMillis(100)).withMaxAttempts(30);
    /** So long the client itself waits for leaders, each time. */
    private static final ListOffsetsOptions LEADER_TIMEOUT = new ListOffsetsOptions().timeoutMs(1_000);

    private final Admin admin;

    /** @param admin remains the caller's to close */
    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates the missing topics and returns once they can be written to; leaves the others as they are. Safe to call
     * from several processes at once.
     *
     * @param replication the replication factor; empty for the broker's default
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
     * faster may have its first batch refused and its second accepted, and then waits in vain for the sequence to be
     * completed.
     */
    private void awaitLeaders(List<Topic<?>> created) {
        Map<TopicPartition, OffsetSpec> starts = new HashMap<>();
        for (Topic<?> topic : created) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                starts.put(new TopicPartition(topic.name(), partition), OffsetSpec.earliest());
            }
        }
        try (Retrier retrier = new Retrier(LEADER_RETRIES, RetryListener.NONE)) {
            retrier.call(() -> listOffsets(starts));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> listOffsets(Map<TopicPartition, OffsetSpec> partitions)
            throws InterruptedException {
        try {
            return admin.listOffsets(partitions, LEADER_TIMEOUT).all().get();
        } catch (ExecutionException e) {
            throw new TransientFailure("the new topics have no leaders", e.getCause());
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
            Map<String, String> actual = found(topic);
            configuration(topic).forEach((key, wanted) -> {
                String found = actual.getOrDefault(key, "");
                if (!wanted.equals(found)) {
                    differences.add("topic %s has %s=%s, catalogue %s".formatted(topic.name(), key, found, wanted));
                }
            });
        }
        return differences;
    }

    /**
     * Gives existing topics the catalogue's configuration where theirs differs. Partitions are never added: records of
     * one key would no longer be in order.
     *
     * @return one sentence per setting that was changed
     */
    public List<String> correct(Collection<Topic<?>> topics) {
        List<String> corrected = new ArrayList<>();
        Set<String> existing = await(admin.listTopics().names());
        for (Topic<?> topic : topics) {
            if (!existing.contains(topic.name())) {
                continue;
            }
            Map<String, String> found = found(topic);
            List<AlterConfigOp> changes = new ArrayList<>();
            configuration(topic).forEach((key, wanted) -> {
                String before = found.getOrDefault(key, "");
                if (!wanted.equals(before)) {
                    changes.add(new AlterConfigOp(new ConfigEntry(key, wanted), AlterConfigOp.OpType.SET));
                    corrected.add("topic %s had %s=%s, has %s".formatted(topic.name(), key, before, wanted));
                }
            });
            if (!changes.isEmpty()) {
                await(admin.incrementalAlterConfigs(Map.of(resource(topic), changes))
                        .all());
            }
        }
        return corrected;
    }

    private Map<String, String> found(Topic<?> topic) {
        Config actual =
                await(admin.describeConfigs(List.of(resource(topic))).all()).get(resource(topic));
        Map<String, String> found = new HashMap<>();
        if (actual != null) {
            actual.entries().forEach(entry -> found.put(entry.name(), entry.value()));
        }
        return found;
    }

    private static ConfigResource resource(Topic<?> topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static Map<String, String> configuration(Topic<?> topic) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.maxMessageBytes()));
        if (topic.cleanup() instanceof Topic.Cleanup.After after) {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            configuration.put(
                    TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(after.retention().toMillis()));
        } else if (topic.cleanup() instanceof Topic.Cleanup.Compact compact) {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            configuration.put(
                    TopicConfig.DELETE_RETENTION_MS_CONFIG,
                    Long.toString(compact.tombstones().toMillis()));
            configuration.put(
                    TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                    Long.toString(compact.older().toMillis()));
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
