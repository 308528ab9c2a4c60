package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;

final class CompactedBatchTest {
    private final List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> refused = new ArrayList<>();

    @Test
    void theNewestValueOfAKeyRemains() {
        record("a", "1");
        record("b", "2");
        record("a", "3");

        CompactedBatch<String> compacted = compacted();

        assertThat(compacted.newest().keySet()).containsExactly("a", "b");
        assertThat(compacted.newest().get("a")).isEqualTo(new CompactedBatch.Entry<>("3", batch.get(2)));
        assertThat(compacted.deleted()).isEmpty();
    }

    @Test
    void aTombstoneDeletesWhatCameBeforeIt() {
        record("a", "1");
        record("a", null);

        CompactedBatch<String> compacted = compacted();

        assertThat(compacted.newest()).isEmpty();
        assertThat(compacted.deleted()).containsExactly("a");
    }

    @Test
    void aValueAfterATombstoneRemainsAndTheKeyCountsAsDeleted() {
        record("a", null);
        record("a", "1");

        CompactedBatch<String> compacted = compacted();

        assertThat(compacted.newest()).containsOnlyKeys("a");
        assertThat(compacted.deleted()).containsExactly("a");
    }

    @Test
    void aRefusedRecordLeavesEarlierOnesOfItsKeyAlone() {
        record("a", "1");
        record("a", "refused");
        record("refused", null);

        CompactedBatch<String> compacted = compacted();

        assertThat(compacted.newest().get("a").value()).isEqualTo("1");
        assertThat(compacted.deleted()).isEmpty();
        assertThat(refused).containsExactly(batch.get(1), batch.get(2));
    }

    @Test
    void anIgnoredRecordLeavesEarlierOnesOfItsKeyAlone() {
        record("a", "1");
        record("a", "ignored");

        assertThat(compacted().newest().get("a").value()).isEqualTo("1");
        assertThat(refused).isEmpty();
    }

    @Test
    void anOutageOfTheReaderEndsTheBatch() {
        record("a", "outage");

        assertThatThrownBy(this::compacted).isInstanceOf(TransientFailure.class);
    }

    private CompactedBatch<String> compacted() {
        return CompactedBatch.of(batch, new TextReader(), (record, failure) -> refused.add(record));
    }

    private void record(String key, @Nullable String value) {
        batch.add(new ConsumerRecord<>(
                "t", 0, batch.size(), Records.key(key), value == null ? null : Records.key(value)));
    }

    private static final class TextReader implements CompactedBatch.Reader<String> {
        @Override
        public String key(ConsumerRecord<byte[], byte[]> record) {
            return valid(String.valueOf(Records.text(record.key())));
        }

        @Override
        public Optional<String> value(String key, ConsumerRecord<byte[], byte[]> record) {
            String text = valid(String.valueOf(Records.text(record.value())));
            return text.equals("ignored") ? Optional.empty() : Optional.of(text);
        }

        private static String valid(String text) {
            if (text.equals("refused")) {
                throw new PermanentFailure(ErrorCode.MALFORMED_RECORD, text);
            }
            if (text.equals("outage")) {
                throw new TransientFailure(text);
            }
            return text;
        }
    }
}
