package org.lookalike.platform.avro;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
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
    }

    private final KafkaAvroSerializer serializer;
    private final KafkaAvroDeserializer deserializer;

    /**
     * @param registryUrl the registry's base URL; several may stand behind commas
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
        serializer = new KafkaAvroSerializer();
        serializer.configure(config, false);
        deserializer = new KafkaAvroDeserializer();
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
        } catch (SerializationException e) {
            if (isOutage(e)) {
                throw new TransientFailure("the schema registry does not answer", e);
            }
            throw new IllegalStateException(
                    "the schema of %s cannot be used: %s; register it with: lookalike topics --create"
                            .formatted(topic.subject(), e.getMessage()),
                    e);
        }
    }

    /**
     * Bytes as a record of the topic's type.
     *
     * @throws PermanentFailure MALFORMED_RECORD if the bytes are no record of the topic's type
     * @throws TransientFailure if the registry does not answer
     */
    public <V extends SpecificRecord> V decode(Topic<V> topic, byte[] bytes) {
        Object value;
        try {
            value = deserializer.deserialize(topic.name(), bytes);
        } catch (SerializationException e) {
            if (isOutage(e)) {
                throw new TransientFailure("the schema registry does not answer", e);
            }
            throw malformed(topic, bytes, e.getMessage(), e);
        } catch (RuntimeException e) {
            throw malformed(topic, bytes, e.toString(), e);
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

    private static PermanentFailure malformed(
            Topic<?> topic, byte[] bytes, @Nullable String why, @Nullable Throwable cause) {
        return new PermanentFailure(
                ErrorCode.MALFORMED_RECORD,
                "%d bytes on %s are not a %s: %s"
                        .formatted(bytes.length, topic.name(), topic.valueType().getSimpleName(), why),
                cause == null ? new SerializationException() : cause);
    }

    /** A registry that answers "no such schema" is well; one that is silent or answers 5xx is not. */
    private static boolean isOutage(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RestClientException rest) {
                return rest.getStatus() >= 500 || rest.getStatus() == 429;
            }
            // The Avro decoder reports truncated records as EOFException.
            if (cause instanceof IOException && !(cause instanceof EOFException)) {
                return cause.getClass().getPackageName().startsWith("java.net") || cause instanceof SSLException;
            }
        }
        return false;
    }
}
