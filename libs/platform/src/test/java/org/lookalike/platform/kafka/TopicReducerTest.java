package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topic;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("skipped: not valid")
class TopicReducerTest {
    private final TopicReducer<String> single = TopicReducer.of(topic(1), "", (state, record) -> state + valid(record));
    private final TopicReducer<List<String>> batched = TopicReducer.<List<String>, List<String>>batched(
            topic(1), List.of(), ArrayList::new, (builder, record) -> builder.add(valid(record)), List::copyOf);

    @Test
    void invalidRecordsAreSkippedAndTheNextOnesTaken() {
        assertThat(single.reduce("a", records("b", "invalid", "c"))).isEqualTo("abc");
        assertThat(batched.reduce(List.of("a"), records("b", "invalid", "c"))).containsExactly("a", "b", "c");
    }

    @Test
    void aStateThatNothingChangesRemainsTheSameObject() {
        TopicReducer<List<String>> constant = TopicReducer.of(topic(1), List.of(), (state, record) -> state);
        List<String> initial = new ArrayList<>();

        assertThat(constant.reduce(initial, records("a"))).isSameAs(initial);
    }

    @Test
    void aDefectIsNotSkipped() {
        assertThatThrownBy(() -> single.reduce("", records("defect"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rejectsATopicOfManyPartitionsNamingIt() {
        assertThatThrownBy(() -> TopicReducer.of(topic(4), "", (state, record) -> state))
                .hasMessage("topic facts has 4 partitions, must be 1");
    }

    private static String valid(ConsumerRecord<byte[], byte[]> record) {
        String text = new String(record.value(), StandardCharsets.UTF_8);
        if (text.equals("invalid")) {
            throw new PermanentFailure(ErrorCode.MALFORMED_RECORD, "not valid");
        }
        if (text.equals("defect")) {
            throw new IllegalStateException(text);
        }
        return text;
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String... values) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String value : values) {
            records.add(new ConsumerRecord<>("facts", 0, records.size(), null, value.getBytes(StandardCharsets.UTF_8)));
        }
        return records;
    }

    private static Topic<byte[]> topic(int partitions) {
        return new Topic<>("facts", byte[].class, partitions, new Topic.Cleanup.After(Duration.ofHours(1)), 1 << 20);
    }
}
