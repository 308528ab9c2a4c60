package org.lookalike.refit.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.lookalike.platform.kafka.Records;

/**
 * That an image got another label, or lost it; sent to each partition that may hold a vector of it, by the image's id.
 *
 * @param topic the topic of vectors whose partition it is sent to
 * @param label the class; empty where the image is of no class any more
 */
public record LabelChange(String topic, String label) {
    public static Serde<LabelChange> serde() {
        return Serdes.serdeFrom((topic, change) -> change.toBytes(), (topic, bytes) -> of(bytes));
    }

    /** The partition in which the embedder publishes an image's vectors: by the rule of Kafka's default partitioner. */
    public static int partition(String imageId, int partitions) {
        return Utils.toPositive(Utils.murmur2(Records.key(imageId))) % partitions;
    }

    private byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(topic);
            out.writeUTF(label);
        } catch (IOException e) {
            throw new UncheckedIOException("a changed label cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static LabelChange of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new LabelChange(in.readUTF(), in.readUTF());
        } catch (IOException e) {
            throw new UncheckedIOException("%d bytes are no changed label".formatted(bytes.length), e);
        }
    }
}
