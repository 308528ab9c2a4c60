package org.lookalike.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FlightsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final SearchResult RESULT = new SearchResult(
            List.of(),
            "space",
            new SearchResult.Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
            null,
            null,
            null);

    private final Flights flights = new Flights(2);

    @AfterEach
    void tearDown() {
        flights.close();
    }

    @Test
    void findsTheSearchOfACorrelationIdAlone() {
        CompletableFuture<SearchResult> future = flights.begin("a", LONG);
        assertThat(flights.find("a")).isSameAs(future);
        assertThat(flights.find("b")).isNull();
    }

    @Test
    void forgetsASearchThatEndedHoweverItEnded() {
        flights.begin("a", LONG).complete(RESULT);
        flights.begin("b", LONG).cancel(false);
        flights.begin("c", LONG).completeExceptionally(new IllegalStateException());
        assertThat(flights.size()).isZero();
        assertThat(flights.begin("d", LONG)).isNotDone();
        assertThat(flights.begin("e", LONG)).isNotDone();
    }

    @Test
    void refusesMoreThanItsLimitAndSaysThatItMaySucceedLater() {
        assertThat(flights.begin("a", LONG)).isNotDone();
        assertThat(flights.begin("b", LONG)).isNotDone();
        assertThat(flights.begin("c", LONG))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(SearchException.class, failure -> {
                    assertThat(failure.code()).isEqualTo("OVERLOADED");
                    assertThat(failure.retriable()).isTrue();
                });
    }

    @Test
    void endsASearchAtItsDeadline() {
        assertThat(flights.begin("a", Duration.ofMillis(20)))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("no answer within 20 ms");
    }

    @Test
    void failsEverySearchWhenClosed() {
        CompletableFuture<SearchResult> waiting = flights.begin("a", LONG);
        flights.close();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(flights.begin("b", LONG)).isCompletedExceptionally();
        assertThat(flights.size()).isZero();
    }
}
