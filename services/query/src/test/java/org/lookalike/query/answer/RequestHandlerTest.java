package org.lookalike.query.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lookalike.query.answer.SearchFixture.NOW;
import static org.lookalike.query.answer.SearchFixture.request;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.Stage;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.RecordHandler;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.operations.Outage;
import org.lookalike.query.admission.QueueLimits;
import org.lookalike.query.admission.RequestQueues;
import org.lookalike.query.reply.ReplySender;
import org.lookalike.schemas.ReplyHeaders;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("quarantined")
final class RequestHandlerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final Completed completed = new Completed();
    private SearchFixture fixture;
    private RequestQueues queues;
    private ReplySender replies;
    private RequestHandler handler;

    private static final class Completed implements RecordHandler.Completion {
        final Set<Long> offsets = ConcurrentHashMap.newKeySet();

        @Override
        public void done(ConsumerRecord<byte[], byte[]> record) {
            offsets.add(record.offset());
        }

        @Override
        public void failed(ConsumerRecord<byte[], byte[]> record, Throwable defect) {
            throw new AssertionError(defect);
        }
    }

    @BeforeEach
    void setUp() {
        fixture = new SearchFixture(folder);
        fixture.index(0, 1, 2, 3);
        queues = new RequestQueues(
                new QueueLimits(8, 16L << 20, 0.5, 1, 2, 1, Duration.ofSeconds(1)), 4, fixture.metrics);
        replies = new ReplySender(producer, () -> true, fixture.metrics, fixture.health);
        handler = new RequestHandler(
                fixture.parser,
                fixture.current,
                space -> true,
                fixture.handler,
                queues,
                replies,
                new Quarantine(Stage.QUERY, new Records(fixture.codec), fixture.metrics, InstantSource.fixed(NOW)),
                new Retrier(RetryPolicy.forever(), Outage.logged("test")),
                reader);
    }

    @AfterEach
    void tearDown() {
        slow.countDown();
        queues.close();
        replies.close();
        reader.shutdownNow();
        fixture.close();
    }

    @Test
    void aSlowRequestHoldsBackNeitherTheAnswersNorTheOffsetsOfOthers() {
        holdSearchesOfAnalyses();
        SearchRequest expensive =
                request("expensive", new ImageIdQuery("p0")).setGroupBy("part").build();
        SearchRequest plain = request("plain", new ImageIdQuery("p1")).build();

        handler.handle(List.of(fixture.record(expensive), fixture.record(plain)), completed);

        await().atMost(TIMEOUT).until(() -> completed.offsets.contains(1L));
        assertThat(answered()).containsExactly("plain");
        assertThat(completed.offsets).containsExactly(1L);
        slow.countDown();
        await().atMost(TIMEOUT).until(() -> completed.offsets.contains(0L));
        assertThat(answered()).containsExactly("plain", "expensive");
    }

    @Test
    void aClientBeyondItsShareIsToldSoAndAnotherIsAnswered() {
        holdSearchesOfAnalyses();
        // One is in work, as is a client's share of two threads; four wait, as is its share of eight places.
        for (int i = 0; i < 7; i++) {
            handler.handle(List.of(from("greedy", analysis("greedy" + i))), completed);
        }
        handler.handle(List.of(from("modest", analysis("modest"))), completed);

        await().atMost(TIMEOUT).until(() -> answered().size() >= 2);
        assertThat(producer.history())
                .extracting(reply -> fixture.reply(reply).getError().getCode())
                .containsOnly("TOO_MANY_REQUESTS");
        assertThat(answered()).contains("greedy6").doesNotContain("modest", "greedy0");
        slow.countDown();
        await().atMost(TIMEOUT).until(() -> completed.offsets.size() == 8);
        assertThat(codeOf("modest")).isEqualTo("OK");
        assertThat(codeOf("greedy0")).isEqualTo("OK");
    }

    @Test
    void aRecordThatIsNoRequestIsDoneOnceItIsInQuarantine() {
        handler.handle(List.of(fixture.record(new byte[] {9, 9, 9, 9, 9, 9, 9}, NOW)), completed);
        await().atMost(TIMEOUT).until(() -> completed.offsets.contains(0L));
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly("images.quarantined");
    }

    private void holdSearchesOfAnalyses() {
        fixture.store.beforeSearch = vectors -> {
            if (Thread.currentThread().getName().startsWith("query-analysis")) {
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    private static SearchRequest analysis(String id) {
        return request(id, new ImageIdQuery("p0")).setGroupBy("part").build();
    }

    private ConsumerRecord<byte[], byte[]> from(String client, SearchRequest request) {
        ConsumerRecord<byte[], byte[]> record = fixture.record(request);
        record.headers().add(ReplyHeaders.CLIENT_ID, client.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return record;
    }

    private List<String> answered() {
        return producer.history().stream()
                .map(fixture::reply)
                .map(SearchReply::getRequestId)
                .toList();
    }

    private String codeOf(String id) {
        return producer.history().stream()
                .map(fixture::reply)
                .filter(reply -> reply.getRequestId().equals(id))
                .map(reply -> reply.getError() == null ? "OK" : reply.getError().getCode())
                .findFirst()
                .orElse("none");
    }
}
