package org.lookalike.query.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.query.request.Failure;
import org.lookalike.schemas.ErrorCode;

final class FairQueueTest {
    private final FairQueue<String> queue =
            new FairQueue<>(new QueueLimits(10, 16L << 20, 0.5, 1, 1, 1, Duration.ofSeconds(1)), 4);

    @Test
    void servesClientsInTurnHoweverManyOneHasPutIn() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            assertThat(queue.offer("greedy", "greedy" + i, 1)).isEmpty();
        }
        assertThat(queue.offer("modest", "modest", 1)).isEmpty();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            FairQueue.Taken<String> taken = queue.take();
            order.add(taken.item());
            queue.done(taken.client());
        }
        assertThat(order).containsExactly("greedy0", "modest", "greedy1");
    }

    @Test
    void leavesThreadsToOthersWhileOneClientsRequestsAreInWork() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            assertThat(queue.offer("greedy", "greedy" + i, 1)).isEmpty();
        }
        assertThat(queue.take().item()).isEqualTo("greedy0");
        assertThat(queue.take().item()).isEqualTo("greedy1");
        assertThat(queue.offer("modest", "modest", 1)).isEmpty();
        // Two of four threads are the client's share.
        assertThat(queue.take().item()).isEqualTo("modest");
        queue.done("greedy");
        assertThat(queue.take().item()).isEqualTo("greedy2");
    }

    @Test
    void refusesWhatExceedsAClientsShareOrTheQueue() {
        for (int i = 0; i < 5; i++) {
            assertThat(queue.offer("greedy", "greedy", 1)).isEmpty();
        }
        assertThat(queue.offer("greedy", "greedy", 1)).map(Failure::code).contains(ErrorCode.TOO_MANY_REQUESTS);
        assertThat(queue.offer("large", "first is always taken", 9 << 20)).isEmpty();
        assertThat(queue.offer("large", "second", 1)).map(Failure::code).contains(ErrorCode.TOO_MANY_REQUESTS);
        assertThat(queue.offer("other", "too large", 8 << 20))
                .map(Failure::code)
                .contains(ErrorCode.OVERLOADED);
        for (int i = 0; i < 4; i++) {
            assertThat(queue.offer("client " + i, "small", 1)).isEmpty();
        }
        assertThat(queue.offer("last", "small", 1)).map(Failure::code).contains(ErrorCode.OVERLOADED);
        assertThat(ErrorCode.TOO_MANY_REQUESTS.retriable()).isTrue();
    }

    @Test
    void forgetsClientsOfWhichNothingIsLeft() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            assertThat(queue.offer("client " + i, "item", 1)).isEmpty();
            queue.done(queue.take().client());
        }
        assertThat(queue.clients()).isZero();
        assertThat(queue.size()).isZero();
    }
}
