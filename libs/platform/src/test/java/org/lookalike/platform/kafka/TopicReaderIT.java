package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class TopicReaderIT {
    private final List<String> read = new ArrayList<>();

    @Test
    void readsAllPartitionsToTheirEndsAndGoesOnFromThere() throws Exception {
        try (KafkaFixture fixture = new KafkaFixture();
                TopicReader reader = fixture.reader()) {
            fixture.produce(0, 500);
            reader.read(this::note);

            assertThat(read).containsExactlyInAnyOrderElementsOf(numbers(0, 500));
            assertThat(reader.positions()).hasSize(4);
            assertThat(reader.positions().values().stream()
                            .mapToLong(next -> next)
                            .sum())
                    .isEqualTo(500);

            read.clear();
            fixture.produce(500, 100);
            reader.read(this::note);

            assertThat(read).containsExactlyInAnyOrderElementsOf(numbers(500, 600));
        }
    }

    @Test
    void aKeyIsInThePartitionThatIsReadForIt() throws Exception {
        try (KafkaFixture fixture = new KafkaFixture()) {
            fixture.produce(0, 40);

            for (String key : numbers(0, 40)) {
                read.clear();
                try (TopicReader reader = fixture.readerOfKey(key)) {
                    reader.read(this::note);
                    assertThat(reader.positions()).hasSize(1);
                }
                assertThat(read).contains(key);
            }
        }
    }

    @Test
    void rewindsToTheEndsThatItIsGiven() throws Exception {
        try (KafkaFixture fixture = new KafkaFixture();
                TopicReader reader = fixture.reader()) {
            fixture.produce(0, 10);
            Map<TopicPartition, Long> ends = reader.ends();
            reader.read(ends, this::note);
            reader.rewind();
            reader.read(ends, this::note);

            assertThat(read).hasSize(20).containsAll(numbers(0, 10));

            fixture.produce(10, 10);
            read.clear();
            reader.read(ends, this::note);

            assertThat(read).as("the ends are reached already").isEmpty();
        }
    }

    @Test
    void nothingIsReadWhereNothingCame() {
        try (KafkaFixture fixture = new KafkaFixture();
                TopicReader reader = fixture.reader()) {
            reader.read(this::note);

            assertThat(read).isEmpty();
            assertThat(reader.positions().values()).containsOnly(0L);
        }
    }

    @Test
    void anInterruptedThreadReadsNoFurther() throws Exception {
        try (KafkaFixture fixture = new KafkaFixture();
                TopicReader reader = fixture.reader()) {
            fixture.produce(0, 10);
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> reader.read(this::note)).isInstanceOf(InterruptException.class);
            assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
            assertThat(read).isEmpty();
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        read.add(new String(record.value(), StandardCharsets.UTF_8));
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
