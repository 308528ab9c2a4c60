package org.lookalike.query.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lookalike.query.answer.SearchFixture.NOW;
import static org.lookalike.query.answer.SearchFixture.byImage;
import static org.lookalike.query.answer.SearchFixture.image;
import static org.lookalike.query.answer.SearchFixture.request;
import static org.lookalike.query.answer.SearchFixture.vector;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.encoding.PixelEncoder;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.UriQuery;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ReplyHeaders;
import org.lookalike.schemas.Sha256;
import org.lookalike.testkit.TestImages;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs({"reply topic refused", "a request failed because of a defect", "Outage outage"})
final class SearchHandlerTest {
    @TempDir
    private Path folder;

    private SearchFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new SearchFixture(folder);
        fixture.index(0, 1, 2, 3);
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void answersAnImageWithEverythingThatTheStoreKnowsOfItsHits() {
        SearchReply reply = fixture.answer(byImage("r", image(1)).setExcludeQuery(false));
        SearchHit best = reply.getHits().get(0);
        assertThat(best.getImageId()).isEqualTo("p1");
        assertThat(best.getScore()).isBetween(0.999f, 1f);
        assertThat(best.getUri()).isEqualTo("file:///p/p1");
        assertThat(best.getSource()).isEqualTo("line-7");
        assertThat(best.getTime()).isEqualTo(NOW);
        assertThat(best.getAttributes()).isEqualTo(Map.of("station", "3"));
        assertThat(reply.getHits()).hasSize(4);
        assertThat(reply.getSpace()).isEqualTo(fixture.space.id());
        assertThat(reply.getTimings().getEncodeMs()).isPositive();
        assertThat(reply.getTimings().getTotalMs())
                .isGreaterThanOrEqualTo(reply.getTimings().getEncodeMs());
    }

    @Test
    void leavesOutTheImagesWithTheQuerysBytes() {
        fixture.store.upsert(fixture.space.collection(), List.of(fixture.row("copy of p1", image(1))));
        assertThat(ids(fixture.answer(byImage("r", image(1))))).containsExactlyInAnyOrder("p0", "p2", "p3");
    }

    @Test
    void findsAnImageByItsUri() {
        URI uri = fixture.images.put("p2", Sha256.of(image(2)), image(2));
        SearchReply reply =
                fixture.answer(request("r", new UriQuery(uri.toString())).setExcludeQuery(false));
        assertThat(ids(reply)).startsWith("p2");
    }

    @Test
    void leavesOutTheQueriedIdAndStillFillsK() {
        SearchReply reply = fixture.answer(request("r", new ImageIdQuery("p1")).setK(3));
        assertThat(ids(reply)).containsExactlyInAnyOrder("p0", "p2", "p3");
    }

    @Test
    void keepsTheQueriedIdWhenAskedTo() {
        SearchReply reply =
                fixture.answer(request("r", new ImageIdQuery("p1")).setK(1).setExcludeQuery(false));
        assertThat(ids(reply)).containsExactly("p1");
    }

    @Test
    void takesAVectorAsItIs() {
        SearchReply reply = fixture.answer(
                request("r", vector(fixture.encoder.features(image(3)))).setK(1));
        assertThat(ids(reply)).containsExactly("p3");
        assertThat(fixture.encoder.calls).hasValue(0);
    }

    @Test
    void appliesEveryFilter() {
        assertThat(ids(fixture.answer(byImage("r", image(9)).setSources(List.of("line-8")))))
                .isEmpty();
        assertThat(ids(fixture.answer(byImage("r", image(9)).setFrom(NOW.plusSeconds(1)))))
                .isEmpty();
        assertThat(ids(fixture.answer(byImage("r", image(9)).setTo(NOW)))).isEmpty();
        assertThat(ids(fixture.answer(byImage("r", image(9)).setAttributes(Map.of("station", "4")))))
                .isEmpty();
        assertThat(ids(fixture.answer(byImage("r", image(9)).setMinScore(0.99999f))))
                .isEmpty();
        assertThat(ids(fixture.answer(byImage("r", image(9))
                        .setSources(List.of("line-7"))
                        .setFrom(NOW)
                        .setTo(NOW.plusSeconds(1))
                        .setAttributes(Map.of("station", "3")))))
                .hasSize(4);
    }

    @Test
    void searchesAmongTheNamedImagesAlone() {
        assertThat(ids(fixture.answer(byImage("r", image(9)).setIds(List.of("p1", "p3", "unknown")))))
                .containsExactlyInAnyOrder("p1", "p3");
        assertThat(ids(fixture.answer(request("r", new ImageIdQuery("p1")).setIds(List.of("p1", "p3")))))
                .as("the query image is excluded even so")
                .containsExactly("p3");
        assertThat(ids(fixture.answer(byImage("r", image(9)).setIds(List.of("unknown")))))
                .isEmpty();
    }

    @Test
    void refusesIdsBeyondTheirLimits() {
        List<String> tooMany =
                IntStream.rangeClosed(0, 1_000).mapToObj(String::valueOf).toList();

        assertThat(refusal(byImage("r", image(1)).setIds(tooMany))).isEqualTo("ids has 1001 values, limit 1000");
        assertThat(fixture.code(byImage("r", image(1)).setIds(tooMany.subList(0, 1_000))))
                .isEqualTo("OK");
        assertThat(refusal(byImage("r", image(1)).setIds(List.of("p1", "a\nb"))))
                .isEqualTo("ids: image id 'a\\u000ab' has a control character");
        assertThat(refusal(byImage("r", image(1)).setIds(List.of("x".repeat(257)))))
                .isEqualTo("ids: image id '%s…' has 257 characters, limit 256".formatted("x".repeat(80)));
    }

    @Test
    void encodesTheWholeBatchAtOnceAndSearchesEqualOptionsTogether() {
        List<ProducerRecord<byte[], byte[]>> outputs = fixture.handle(
                fixture.record(byImage("a", image(10)).setExcludeQuery(false).build()),
                fixture.record(byImage("b", image(11)).setExcludeQuery(false).build()),
                fixture.record(request("c", new ImageIdQuery("p0")).setK(9).build()),
                fixture.record(request("d", new ImageIdQuery("p1")).setK(9).build()));
        assertThat(outputs)
                .extracting(output -> fixture.reply(output).getRequestId())
                .containsExactly("a", "b", "c", "d");
        assertThat(fixture.encoder.calls).hasValue(1);
        assertThat(fixture.store.searches).hasValue(1);
    }

    @Test
    void searchesForDifferentNumbersOfHitsTogetherAndGivesEachItsOwn() {
        List<ProducerRecord<byte[], byte[]>> outputs = fixture.handle(
                fixture.record(byImage("a", image(10)).setK(2).build()),
                fixture.record(byImage("b", image(11)).setK(3).build()));

        assertThat(outputs)
                .extracting(output -> fixture.reply(output).getHits().size())
                .containsExactly(2, 3);
        assertThat(fixture.store.searches).hasValue(1);
    }

    @Test
    void findsOthersHoweverManyCopiesOfTheExcludedImageAreNearer() {
        fixture.store.upsert(
                fixture.space.collection(),
                IntStream.range(0, 40)
                        .mapToObj(number -> fixture.row("copy" + number, image(10)))
                        .toList());

        assertThat(fixture.answer(byImage("r", image(10)).setK(3)).getHits())
                .hasSize(3)
                .noneMatch(hit -> hit.getImageId().startsWith("copy"));
    }

    @Test
    void answersAnExpiredRequestWithoutEncodingIt() {
        assertThat(fixture.code(byImage("r", image(1)).setDeadline(NOW))).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(fixture.encoder.calls).hasValue(0);
        assertThat(fixture.store.searches).hasValue(0);
    }

    @Test
    void appliesTheDefaultDeadlineToTheRecordsTimestamp() {
        fixture.now = NOW.plusSeconds(31);
        assertThat(fixture.code(byImage("r", image(1)))).isEqualTo("DEADLINE_EXCEEDED");
    }

    @Test
    void looksAtTheDeadlineAgainJustBeforeTheSearch() {
        fixture.encoder.onEncode = () -> fixture.now = NOW.plusSeconds(10);
        assertThat(fixture.code(byImage("r", image(1)).setDeadline(NOW.plusSeconds(5))))
                .isEqualTo("DEADLINE_EXCEEDED");
        assertThat(fixture.encoder.calls).hasValue(1);
        assertThat(fixture.store.searches).hasValue(0);
    }

    @Test
    void failsAnImageThatTheEncoderFailsOnAlone() {
        fixture.encoder.failsAbove = 0.9f;
        List<ProducerRecord<byte[], byte[]>> outputs = fixture.handle(
                fixture.record(byImage("white", TestImages.grey(255)).build()),
                fixture.record(byImage("grey", TestImages.grey(100)).build()),
                fixture.record(byImage("black", TestImages.grey(0)).build()));
        assertThat(outputs)
                .extracting(output -> fixture.reply(output))
                .extracting(reply ->
                        reply.getError() == null ? "OK" : reply.getError().getCode())
                .containsExactly("INTERNAL", "OK", "INVALID_FIELD");
    }

    @Test
    void shedsARequestThatWaitedTooLongForItsTurn() {
        fixture.now = NOW.plusSeconds(21);
        SearchReply reply = fixture.answer(byImage("r", image(1)));
        assertThat(reply.getError().getCode()).isEqualTo("OVERLOADED");
        assertThat(reply.getError().getRetriable()).isTrue();
        assertThat(fixture.encoder.calls).hasValue(0);
    }

    @Test
    void refusesFieldsThatBreakTheirRules() {
        List<String> codes = List.of(
                fixture.code(byImage("", image(1))),
                fixture.code(byImage("r".repeat(257), image(1))),
                fixture.code(byImage("r", image(1)).setK(0)),
                fixture.code(byImage("r", image(1)).setK(101)),
                fixture.code(byImage("r", image(1)).setMinScore(1.1f)),
                fixture.code(byImage("r", image(1)).setMinScore(Float.NaN)),
                fixture.code(byImage("r", image(1)).setFrom(NOW).setTo(NOW)),
                fixture.code(byImage("r", image(1)).setAttributes(Map.of("", "x"))),
                fixture.code(request("r", new ImageIdQuery(" "))),
                fixture.code(request("r", new UriQuery("not a uri"))),
                fixture.code(request("r", vector(new float[] {1, 2}))),
                fixture.code(request("r", vector(new float[PixelEncoder.DIMENSIONS]))),
                fixture.code(request("r", vector(infinite()))));
        assertThat(codes).containsOnly("INVALID_FIELD");
        assertThat(fixture.encoder.calls).hasValue(0);
    }

    @Test
    void tellsWhatCannotBeFoundOrRead() {
        assertThat(fixture.code(byImage("r", image(1)).setSpace("another"))).isEqualTo("SPACE_NOT_READY");
        assertThat(fixture.code(byImage("r", image(1)).setSpace(fixture.space.id())))
                .isEqualTo("OK");
        assertThat(fixture.code(request("r", new ImageIdQuery("nobody")))).isEqualTo("UNKNOWN_IMAGE");
        assertThat(fixture.code(request("r", new UriQuery("file:///etc/passwd"))))
                .isEqualTo("URI_NOT_ALLOWED");
        assertThat(fixture.code(byImage("r", new byte[0]))).isEqualTo("IMAGE_EMPTY");
        assertThat(fixture.code(byImage("r", "<html>".repeat(20).getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("IMAGE_IS_TEXT");
        URI uri = fixture.images.put("gone", Sha256.of(image(7)), image(7));
        fixture.images.list("gone").forEach(fixture.images::delete);
        assertThat(fixture.code(request("r", new UriQuery(uri.toString())))).isEqualTo("BYTES_MISSING");
        fixture.store.drop(fixture.space.collection());
        assertThat(fixture.code(byImage("r", image(1)))).isEqualTo("SPACE_NOT_READY");
    }

    @Test
    void answersAnOutageOfTheStoreAndRecovers() {
        fixture.store.down = true;
        SearchReply reply = fixture.answer(byImage("r", image(1)));
        assertThat(reply.getError().getCode()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(reply.getError().getRetriable()).isTrue();
        assertThat(fixture.code(request("r", new ImageIdQuery("p1")))).isEqualTo("STORE_UNAVAILABLE");
        assertThat(fixture.health.ready()).isFalse();
        fixture.vectorsOutage.probe(fixture.store::check);
        assertThat(fixture.health.ready()).isFalse();
        fixture.store.down = false;
        fixture.vectorsOutage.probe(fixture.store::check);
        assertThat(fixture.health.ready()).isTrue();
        assertThat(fixture.code(byImage("r", image(1)))).isEqualTo("OK");
    }

    @Test
    void keepsADefectWithItsRequest() {
        fixture.store.beforeSearch = vectors -> {
            // Vectors come at length 1: only the defective one points along its first coordinate.
            if (vectors.size() > 1 || vectors.get(0)[0] > 0.9f) {
                throw new IllegalStateException("a defect");
            }
        };
        float[] defective = fixture.encoder.features(image(1));
        defective[0] = 42;
        List<ProducerRecord<byte[], byte[]>> outputs = fixture.handle(
                fixture.record(request("sound", vector(fixture.encoder.features(image(2))))
                        .build()),
                fixture.record(request("defective", vector(defective)).build()),
                fixture.record(byImage("unread", new byte[] {1}).build()));
        assertThat(outputs)
                .extracting(output -> fixture.reply(output))
                .extracting(reply ->
                        reply.getError() == null ? "OK" : reply.getError().getCode())
                .containsExactly("OK", "INTERNAL", "IMAGE_UNKNOWN_FORMAT");
        assertThat(fixture.metrics
                        .counter("lookalike.requests", "outcome", "INTERNAL", "space", fixture.space.id())
                        .count())
                .isEqualTo(1);
        assertThat(fixture.metrics
                        .counter("lookalike.requests", "outcome", "OK", "space", fixture.space.id())
                        .count())
                .isEqualTo(1);
    }

    @Test
    void quarantinesARecordThatIsNoRequestAndAnswersWhereHeadersAskForIt() {
        ConsumerRecord<byte[], byte[]> silent = fixture.record(new byte[] {9, 9, 9, 9, 9, 9, 9}, NOW);
        ConsumerRecord<byte[], byte[]> addressed = fixture.record(new byte[] {9, 9, 9}, NOW);
        addressed.headers().add(ReplyHeaders.CORRELATION_ID, new byte[] {1, 2});
        BatchResult result = fixture.result(List.of(silent, addressed));
        assertThat(result.refusals()).extracting(Refusal::origin).containsExactly(silent, addressed);
        assertThat(result.refusals())
                .extracting(refusal -> refusal.failure().code())
                .containsOnly(ErrorCode.MALFORMED_RECORD);
        assertThat(result.outputs()).extracting(ProducerRecord::topic).containsExactly("search.replies");
        SearchReply reply = fixture.reply(result.outputs().get(0));
        assertThat(reply.getRequestId()).isEmpty();
        assertThat(reply.getError().getCode()).isEqualTo("MALFORMED_RECORD");
        assertThat(result.outputs()
                        .get(0)
                        .headers()
                        .lastHeader(ReplyHeaders.CORRELATION_ID)
                        .value())
                .containsExactly(1, 2);
    }

    @Test
    void answersOnTheForeignTopicNever() {
        List<ProducerRecord<byte[], byte[]>> outputs = fixture.handle(
                fixture.record(byImage("r", image(1)).setReplyTopic("payroll").build()));
        assertThat(outputs).extracting(ProducerRecord::topic).containsExactly("search.replies");
        assertThat(fixture.reply(outputs.get(0)).getError().getCode()).isEqualTo("REPLY_TOPIC_NOT_ALLOWED");
        assertThat(fixture.encoder.calls).hasValue(0);
    }

    private String refusal(SearchRequest.Builder request) {
        SearchReply reply = fixture.answer(request);
        assertThat(reply.getError().getCode()).isEqualTo("INVALID_FIELD");
        return reply.getError().getMessage();
    }

    private static float[] infinite() {
        float[] values = new float[PixelEncoder.DIMENSIONS];
        values[3] = Float.POSITIVE_INFINITY;
        return values;
    }

    private static List<String> ids(SearchReply reply) {
        assertThat(reply.getError()).isNull();
        return reply.getHits().stream().map(SearchHit::getImageId).toList();
    }
}
