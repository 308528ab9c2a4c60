package org.lookalike.platform.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.testkit.log.ExpectedLogs;

class IsolatingHandlerTest {
    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

    @TempDir
    private Path folder;

    private final List<List<String>> calls = new ArrayList<>();
    private CrashJournal journal;

    @BeforeEach
    void open() {
        journal = CrashJournal.open(folder, "test", Duration.ofHours(1), () -> NOW);
    }

    @AfterEach
    void close() throws Exception {
        journal.close();
    }

    @Test
    @ExpectedLogs("tried one by one")
    void theRecordThatADefectIsToBlameForIsRefusedAndTheRestGoesOn() throws Exception {
        BatchResult result = handler(10).handle(records("a", "defect", "b"));

        assertThat(keys(result)).containsExactly("a", "b");
        assertThat(result.refusals())
                .extracting(refusal -> refusal.failure().code())
                .containsExactly(ErrorCode.IMAGE_CRASHES);
        assertThat(result.refusals().get(0).image().id()).isEqualTo("defect");
        assertThat(calls).containsExactly(List.of("a", "defect", "b"), List.of("a"), List.of("defect"), List.of("b"));
    }

    @Test
    @ExpectedLogs("tried one by one")
    void outOfMemoryIsIsolatedLikeAnyDefect() throws Exception {
        assertThat(handler(10).handle(records("memory", "b")).refusals())
                .extracting(refusal -> refusal.image().id())
                .containsExactly("memory");
    }

    @Test
    @ExpectedLogs("tried one by one")
    void aDefectOfEveryRecordIsTheServicesOwn() {
        assertThatThrownBy(() -> handler(2).handle(records("defect1", "defect2", "defect3")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anOutageIsNoDefect() {
        assertThatThrownBy(() -> handler(10).handle(records("a", "outage"))).isInstanceOf(TransientFailure.class);
        assertThat(calls).hasSize(1);
    }

    @Test
    @ExpectedLogs("the last process died while it worked")
    void suspectsAreWorkedOnAloneAndInOrder() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = records("a", "b", "c", "d");
        journal.begin(List.of(InputId.of(records.get(2))));
        Path copy = folder.resolve("next");
        Files.createDirectory(copy);
        Files.copy(folder.resolve("test-0.journal"), copy.resolve("test-0.journal"));
        journal.close();
        journal = CrashJournal.open(copy, "test", Duration.ofHours(1), () -> NOW);

        assertThat(keys(handler(10).handle(records))).containsExactly("a", "b", "c", "d");
        assertThat(calls).containsExactly(List.of("a", "b"), List.of("c"), List.of("d"));
        assertThat(journal.suspects()).isZero();
    }

    private IsolatingHandler handler(int maxDefectsInARow) {
        return new IsolatingHandler(this::handle, journal, maxDefectsInARow);
    }

    private BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records) {
        List<String> keys = records.stream().map(record -> text(record.key())).toList();
        calls.add(keys);
        for (String key : keys) {
            if (key.startsWith("defect")) {
                throw new IllegalStateException(key);
            } else if (key.startsWith("memory")) {
                throw new OutOfMemoryError(key);
            } else if (key.startsWith("outage")) {
                throw new TransientFailure(key);
            }
        }
        return BatchResult.of(records.stream()
                .map(record -> new ProducerRecord<>("out", record.key(), record.value()))
                .toList());
    }

    private static List<String> keys(BatchResult result) {
        return result.outputs().stream().map(record -> text(record.key())).toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String... keys) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String key : keys) {
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            records.add(new ConsumerRecord<>("in", 0, records.size(), bytes, bytes));
        }
        return records;
    }
}
