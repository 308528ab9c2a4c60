package org.lookalike.platform.avro;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaUtils;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.lookalike.schemas.Topic;

/**
 * Registers the catalogue's schemas, each under its topic's subject with BACKWARD compatibility, so that services can run
 * without automatic registration; and reports where a registry differs. Used by one thread.
 */
public final class SchemaRegistration implements AutoCloseable {
    private static final String RULE = "BACKWARD";

    private final SchemaRegistryClient registry;

    /** @param registryUrl the registry's base URL; several are separated by commas */
    public SchemaRegistration(String registryUrl) {
        this.registry = RegistryClients.open(registryUrl);
    }

    /**
     * A schema as the registry has it.
     *
     * @param subject the topic's subject
     * @param id the number that stands in every record
     */
    public record Registered(String subject, int id) {}

    /**
     * Registers every Avro topic's schema; one that is there already keeps its id. Safe to repeat.
     *
     * @return one entry for each Avro topic, in the order given
     * @throws org.lookalike.platform.failure.TransientFailure if the registry does not answer
     * @throws IllegalStateException if the registry refuses one, usually because it is incompatible
     */
    public List<Registered> register(Collection<Topic<?>> topics) {
        List<Registered> registered = new ArrayList<>();
        for (Topic<?> topic : topics) {
            if (topic.isAvro()) {
                registered.add(register(topic.subject(), schema(topic)));
            }
        }
        return registered;
    }

    /**
     * One sentence per schema that the registry lacks or would refuse, and per subject without the BACKWARD rule; empty
     * when services can run. Writes nothing.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the registry does not answer
     */
    public List<String> differences(Collection<Topic<?>> topics) {
        List<String> differences = new ArrayList<>();
        for (Topic<?> topic : topics) {
            if (topic.isAvro()) {
                differences(topic.subject(), schema(topic), differences);
            }
        }
        return differences;
    }

    @Override
    public void close() {
        try {
            registry.close();
        } catch (IOException e) {
            throw RegistryClients.failure("closing the registry client", e);
        }
    }

    Registered register(String subject, AvroSchema schema) {
        try {
            // The compatibility level first if there are versions already; a registry may refuse one for an unknown
            // subject.
            boolean known = registry.getAllSubjects().contains(subject);
            if (known) {
                registry.updateCompatibility(subject, RULE);
            }
            int id = registry.register(subject, schema);
            if (!known) {
                registry.updateCompatibility(subject, RULE);
            }
            return new Registered(subject, id);
        } catch (IOException | RestClientException e) {
            throw RegistryClients.failure("the registry refuses the schema of " + subject, e);
        }
    }

    private void differences(String subject, AvroSchema schema, List<String> differences) {
        try {
            if (!registry.getAllSubjects().contains(subject)) {
                differences.add("the registry has no subject %s".formatted(subject));
                return;
            }
            if (!isRegistered(subject, schema)) {
                differences.add(
                        registry.testCompatibility(subject, schema)
                                ? "subject %s lacks this version's schema".formatted(subject)
                                : "subject %s has schemas that are incompatible with this version's"
                                        .formatted(subject));
            }
            String rule = rule(subject);
            if (!RULE.equals(rule)) {
                differences.add("subject %s has compatibility %s, needs %s".formatted(subject, rule, RULE));
            }
        } catch (IOException | RestClientException e) {
            throw RegistryClients.failure("subject %s cannot be read".formatted(subject), e);
        }
    }

    private boolean isRegistered(String subject, AvroSchema schema) throws IOException, RestClientException {
        try {
            registry.getId(subject, schema);
            return true;
        } catch (RestClientException e) {
            if (RegistryClients.isUnknown(e)) {
                return false;
            }
            throw e;
        }
    }

    private String rule(String subject) throws IOException, RestClientException {
        try {
            return registry.getCompatibility(subject);
        } catch (RestClientException e) {
            if (RegistryClients.isUnknown(e)) {
                return "the registry's default";
            }
            throw e;
        }
    }

    /** As the serializer looks it up, without the properties that only the generated Java classes need. */
    private static AvroSchema schema(Topic<?> topic) {
        Schema schema = SpecificData.get().getSchema(topic.valueType());
        Object record = SpecificData.newInstance(topic.valueType(), schema);
        return new AvroSchema(AvroSchemaUtils.getSchema(record, false, false, true));
    }
}
