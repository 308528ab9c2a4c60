package org.lookalike.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InFlightSearchesTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final SearchResult RESULT = new SearchResult(
            List.of(),
            "space",
            new SearchResult.Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
            null,
            null,
            null,
            false);

    private final InFlightSearches inFlight = new InFlightSearches(2);

    @AfterEach
    void tearDown() {
        inFlight.close();
    }

    @Test
    void findsTheSearchOfACorrelationIdAlone() {
        CompletableFuture<SearchResult> future = inFlight.begin("a", LONG);
        assertThat(inFlight.find("a")).isSameAs(future);
        assertThat(inFlight.find("b")).isNull();
    }

    @Test
    void forgetsASearchThatEndedHoweverItEnded() {
        inFlight.begin("a", LONG).complete(RESULT);
        inFlight.begin("b", LONG).cancel(false);
        inFlight.begin("c", LONG).completeExceptionally(new IllegalStateException());
        assertThat(inFlight.size()).isZero();
        assertThat(inFlight.begin("d", LONG)).isNotDone();
        assertThat(inFlight.begin("e", LONG)).isNotDone();
    }

    @Test
    void refusesMoreThanItsLimitAndSaysThatItMaySucceedLater() {
        assertThat(inFlight.begin("a", LONG)).isNotDone();
        assertThat(inFlight.begin("b", LONG)).isNotDone();
        assertThat(inFlight.begin("c", LONG))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(SearchException.class, failure -> {
                    assertThat(failure.code()).isEqualTo("OVERLOADED");
                    assertThat(failure.retriable()).isTrue();
                });
    }

    @Test
    void aSearchThatEndedMakesRoomForTheOneThatItsDependentStageBegins() {
        var unused = inFlight.begin("a", LONG);
        CompletableFuture<SearchResult> first = inFlight.begin("b", LONG);
        CompletableFuture<SearchResult> next = first.thenCompose(result -> inFlight.begin("c", LONG));

        first.complete(RESULT);

        assertThat(next).isNotDone();
    }

    @Test
    void endsASearchAtItsDeadline() {
        assertThat(inFlight.begin("a", Duration.ofMillis(20)))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("no reply within 20 ms");
    }

    @Test
    void failsEverySearchWhenClosed() {
        CompletableFuture<SearchResult> waiting = inFlight.begin("a", LONG);
        inFlight.close();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(inFlight.begin("b", LONG)).isCompletedExceptionally();
        assertThat(inFlight.size()).isZero();
    }
}
