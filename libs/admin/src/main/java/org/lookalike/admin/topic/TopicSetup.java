package org.lookalike.admin.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.lookalike.platform.avro.SchemaRegistration;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.schemas.Topic;

/** Topics and their schemas as the catalogue has them, against those of a broker and a registry. Not thread-safe. */
public final class TopicSetup implements AutoCloseable {
    private final Admin admin;
    private final SchemaRegistration schemas;

    public TopicSetup(KafkaConfig kafka) {
        admin = new KafkaClients(kafka).admin("lookalike-topics");
        schemas = new SchemaRegistration(kafka.registryUrl());
    }

    /**
     * What was made.
     *
     * @param created the topics that did not exist before
     * @param registered the schemas as the registry numbers them
     */
    public record Made(Set<String> created, List<SchemaRegistration.Registered> registered) {}

    /**
     * Creates the topics that are missing and registers all their schemas.
     *
     * @param replication how many brokers keep each partition; empty for the broker's own default
     */
    public Made create(List<Topic<?>> wanted, Optional<Short> replication) {
        Set<String> created = new TopicAdmin(admin).create(wanted, replication);
        return new Made(created, schemas.register(wanted));
    }

    /** Gives existing topics the catalogue's configuration; one sentence per setting that was changed. */
    public List<String> correct(List<Topic<?>> wanted) {
        return new TopicAdmin(admin).correct(wanted);
    }

    /** Where the broker or the registry differ from the catalogue, one sentence each. */
    public List<String> differences(List<Topic<?>> wanted) {
        List<String> differences = new ArrayList<>(new TopicAdmin(admin).differences(wanted));
        differences.addAll(schemas.differences(wanted));
        return differences;
    }

    @Override
    public void close() {
        admin.close();
        schemas.close();
    }
}
