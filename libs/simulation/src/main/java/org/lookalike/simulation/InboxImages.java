package org.lookalike.simulation;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.schemas.InboxHeaders;
import org.lookalike.schemas.Topics;

/** Puts simulated images on the inbox the way any camera would: plain bytes, the rest in headers. */
public final class InboxImages {
    private InboxImages() {}

    /** The record of an image. */
    public static ProducerRecord<byte[], byte[]> record(SimulatedImage image) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.IMAGES_INBOX.name(), utf8(image.id()), image.jpeg());
        record.headers().add(InboxHeaders.SOURCE, utf8(image.source()));
        record.headers().add(InboxHeaders.CAPTURED_AT, utf8(image.capturedAt().toString()));
        image.attributes()
                .forEach((name, value) -> record.headers().add(InboxHeaders.ATTRIBUTE_PREFIX + name, utf8(value)));
        return record;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
