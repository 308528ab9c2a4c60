package org.lookalike.platform.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.schemas.Topic;

/** Typed records to the bytes that the clients carry. Thread-safe. */
public final class Records {
    private final AvroCodec codec;

    public Records(AvroCodec codec) {
        this.codec = codec;
    }

    /** A record with a value; the key may be null where there is none to give. */
    public <V extends SpecificRecord> ProducerRecord<byte[], byte[]> of(Topic<V> topic, @Nullable String key, V value) {
        return new ProducerRecord<>(topic.name(), key == null ? null : key(key), codec.encode(topic, value));
    }

    /** A record that says: forget what this key had. */
    public static ProducerRecord<byte[], byte[]> tombstone(Topic<?> topic, String key) {
        return new ProducerRecord<>(topic.name(), key(key), null);
    }

    /** A key as bytes. */
    public static byte[] key(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** The key of a consumed record as text, or null where it has none. */
    public static @Nullable String text(byte @Nullable [] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }
}
