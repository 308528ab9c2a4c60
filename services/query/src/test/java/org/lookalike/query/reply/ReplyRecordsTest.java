package org.lookalike.query.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.events.Timings;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.schemas.ReplyHeaders;
import org.lookalike.schemas.Topics;

final class ReplyRecordsTest {
    private final AvroCodec codec = new AvroCodec("mock://reply-records", true);
    private final ReplyRecords records = new ReplyRecords(codec);

    @AfterEach
    void tearDown() {
        codec.close();
    }

    @Test
    void sendsTheCorrelationIdBackUnchanged() {
        ProducerRecord<byte[], byte[]> record =
                records.of(new ReplyAddress("answers", 3, new byte[] {0, -1, 5}, 100_000), reply(1));
        assertThat(record.topic()).isEqualTo("answers");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.key()).containsExactly('r');
        assertThat(record.headers().lastHeader(ReplyHeaders.CORRELATION_ID).value())
                .containsExactly(0, -1, 5);
        assertThat(codec.decode(Topics.SEARCH_REPLIES, record.value())).isEqualTo(reply(1));
    }

    @Test
    void answersWithAnErrorWhatTheTopicWouldRefuseForItsSize() {
        ProducerRecord<byte[], byte[]> record =
                records.of(new ReplyAddress("answers", null, null, 20_000), reply(1_000));
        SearchReply sent = codec.decode(Topics.SEARCH_REPLIES, record.value());
        assertThat(sent.getError().getCode()).isEqualTo("INVALID_FIELD");
        assertThat(sent.getError().getMessage()).startsWith("1000 hits take");
        assertThat(sent.getHits()).isEmpty();
    }

    private static SearchReply reply(int hits) {
        SearchHit hit = SearchHit.newBuilder()
                .setImageId("picture")
                .setScore(0.5f)
                .setUri("file:///pictures/picture")
                .setSource("line-7")
                .setTime(Instant.EPOCH)
                .build();
        return SearchReply.newBuilder()
                .setRequestId("r")
                .setHits(Collections.nCopies(hits, hit))
                .setTimings(new Timings(0d, 0d, 0d, 0d))
                .build();
    }
}
