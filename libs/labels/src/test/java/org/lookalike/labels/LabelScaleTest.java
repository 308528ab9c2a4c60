package org.lookalike.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.TopicReducer;

/** Labels by the thousand; by the million with {@code -Dlookalike.labels=1000000}, which prints what it measures. */
final class LabelScaleTest {
    private static final int DEFAULT = 20_000;
    /** As many as a poll brings. */
    private static final int BATCH = 500;
    /** Changes measured. */
    private static final int CHANGES = 200;

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final AvroCodec codec = new AvroCodec("mock://label-scale", true);
    private final LabelRecords records = new LabelRecords(codec, InstantSource.fixed(NOON));
    private final TopicReducer<Labels> reducer = LabelFeed.reducer(codec);

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void manyLabelsAreReadAndChangedOneByOne() {
        int count = Integer.getInteger("lookalike.labels", DEFAULT);
        List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sent.add(records.of(label(i, i % 50)));
        }
        long before = used();
        long start = System.nanoTime();
        long startCpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Labels labels = Labels.none();
        for (int from = 0; from < count; from += BATCH) {
            labels = reducer.reduce(labels, read(sent.subList(from, Math.min(from + BATCH, count))));
        }
        Duration read = Duration.ofNanos(System.nanoTime() - start);
        Duration cpu = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startCpu);
        long bytes = used() - before;
        start = System.nanoTime();
        for (int i = 0; i < CHANGES; i++) {
            labels = reducer.reduce(labels, read(List.of(records.of(label(i, 51)))));
        }
        Duration change = Duration.ofNanos((System.nanoTime() - start) / CHANGES);

        assertThat(labels.images()).hasSize(count);
        assertThat(labels.imagesOf("class 51")).hasSize(CHANGES);
        if (System.getProperty("lookalike.labels") != null) {
            System.out.printf(
                    "%,d labels: read in %.1f s (%.1f s of CPU), %d bytes each, a change takes %.3f ms%n",
                    count, read.toMillis() / 1e3, cpu.toMillis() / 1e3, bytes / count, change.toNanos() / 1e6);
        }
    }

    private static ImageLabel label(int image, int ofClass) {
        return new ImageLabel("line-7/2026/picture-%07d.jpg".formatted(image), "class " + ofClass, "erin", NOON);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(List<ProducerRecord<byte[], byte[]>> sent) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>(sent.size());
        for (ProducerRecord<byte[], byte[]> record : sent) {
            read.add(new ConsumerRecord<>(record.topic(), 0, read.size(), record.key(), record.value()));
        }
        return read;
    }

    private static long used() {
        Runtime.getRuntime().gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
