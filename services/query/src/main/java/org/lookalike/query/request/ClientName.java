package org.lookalike.query.request;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.lookalike.query.reply.ReplyAddress;
import org.lookalike.schemas.ReplyHeaders;

/** Tells clients apart, so that each can have its share. */
final class ClientName {
    private static final int MAX_BYTES = 128;

    private ClientName() {}

    /** What the header says, cut to {@value #MAX_BYTES} bytes; else where the answer goes. */
    static String of(Headers headers, ReplyAddress replyTo) {
        Header header = headers.lastHeader(ReplyHeaders.CLIENT_ID);
        if (header == null || header.value() == null || header.value().length == 0) {
            return replyTo.partition() == null ? replyTo.topic() : replyTo.topic() + "-" + replyTo.partition();
        }
        return new String(header.value(), 0, Math.min(MAX_BYTES, header.value().length), StandardCharsets.UTF_8);
    }
}
