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

@ExpectedLogs("skipped: as the test wants it")
class FoldingTest {
    private final Folding<String> oneByOne = Folding.oneByOne(topic(1), "", (known, record) -> known + usable(record));
    private final Folding<List<String>> together = Folding.<List<String>, List<String>>together(
            topic(1), List.of(), ArrayList::new, (changes, record) -> changes.add(usable(record)), List::copyOf);

    @Test
    void unusableRecordsArePassedOverAndTheNextOnesTaken() {
        assertThat(oneByOne.after("a", records("b", "unusable", "c"))).isEqualTo("abc");
        assertThat(together.after(List.of("a"), records("b", "unusable", "c"))).containsExactly("a", "b", "c");
    }

    @Test
    void aStateThatNothingChangesStaysTheSameObject() {
        Folding<List<String>> deaf = Folding.oneByOne(topic(1), List.of(), (known, record) -> known);
        List<String> state = new ArrayList<>();

        assertThat(deaf.after(state, records("a"))).isSameAs(state);
    }

    @Test
    void aDefectIsNotPassedOver() {
        assertThatThrownBy(() -> oneByOne.after("", records("defect"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rejectsATopicOfManyPartitionsNamingIt() {
        assertThatThrownBy(() -> Folding.oneByOne(topic(4), "", (known, record) -> known))
                .hasMessage("topic facts has 4 partitions, must be 1");
    }

    private static String usable(ConsumerRecord<byte[], byte[]> record) {
        String text = new String(record.value(), StandardCharsets.UTF_8);
        if (text.equals("unusable")) {
            throw new PermanentFailure(ErrorCode.MALFORMED_RECORD, "as the test wants it");
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
