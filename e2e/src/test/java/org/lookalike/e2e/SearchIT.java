package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ReplyHeaders;
import org.lookalike.schemas.Topics;
import org.lookalike.testkit.TestImages;
import org.lookalike.testkit.log.ExpectedLogs;

/** Searches over the topics of the whole system. */
@ExpectedLogs({"ReplyRouter reply topic refused"})
class SearchIT {
    private static final String SOURCE = "search-line";
    private static final int IMAGES = 40;
    private static final int IN_FLIGHT = 200;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    private static Path folder;

    private static SystemFixture system;
    private static List<String> names;

    @BeforeAll
    static void index() throws Exception {
        system = SystemFixture.shared();
        names = List.copyOf(SystemFixture.writeImages(folder, 2, IMAGES));
        assertThat(system.index(folder, SOURCE, false).indexed()).hasSize(IMAGES);
    }

    @Test
    void twoHundredInFlightAreAnsweredOnceEach() throws Exception {
        try (TopicInspector replies = new TopicInspector(system.clients(), Topics.SEARCH_REPLIES);
                SearchClient client = system.searchClient()) {
            List<String> before = replies.readAll();
            List<CompletableFuture<SearchResult>> answers = new ArrayList<>();
            for (int number = 0; number < IN_FLIGHT; number++) {
                answers.add(client.search(query(number).timeout(TIMEOUT).build()));
            }

            for (int number = 0; number < IN_FLIGHT; number++) {
                assertThat(answers.get(number).get().hits())
                        .first()
                        .satisfies(hit -> assertThat(hit.score()).isGreaterThan(0.999f))
                        .extracting(SearchResult.Hit::imageId)
                        .isEqualTo(SOURCE + "/" + names.get(number % IMAGES));
            }
            List<String> after = new ArrayList<>(replies.readAll());
            before.forEach(after::remove);
            assertThat(after).hasSize(IN_FLIGHT).doesNotHaveDuplicates();
        }
    }

    @Test
    void aTiffFindsItsJpegTwin() throws Exception {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(TestImages.png(78, 640, 480)));
        Path jpeg = Files.createDirectory(folder.resolve("twins")).resolve("twin.jpg");
        assertThat(ImageIO.write(picture, "jpeg", jpeg.toFile())).isTrue();
        ByteArrayOutputStream tiff = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, "tiff", tiff)).isTrue();
        system.index(jpeg.getParent(), "twin-line", false);

        try (SearchClient client = system.searchClient()) {
            SearchResult found = client.search(SearchQuery.byImage(tiff.toByteArray())
                            .k(1)
                            .sources(SOURCE, "twin-line")
                            .timeout(TIMEOUT)
                            .build())
                    .get();

            assertThat(found.hits()).singleElement().satisfies(hit -> {
                assertThat(hit.imageId()).isEqualTo("twin-line/twin.jpg");
                assertThat(hit.score()).isGreaterThan(0.99f);
            });
        }
    }

    @Test
    void aRequestPastItsDeadlineIsAnsweredSoWithoutBeingEncoded() {
        SearchReply reply = ask(request().setDeadline(Instant.now().minusSeconds(1)), "");

        assertThat(reply.getError().getCode()).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(reply.getHits()).isEmpty();
        assertThat(reply.getTimings().getEncodeMs()).isZero();
        assertThat(reply.getTimings().getSearchMs()).isZero();
    }

    @Test
    void aReplyTopicThatNobodyAllowedIsRefusedAndLeftAlone() {
        try (TopicInspector foreign = new TopicInspector(system.clients(), Topics.IMAGES_QUARANTINED)) {
            List<String> before = foreign.readAll();

            SearchReply reply = ask(request(), Topics.IMAGES_QUARANTINED.name());

            assertThat(reply.getError().getCode()).isEqualTo("REPLY_TOPIC_NOT_ALLOWED");
            assertThat(foreign.readAll()).containsExactlyInAnyOrderElementsOf(before);
        }
    }

    /** Half by image, half by id, each about an image that is indexed. */
    private static SearchQuery.Builder query(int number) throws Exception {
        String name = names.get(number % IMAGES);
        SearchQuery.Builder query = number % 2 == 0
                ? SearchQuery.byImage(Files.readAllBytes(folder.resolve(name)))
                : SearchQuery.byImageId(SOURCE + "/" + name);
        return query.k(3).sources(SOURCE).excludeQuery(false);
    }

    private static SearchRequest.Builder request() {
        return SearchRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setQuery(new PictureQuery(ByteBuffer.wrap(TestImages.png(77, 64, 64))));
    }

    /** Asks with the plain clients and reads the answer from search.replies, as a caller in any language would. */
    private static SearchReply ask(SearchRequest.Builder builder, String replyTopic) {
        SearchRequest request = builder.build();
        String registry = system.addresses().get("registry.url");
        try (AvroCodec codec = new AvroCodec(registry, false);
                Producer<byte[], byte[]> producer = system.clients().producer("caller");
                TopicInspector replies = new TopicInspector(system.clients(), Topics.SEARCH_REPLIES)) {
            ProducerRecord<byte[], byte[]> sent =
                    new Records(codec).of(Topics.SEARCH_REQUESTS, request.getRequestId(), request);
            if (!replyTopic.isEmpty()) {
                sent.headers().add(ReplyHeaders.REPLY_TOPIC, replyTopic.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(producer.send(sent)).succeedsWithin(TIMEOUT);
            List<SearchReply> found = new ArrayList<>();
            await().atMost(TIMEOUT).until(() -> {
                found.clear();
                replies.readRecords().stream()
                        .filter(reply -> request.getRequestId().equals(Records.text(reply.key())))
                        .forEach(reply -> found.add(codec.decode(Topics.SEARCH_REPLIES, reply.value())));
                return !found.isEmpty();
            });
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
