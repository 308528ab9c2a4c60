package org.lookalike.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.lookalike.client.RunningService.FOREIGN_TOPIC;
import static org.lookalike.client.RunningService.IMAGES;
import static org.lookalike.client.RunningService.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ReplyHeaders;
import org.lookalike.schemas.Topics;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class SearchClientIT {
    private static final int IN_FLIGHT = 300;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static RunningService service;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        service = new RunningService(folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void answersThreeHundredSearchesInFlightOnceEach() {
        AtomicInteger completions = new AtomicInteger();
        try (ReplyConsumer answers = new ReplyConsumer(Topics.SEARCH_REPLIES.name());
                SearchClient client = open(IN_FLIGHT)) {
            List<CompletableFuture<SearchResult>> futures = IntStream.range(0, IN_FLIGHT)
                    .mapToObj(i -> client.search(query(i)))
                    .toList();
            futures.forEach(future -> {
                var unused = future.whenComplete((result, failure) -> completions.incrementAndGet());
            });
            for (int i = 0; i < IN_FLIGHT; i++) {
                SearchResult result = futures.get(i).join();
                assertThat(result.hits().get(0).imageId()).isEqualTo("p" + i % IMAGES);
                assertThat(result.space()).isEqualTo(service.space.id());
            }
            await().until(() -> completions.get() == IN_FLIGHT);
            assertThat(client.inFlight()).isZero();
            Map<String, Integer> replies = new TreeMap<>();
            await().atMost(TIMEOUT).until(() -> {
                answers.poll().forEach(record -> replies.merge(Records.text(record.key()), 1, Integer::sum));
                return replies.size() >= IN_FLIGHT;
            });
            assertThat(replies.values()).containsOnly(1);
        }
    }

    @Test
    void answersAnExpiredRequestWithoutEncodingIt() {
        int before = service.encoder.images.get();
        SearchReply reply = ask(request().setDeadline(Instant.now().minusSeconds(1)), record -> {});
        assertThat(reply.getError().getCode()).isEqualTo("DEADLINE_EXCEEDED");
        try (SearchClient client = open(1)) {
            assertFailsWith(
                    client.search(SearchQuery.byImage(image(1))
                            .deadline(Instant.now())
                            .build()),
                    "DEADLINE_EXCEEDED");
        }
        assertThat(service.encoder.images).hasValue(before);
    }

    @Test
    void sendsNothingToAForeignTopic() {
        try (ReplyConsumer foreign = new ReplyConsumer(FOREIGN_TOPIC)) {
            SearchReply reply = ask(
                    request(),
                    record -> record.headers()
                            .add(ReplyHeaders.REPLY_TOPIC, FOREIGN_TOPIC.getBytes(StandardCharsets.UTF_8)));
            assertThat(reply.getError().getCode()).isEqualTo("REPLY_TOPIC_NOT_ALLOWED");
            assertThat(foreign.poll()).isEmpty();
        }
    }

    @Test
    void everyRequestSaysWhoAsks() {
        try (ReplyConsumer requests = new ReplyConsumer(Topics.SEARCH_REQUESTS.name());
                SearchClient client = SearchClient.open(service.clientConfig().withClientId("press shop"))) {
            SearchQuery query = SearchQuery.byImageId("p1").build();
            client.search(query).join();

            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(requests.poll())
                            .extracting(record -> Records.text(
                                    record.headers().lastHeader("client-id").value()))
                            .contains("press shop"));
        }
    }

    @Test
    void givesUpAtTheDeadlineWhenNoAnswerComes() {
        SearchClientConfig unanswered = service.clientConfig().withReplyTopic(FOREIGN_TOPIC);
        try (SearchClient client = SearchClient.open(unanswered)) {
            assertFailsWith(
                    client.search(SearchQuery.byImageId("p1")
                            .timeout(Duration.ofMillis(300))
                            .build()),
                    "DEADLINE_EXCEEDED");
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void answersHeadersAsSpringSendsThem() {
        byte[] correlation = {0, 1, -1, 127};
        try (ReplyConsumer answers = new ReplyConsumer(Topics.SEARCH_REPLIES.name())) {
            ProducerRecord<byte[], byte[]> record = record(request().build());
            record.headers()
                    .add(ReplyHeaders.REPLY_TOPIC, "search.replies".getBytes(StandardCharsets.UTF_8))
                    .add(ReplyHeaders.REPLY_PARTITION, new byte[] {0, 0, 0, 4})
                    .add(ReplyHeaders.CORRELATION_ID, correlation);
            send(record);
            ConsumerRecord<byte[], byte[]> answer = answers.await(Records.text(record.key()));
            assertThat(answer.partition()).isEqualTo(4);
            assertThat(answer.headers().lastHeader(ReplyHeaders.CORRELATION_ID).value())
                    .isEqualTo(correlation);
        }
    }

    @Test
    void isNotStoppedByRandomBytes() {
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            if (i % 2 == 0 && garbage.length > 0) {
                // Looks like Confluent's wire format, so that a schema id is asked for.
                garbage[0] = 0;
            }
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(Topics.SEARCH_REQUESTS.name(), i % 6, null, garbage);
            record.headers().add(ReplyHeaders.REPLY_PARTITION, garbage);
            send(record);
        }
        ProducerRecord<byte[], byte[]> cut = record(request().build());
        send(new ProducerRecord<>(cut.topic(), Arrays.copyOf(cut.value(), cut.value().length / 2)));
        send(new ProducerRecord<>(cut.topic(), null));
        try (SearchClient client = open(10)) {
            List<CompletableFuture<SearchResult>> futures = IntStream.range(0, 10)
                    .mapToObj(i -> client.search(query(i)))
                    .toList();
            futures.forEach(future -> assertThat(future.join().hits()).isNotEmpty());
        }
        try (ReplyConsumer quarantine = new ReplyConsumer(Topics.IMAGES_QUARANTINED.name(), true)) {
            AtomicInteger quarantined = new AtomicInteger();
            await().atMost(TIMEOUT)
                    .until(() -> quarantined.addAndGet(quarantine.poll().size()) >= 62);
        }
        assertThat(service.platform.health().ready()).isTrue();
    }

    @Test
    void passesTheServicesOwnCodeOn() {
        try (SearchClient client = open(2)) {
            assertFailsWith(client.search(SearchQuery.byImageId("nobody").build()), "UNKNOWN_IMAGE");
            assertFailsWith(client.search(SearchQuery.byImage(new byte[10]).build()), "IMAGE_BLANK_BYTES");
            assertFailsWith(client.search(SearchQuery.byImageId("p1").k(0).build()), "INVALID_FIELD");
        }
    }

    @Test
    void searchesAmongTheImagesThatItIsToldTo() {
        try (SearchClient client = open(2)) {
            SearchQuery among =
                    SearchQuery.byImageId("p1").ids("p1", "p5", "p7", "unknown").build();
            assertThat(client.search(among).join().hits())
                    .extracting(SearchResult.Hit::imageId)
                    .containsExactlyInAnyOrder("p5", "p7");
            String[] tooMany =
                    IntStream.rangeClosed(0, 1_000).mapToObj(String::valueOf).toArray(String[]::new);
            assertFailsWith(
                    client.search(SearchQuery.byImageId("p1").ids(tooMany).build()), "INVALID_FIELD");
        }
    }

    @Test
    void asksTheSpaceAndTheClustersThatItIsToldTo() {
        try (SearchClient client = open(3)) {
            SearchResult all = client.search(inFittedSpace().build()).join();
            assertThat(all.space()).isEqualTo(service.fitted.id());
            assertThat(all.hits()).hasSize(IMAGES).allSatisfy(hit -> {
                assertThat(hit.cluster()).isIn("dark", "bright");
                assertThat(hit.clusterDistance()).isBetween(0f, (float) Math.sqrt(2) + 0.001f);
            });
            SearchResult dark =
                    client.search(inFittedSpace().clusters("dark").build()).join();
            assertThat(dark.hits()).isNotEmpty().hasSizeLessThan(IMAGES);
            assertThat(dark.hits()).extracting(SearchResult.Hit::cluster).containsOnly("dark");
            float bound = dark.hits().get(0).clusterDistance();
            SearchResult near = client.search(inFittedSpace()
                            .clusters("dark")
                            .maxClusterDistance(bound)
                            .build())
                    .join();
            assertThat(near.hits())
                    .isEqualTo(dark.hits().stream()
                            .filter(hit -> hit.clusterDistance() <= bound)
                            .toList());
            assertFailsWith(client.search(inFittedSpace().maxClusterDistance(-1).build()), "INVALID_FIELD");
            SearchResult active =
                    client.search(SearchQuery.byImageId("p1").build()).join();
            assertThat(active.space()).isEqualTo(service.space.id());
            assertThat(active.hits()).extracting(SearchResult.Hit::cluster).containsOnly("");
            assertFailsWith(client.search(inFittedSpace().space("another").build()), "SPACE_NOT_READY");
        }
    }

    private static SearchQuery.Builder inFittedSpace() {
        return SearchQuery.byImage(image(1)).k(IMAGES).excludeQuery(false).space(service.fitted.id());
    }

    @Test
    void refusesOneSearchMoreThanItsLimit() {
        try (SearchClient client = SearchClient.open(
                service.clientConfig().withReplyTopic(FOREIGN_TOPIC).withMaxInFlight(1))) {
            CompletableFuture<SearchResult> first =
                    client.search(SearchQuery.byImageId("p1").build());
            assertFailsWith(client.search(SearchQuery.byImageId("p1").build()), "OVERLOADED");
            first.cancel(false);
            assertThat(client.search(SearchQuery.byImageId("p1").build())).isNotDone();
        }
    }

    @Test
    void failsWhatIsInFlightWhenClosed() {
        SearchClient client = SearchClient.open(service.clientConfig().withReplyTopic(FOREIGN_TOPIC));
        CompletableFuture<SearchResult> pending =
                client.search(SearchQuery.byImageId("p1").build());
        client.close();
        client.close();
        assertFailsWith(pending, SearchException.CLIENT_CLOSED);
        assertFailsWith(client.search(SearchQuery.byImageId("p1").build()), SearchException.CLIENT_CLOSED);
    }

    @Test
    void saysSoWhenTheReplyTopicDoesNotExist() {
        SearchClientConfig config = service.clientConfig().withReplyTopic("missing-" + UUID.randomUUID());
        assertThatThrownBy(() -> SearchClient.open(config))
                .isInstanceOf(SearchException.class)
                .hasMessageContaining("does not exist");
    }

    /** By image, by id and by vector in turn. */
    private static SearchQuery query(int number) {
        int wanted = number % IMAGES;
        SearchQuery.Builder builder = switch (number % 3) {
            case 0 -> SearchQuery.byImage(image(wanted));
            case 1 -> SearchQuery.byImageId("p" + wanted);
            default -> SearchQuery.byVector(service.encoder.features(image(wanted)));
        };
        return builder.k(3).excludeQuery(false).timeout(TIMEOUT).build();
    }

    private static SearchClient open(int maxInFlight) {
        return SearchClient.open(service.clientConfig().withMaxInFlight(maxInFlight));
    }

    private static SearchRequest.Builder request() {
        return SearchRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setQuery(new PictureQuery(ByteBuffer.wrap(image(1))));
    }

    private static ProducerRecord<byte[], byte[]> record(SearchRequest request) {
        return new Records(service.platform.codec()).of(Topics.SEARCH_REQUESTS, request.getRequestId(), request);
    }

    private static SearchReply ask(
            SearchRequest.Builder request, java.util.function.Consumer<ProducerRecord<byte[], byte[]>> headers) {
        try (ReplyConsumer answers = new ReplyConsumer(Topics.SEARCH_REPLIES.name())) {
            ProducerRecord<byte[], byte[]> record = record(request.build());
            headers.accept(record);
            send(record);
            return service.platform
                    .codec()
                    .decode(
                            Topics.SEARCH_REPLIES,
                            answers.await(request.getRequestId()).value());
        }
    }

    private static void send(ProducerRecord<byte[], byte[]> record) {
        try (var producer = service.platform.clients().producer("test")) {
            assertThat(producer.send(record)).succeedsWithin(TIMEOUT);
        }
    }

    private static void assertFailsWith(CompletableFuture<SearchResult> future, String code) {
        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SearchException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    /** Everything that comes on a topic from now on, or from its beginning. */
    private static final class ReplyConsumer implements AutoCloseable {
        private final Consumer<byte[], byte[]> consumer =
                service.platform.clients().reader("test");

        ReplyConsumer(String topic) {
            this(topic, false);
        }

        ReplyConsumer(String topic, boolean fromBeginning) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            partitions.forEach(consumer::position);
        }

        List<ConsumerRecord<byte[], byte[]>> poll() {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            consumer.poll(Duration.ofMillis(300)).forEach(records::add);
            return records;
        }

        ConsumerRecord<byte[], byte[]> await(String requestId) {
            Instant end = Instant.now().plus(TIMEOUT);
            while (Instant.now().isBefore(end)) {
                for (ConsumerRecord<byte[], byte[]> record : poll()) {
                    if (requestId.equals(Records.text(record.key()))) {
                        return record;
                    }
                }
            }
            throw new AssertionError("no answer to " + requestId);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
