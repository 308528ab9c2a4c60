package org.lookalike.standalone.simulation;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.schemas.InboxHeaders;
import org.lookalike.schemas.Topics;

/** Puts simulated pictures on the inbox the way any camera would: plain bytes, the rest in headers. */
public final class InboxPictures {
    private InboxPictures() {}

    /** The record of a picture. */
    public static ProducerRecord<byte[], byte[]> record(SimulatedPicture picture) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.IMAGES_INBOX.name(), utf8(picture.id()), picture.jpeg());
        record.headers().add(InboxHeaders.SOURCE, utf8(picture.source()));
        record.headers().add(InboxHeaders.CAPTURED_AT, utf8(picture.capturedAt().toString()));
        picture.attributes()
                .forEach((name, value) -> record.headers().add(InboxHeaders.ATTRIBUTE_PREFIX + name, utf8(value)));
        return record;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
