package org.lookalike.query.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.query.reply.ReplyRouter.Route;
import org.lookalike.query.reply.ReplyTopics.Limits;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ReplyHeaders;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("reply topic refused")
final class ReplyRouterTest {
    private static final Map<String, Limits> BROKER =
            Map.of("search.replies", new Limits(6, 4_000_000), "answers.app", new Limits(2, 1_000_000));

    private final ReplyRouter router =
            new ReplyRouter(List.of("search.replies", "answers.*"), topic -> Optional.ofNullable(BROKER.get(topic)));
    private final Headers headers = new RecordHeaders();

    @Test
    void answersOnSearchRepliesWhereNothingIsSaid() {
        assertThat(router.route(headers, null, null))
                .isEqualTo(new Route(new ReplyAddress("search.replies", null, null, 4_000_000), null));
    }

    @Test
    void honoursTheHeadersThatSpringSends() {
        headers.add(ReplyHeaders.REPLY_TOPIC, "answers.app".getBytes(StandardCharsets.UTF_8));
        headers.add(ReplyHeaders.REPLY_PARTITION, new byte[] {0, 0, 0, 1});
        headers.add(ReplyHeaders.CORRELATION_ID, new byte[] {7, -1, 0});
        assertThat(router.route(headers, null, null).address())
                .isEqualTo(new ReplyAddress("answers.app", 1, new byte[] {7, -1, 0}, 1_000_000));
    }

    @Test
    void prefersHeadersToTheRecord() {
        headers.add(ReplyHeaders.REPLY_TOPIC, "answers.app".getBytes(StandardCharsets.UTF_8));
        headers.add(ReplyHeaders.REPLY_PARTITION, partition(0));
        ReplyAddress address = router.route(headers, "search.replies", 5).address();
        assertThat(address.topic()).isEqualTo("answers.app");
        assertThat(address.partition()).isZero();
    }

    @Test
    void takesTheRecordsOwnFieldsWhereThereAreNoHeaders() {
        ReplyAddress address = router.route(headers, "answers.app", 1).address();
        assertThat(address).isEqualTo(new ReplyAddress("answers.app", 1, null, 1_000_000));
    }

    @Test
    void refusesATopicOutsideTheAllowListOnSearchReplies() {
        headers.add(ReplyHeaders.CORRELATION_ID, new byte[] {1});
        headers.add(ReplyHeaders.REPLY_PARTITION, partition(3));
        assertRefused(router.route(headers, "payroll", null), ErrorCode.REPLY_TOPIC_NOT_ALLOWED);
        assertThat(router.route(headers, "payroll", null).address())
                .isEqualTo(new ReplyAddress("search.replies", null, new byte[] {1}, 4_000_000));
        assertRefused(router.route(headers, "", null), ErrorCode.REPLY_TOPIC_NOT_ALLOWED);
    }

    @Test
    void refusesATopicThatDoesNotExistBecauseASendWouldHang() {
        Route route = router.route(headers, "answers.typo", null);
        assertRefused(route, ErrorCode.INVALID_FIELD);
        assertThat(route.address().topic()).isEqualTo("search.replies");
    }

    @Test
    void refusesAPartitionThatDoesNotExistOnTheKeysPartition() {
        assertRefused(router.route(headers, "answers.app", 2), ErrorCode.INVALID_FIELD);
        assertRefused(router.route(headers, "answers.app", -1), ErrorCode.INVALID_FIELD);
        assertThat(router.route(headers, "answers.app", 2).address())
                .isEqualTo(new ReplyAddress("answers.app", null, null, 1_000_000));
    }

    @Test
    void refusesAPartitionHeaderThatIsNotFourBytes() {
        headers.add(ReplyHeaders.REPLY_PARTITION, "1".getBytes(StandardCharsets.UTF_8));
        assertRefused(router.route(headers, null, null), ErrorCode.INVALID_FIELD);
    }

    @Test
    void refusesACorrelationIdThatWouldMakeTheAnswerTooLarge() {
        headers.add(ReplyHeaders.CORRELATION_ID, new byte[ReplyRouter.MAX_CORRELATION_BYTES + 1]);
        Route route = router.route(headers, null, null);
        assertRefused(route, ErrorCode.INVALID_FIELD);
        assertThat(route.address().correlationId()).isNull();
    }

    @Test
    void waitsWhereTheBrokerHasNoSearchReplies() {
        ReplyRouter bare = new ReplyRouter(List.of("search.replies"), topic -> Optional.empty());
        assertThatThrownBy(() -> bare.route(headers, null, null))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("lookalike topics --create");
    }

    private static void assertRefused(Route route, @Nullable ErrorCode code) {
        assertThat(route.refusal())
                .isNotNull()
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static byte[] partition(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }
}
