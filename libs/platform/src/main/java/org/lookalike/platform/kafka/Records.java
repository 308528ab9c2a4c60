package org.lookalike.platform.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.schemas.Topic;

/** Serialises typed events into the byte records that the clients send. Thread-safe. */
public final class Records {
    private final AvroCodec codec;

    public Records(AvroCodec codec) {
        this.codec = codec;
    }

    /** A record with a value; the key may be null. */
    public <V extends SpecificRecord> ProducerRecord<byte[], byte[]> of(Topic<V> topic, @Nullable String key, V value) {
        return new ProducerRecord<>(topic.name(), key == null ? null : key(key), codec.encode(topic, value));
    }

    /** A record without a value, which deletes its key from a compacted topic. */
    public static ProducerRecord<byte[], byte[]> tombstone(Topic<?> topic, String key) {
        return new ProducerRecord<>(topic.name(), key(key), null);
    }

    /** A key as bytes. */
    public static byte[] key(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** The key of a consumed record as text, or null if it has none. */
    public static @Nullable String text(byte @Nullable [] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }
}
