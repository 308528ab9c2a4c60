package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.INSTANT;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.kafka.GroupLag.GroupTopic;

class GroupLagIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final KafkaFixture kafka = new KafkaFixture();
    private final GroupTopic stage = new GroupTopic(kafka.group, kafka.input);

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void tellsTheAgeOfTheOldestRecordThatIsNotCommittedThoughNobodyReads() throws Exception {
        Instant old = Instant.now().minus(Duration.ofMinutes(40));
        kafka.produceAt(old, "first");
        kafka.produceAt(old.plusSeconds(60), "later");

        assertThat(oldest()).get(INSTANT).isCloseTo(old, within(1, ChronoUnit.MILLIS));

        KafkaFixture.Running copying = kafka.inTransactions("copying", 10, kafka::copy);
        await().atMost(TIMEOUT).until(() -> kafka.lag() == 0);
        copying.end();
        assertThat(oldest()).isEmpty();

        Instant newer = Instant.now().minus(Duration.ofMinutes(10));
        kafka.produceAt(newer, "newer");
        assertThat(oldest()).get(INSTANT).isCloseTo(newer, within(1, ChronoUnit.MILLIS));
    }

    @Test
    void leavesOutTopicsThatDoNotExist() {
        assertThat(measure(Set.of(stage, new GroupTopic(kafka.group, "no-such-topic"))))
                .containsOnlyKeys(stage);
    }

    private Optional<Instant> oldest() {
        return measure(Set.of(stage)).getOrDefault(stage, Optional.empty());
    }

    private Map<GroupTopic, Optional<Instant>> measure(Set<GroupTopic> wanted) {
        try (Admin admin = kafka.clients().admin("lag");
                GroupLag lag = new GroupLag(admin, () -> kafka.clients().reader("lag", 1 << 10))) {
            return lag.oldest(wanted);
        }
    }
}
