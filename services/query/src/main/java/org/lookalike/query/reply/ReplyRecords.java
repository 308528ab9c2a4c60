package org.lookalike.query.reply;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.SearchError;
import org.lookalike.events.SearchReply;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ReplyHeaders;
import org.lookalike.schemas.Topics;

/** Makes the record of an answer. Thread-safe. */
public final class ReplyRecords {
    /** Room for key, headers and framing beside the value. */
    private static final int OVERHEAD_BYTES = 2 * ReplyRouter.MAX_CORRELATION_BYTES;

    private final AvroCodec codec;

    public ReplyRecords(AvroCodec codec) {
        this.codec = codec;
    }

    /**
     * The record, keyed by request id, with the caller's correlation id. An answer that the topic would refuse for its
     * size becomes an error: it could never be sent, and would hold up everything behind it.
     */
    public ProducerRecord<byte[], byte[]> of(ReplyAddress address, SearchReply reply) {
        // The schema of replies is registered under search.replies, whichever topic carries them.
        byte[] value = codec.encode(Topics.SEARCH_REPLIES, reply);
        int limit = address.maxRecordBytes() - OVERHEAD_BYTES;
        if (value.length > limit) {
            value = codec.encode(Topics.SEARCH_REPLIES, tooLarge(reply, value.length, limit, address.topic()));
        }
        byte[] key = reply.getRequestId().isEmpty() ? null : Records.key(reply.getRequestId());
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(address.topic(), address.partition(), key, value);
        if (address.correlationId() != null) {
            record.headers().add(ReplyHeaders.CORRELATION_ID, address.correlationId());
        }
        return record;
    }

    private static SearchReply tooLarge(SearchReply reply, int bytes, int limit, String topic) {
        return SearchReply.newBuilder(reply)
                .setHits(List.of())
                .setError(SearchError.newBuilder()
                        .setCode(ErrorCode.INVALID_FIELD.name())
                        .setMessage("%d hits take %d bytes, %s takes %d; ask for fewer"
                                .formatted(reply.getHits().size(), bytes, topic, limit))
                        .setRetriable(false)
                        .build())
                .build();
    }
}
