package org.lookalike.client;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.SearchError;
import org.lookalike.events.SearchReply;
import org.lookalike.schemas.ErrorCode;

/** Completes searches with their replies. Used by one thread. */
final class ReplyDecoder implements AutoCloseable {
    private final KafkaAvroDeserializer deserializer;

    ReplyDecoder(KafkaAvroDeserializer deserializer) {
        this.deserializer = deserializer;
    }

    void complete(CompletableFuture<SearchResult> future, ConsumerRecord<byte[], byte[]> record) {
        try {
            Object value = deserializer.deserialize(record.topic(), record.value());
            if (value instanceof SearchReply reply) {
                complete(future, reply);
            } else {
                future.completeExceptionally(unreadable("the reply is not a SearchReply", null));
            }
        } catch (SerializationException e) {
            future.completeExceptionally(unreadable("the reply cannot be decoded: " + e.getMessage(), e));
        }
    }

    private static void complete(CompletableFuture<SearchResult> future, SearchReply reply) {
        SearchError error = reply.getError();
        if (error != null) {
            future.completeExceptionally(
                    new SearchException(error.getCode(), error.getMessage(), error.getRetriable()));
        } else {
            future.complete(ResultMapper.of(reply));
        }
    }

    private static SearchException unreadable(String message, @Nullable Throwable cause) {
        String code = ErrorCode.MALFORMED_RECORD.name();
        return cause == null
                ? new SearchException(code, message, false)
                : new SearchException(code, message, false, cause);
    }

    @Override
    public void close() {
        deserializer.close();
    }
}
