package org.lookalike.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.Records;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("skipped: label event")
final class LabelRecordsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final ClusterLabel CLUSTER =
            new ClusterLabel("s", "c1", "seal", List.of("a", "b"), 1, 0.5, 0.95, "erin", NOON);

    private final AvroCodec codec = new AvroCodec("mock://label-records", true);
    private final LabelRecords records = new LabelRecords(codec, InstantSource.fixed(NOON));

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void everythingComesBackWhole() {
        ImageLabel image = new ImageLabel("p/1", "seal", "erin", NOON);

        Labels labels = read(records.of(image), records.of(CLUSTER), records.ofRate("seal", 0.01, "erin"));

        assertThat(labels.images()).containsOnlyKeys("p/1").containsValue(image);
        assertThat(labels.clusters()).containsOnlyKeys("c1").containsValue(CLUSTER);
        assertThat(labels.falseMatchRate("seal")).hasValue(0.01);
        assertThat(labels.falseMatchRate("gear")).isEmpty();
    }

    @Test
    void theNewestLabelHoldsAndATombstoneUndoesIt() {
        ProducerRecord<byte[], byte[]> first = records.of(new ImageLabel("p", "seal", "", NOON));
        ProducerRecord<byte[], byte[]> second = records.of(new ImageLabel("p", "gear", "", NOON));

        assertThat(read(first, second).ofImage("p")).contains("gear");
        assertThat(read(first, second, records.withoutImage("p")).ofImage("p")).isEmpty();
        assertThat(read(records.of(CLUSTER), records.withoutCluster("c1")).clusters())
                .isEmpty();
        assertThat(read(records.ofRate("seal", 0.1, ""), records.withoutRate("seal"))
                        .falseMatchRates())
                .isEmpty();
    }

    @Test
    void theImagesOfAClassFollowEachChange() {
        Labels labels = read(
                records.of(new ImageLabel("p", "seal", "", NOON)),
                records.of(new ImageLabel("q", "seal", "", NOON)),
                records.of(new ImageLabel("p", "gear", "", NOON)),
                records.withoutImage("q"));

        assertThat(labels.imagesOf("gear")).containsOnlyKeys("p");
        assertThat(labels.imagesOf("seal")).isEmpty();
        assertThat(labels.imagesByClass()).containsOnlyKeys("gear");
    }

    @Test
    void aRecordUnderAnotherKeyIsSkippedAndTheNextOneTaken() {
        ProducerRecord<byte[], byte[]> label = records.of(new ImageLabel("p", "seal", "", NOON));
        ProducerRecord<byte[], byte[]> misplaced =
                new ProducerRecord<>(label.topic(), Records.key("image/other"), label.value());

        Labels labels = read(misplaced, records.of(new ImageLabel("q", "gear", "", NOON)));

        assertThat(labels.images()).containsOnlyKeys("q");
    }

    @Test
    void whatIsNoLabelIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> new ImageLabel("p", " seal", "", NOON)).hasMessageContaining("white space");
        assertThatThrownBy(() -> new ImageLabel("p", "", "", NOON)).hasMessageContaining("0 characters");
        assertThatThrownBy(() -> records.ofRate("seal", 1, "")).hasMessageContaining("'seal' is 1.0");
        assertThatThrownBy(() -> new ClusterLabel("s", "c", "seal", List.of("a"), 2, 0.5, 0.95, "", NOON))
                .hasMessageContaining("2 of 1");
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    private Labels read(ProducerRecord<byte[], byte[]>... sent) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : sent) {
            read.add(new ConsumerRecord<>(record.topic(), 0, read.size(), record.key(), record.value()));
        }
        return LabelFeed.reducer(codec).reduce(Labels.none(), read);
    }
}
