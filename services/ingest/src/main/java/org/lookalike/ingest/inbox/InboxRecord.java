package org.lookalike.ingest.inbox;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.lookalike.intake.accept.FieldRules;
import org.lookalike.intake.accept.Submission;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.InboxHeaders;
import org.lookalike.schemas.Urgency;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a record of {@code images.inbox} by the rules of {@link InboxHeaders}. Headers of other names are passed over. */
final class InboxRecord {
    private static final Logger LOGGER = LoggerFactory.getLogger(InboxRecord.class);

    private InboxRecord() {}

    /**
     * The image of a record.
     *
     * @throws PermanentFailure INVALID_FIELD if the key or a header cannot be read, or there is no value
     */
    static Submission read(ConsumerRecord<byte[], byte[]> record, String defaultSource) {
        String imageId = record.key() == null ? null : text("key", record.key());
        String source = defaultSource;
        Instant capturedAt = null;
        Urgency urgency = Urgency.LIVE;
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            String name = header.key();
            if (name.equals(InboxHeaders.SOURCE)) {
                source = text(name, header.value());
            } else if (name.equals(InboxHeaders.CAPTURED_AT)) {
                capturedAt = FieldRules.capturedAt(text(name, header.value()));
            } else if (name.equals(Urgency.HEADER)) {
                urgency = FieldRules.urgency(text(name, header.value()));
            } else if (name.startsWith(InboxHeaders.ATTRIBUTE_PREFIX)) {
                attributes.put(
                        name.substring(InboxHeaders.ATTRIBUTE_PREFIX.length()),
                        text(FieldRules.shortened(name), header.value()));
            }
        }
        if (record.value() == null) {
            throw FieldRules.invalid("the record has no value; a picture is deleted by a tombstone on images.arrived");
        }
        return new Submission(record.value(), imageId, source, capturedAt, attributes, urgency);
    }

    /** What can be saved of a record that cannot be read: every field that can be. */
    static Submission remains(ConsumerRecord<byte[], byte[]> record, String defaultSource) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        String source = defaultSource;
        Instant capturedAt = null;
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            String name = header.key();
            try {
                if (name.equals(InboxHeaders.SOURCE)) {
                    source = text(name, header.value());
                } else if (name.equals(InboxHeaders.CAPTURED_AT)) {
                    capturedAt = FieldRules.capturedAt(text(name, header.value()));
                } else if (name.startsWith(InboxHeaders.ATTRIBUTE_PREFIX)) {
                    attributes.put(
                            name.substring(InboxHeaders.ATTRIBUTE_PREFIX.length()),
                            text(FieldRules.shortened(name), header.value()));
                }
            } catch (PermanentFailure e) {
                LOGGER.debug("left out of what is kept of a refused record", e);
            }
        }
        return new Submission(value, textOrNull(record.key()), source, capturedAt, attributes, Urgency.LIVE);
    }

    private static @Nullable String textOrNull(byte @Nullable [] bytes) {
        try {
            return bytes == null ? null : decode(bytes);
        } catch (CharacterCodingException e) {
            // An invalid id, which the caller must see.
            return "";
        }
    }

    private static String text(String what, byte @Nullable [] bytes) {
        if (bytes == null) {
            throw FieldRules.invalid("the header %s has no value".formatted(what));
        }
        try {
            return decode(bytes);
        } catch (CharacterCodingException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD, "the %d bytes of %s are not UTF-8".formatted(bytes.length, what), e);
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        // A decoder of its own reports what String's constructor would quietly replace.
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
