package org.lookalike.platform.avro;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.RootCause;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.EventClasses;
import org.lookalike.schemas.Topic;

/**
 * Turns Avro records into Confluent's wire format (a zero byte, the schema's id as four bytes, the binary record) and
 * back, by the unmodified Confluent client. Thread-safe.
 */
public final class AvroCodec implements AutoCloseable {
    static {
        // Random bytes can announce a string of two gigabytes; Avro reads its limits once, when its decoder is loaded.
        System.setProperty("org.apache.avro.limits.bytes.maxLength", Integer.toString(64 << 20));
        System.setProperty("org.apache.avro.limits.string.maxLength", Integer.toString(4 << 20));
        System.setProperty("org.apache.avro.limits.collectionItems.maxLength", Integer.toString(1 << 20));
        EventClasses.trust();
    }

    private static final int HEADER_BYTES = 5;

    private final SchemaRegistryClient registry;
    private final KafkaAvroSerializer serializer;
    private final KafkaAvroDeserializer deserializer;

    /**
     * @param registryUrl the registry's base URL; several are separated by commas
     * @param autoRegister whether a missing schema is registered on first use; a deployment registers its schemas
     *     beforehand ({@code lookalike topics --create}) and leaves this off
     */
    public AvroCodec(String registryUrl, boolean autoRegister) {
        Map<String, Object> config = Map.of(
                "schema.registry.url",
                registryUrl,
                "auto.register.schemas",
                autoRegister,
                // The generated classes carry avro.java.string; the registered schemas do not.
                "avro.remove.java.properties",
                true,
                "specific.avro.reader",
                true);
        registry = RegistryClients.open(registryUrl);
        serializer = new KafkaAvroSerializer(registry);
        serializer.configure(config, false);
        deserializer = new KafkaAvroDeserializer(registry);
        deserializer.configure(config, false);
    }

    /**
     * A record as bytes.
     *
     * @throws TransientFailure if the registry does not answer
     * @throws IllegalStateException if the registry does not know the schema, or refuses it as incompatible
     */
    public <V extends SpecificRecord> byte[] encode(Topic<V> topic, V value) {
        try {
            return serializer.serialize(topic.name(), value);
        } catch (RuntimeException e) {
            throw RegistryClients.failure("a record for %s cannot be written".formatted(topic.subject()), e);
        }
    }

    /**
     * Bytes as a record of the topic's type.
     *
     * @throws PermanentFailure MALFORMED_RECORD if the bytes are no record of the topic's type
     * @throws TransientFailure if the registry does not answer
     * @throws IllegalStateException if the registry denies access, or if what answers is no schema registry
     */
    public <V extends SpecificRecord> V decode(Topic<V> topic, byte[] bytes) {
        requireSchema(topic, bytes);
        Object value;
        try {
            value = deserializer.deserialize(topic.name(), bytes);
        } catch (RuntimeException e) {
            throw malformed(topic, bytes, RootCause.of(e).toString(), e);
        }
        if (!topic.valueType().isInstance(value)) {
            String found = value == null ? "nothing" : value.getClass().getSimpleName();
            throw malformed(topic, bytes, "found " + found, null);
        }
        return topic.valueType().cast(value);
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }

    /**
     * Loads the writer's schema into the client's cache. Separate from decoding, because only here can a failure be the
     * registry's: once the schema is cached, any failure is caused by the bytes.
     */
    private void requireSchema(Topic<?> topic, byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
            throw malformed(topic, bytes, "they do not begin with a zero byte and a schema id", null);
        }
        int id = ByteBuffer.wrap(bytes).getInt(1);
        try {
            registry.getSchemaBySubjectAndId(topic.subject(), id);
        } catch (RestClientException e) {
            if (RegistryClients.isUnknown(e)) {
                throw malformed(topic, bytes, "the registry knows no schema %d".formatted(id), e);
            }
            throw RegistryClients.failure("schema %d cannot be read".formatted(id), e);
        } catch (IOException e) {
            throw RegistryClients.failure("schema %d cannot be read".formatted(id), e);
        }
    }

    private static PermanentFailure malformed(Topic<?> topic, byte[] bytes, String why, @Nullable Throwable cause) {
        String message = "%d bytes on %s are not a %s: %s"
                .formatted(bytes.length, topic.name(), topic.valueType().getSimpleName(), why);
        return cause == null
                ? new PermanentFailure(ErrorCode.MALFORMED_RECORD, message)
                : new PermanentFailure(ErrorCode.MALFORMED_RECORD, message, cause);
    }
}
