package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("Outage outage: the broker")
class BrokerRestartIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path data;

    @Test
    void everyRecordIsPublishedOnceOverARestartOfTheBroker() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(data, 0);
        int port = kafka.port();
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch brokerIsDown = new CountDownLatch(1);
        try (KafkaFixture fixture = new KafkaFixture(kafka.bootstrapServers(), Map.of())) {
            fixture.produce(0, 400);
            var loop = fixture.inTransactions("one", 20, records -> {
                working.countDown();
                brokerIsDown.await();
                return fixture.copy(records);
            });
            working.await();
            kafka.close();
            brokerIsDown.countDown();
            await().atMost(LIMIT).until(() -> !loop.health().ready());
            kafka = EmbeddedKafka.start(data, port);

            await().atMost(LIMIT).ignoreExceptions().until(() -> fixture.lag() == 0);
            assertThat(fixture.outputs())
                    .isEqualTo(IntStream.range(0, 400).boxed().collect(Collectors.toMap(String::valueOf, i -> 1)));
            assertThat(loop.health().ready()).isTrue();
            assertThat(loop.failure().get()).isNull();
        } finally {
            kafka.close();
        }
    }
}
