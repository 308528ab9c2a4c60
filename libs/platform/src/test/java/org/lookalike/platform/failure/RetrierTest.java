package org.lookalike.platform.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RetrierTest {
    private static final RetryPolicy AT_ONCE = RetryPolicy.fixed(Duration.ZERO);
    private static final RetryPolicy NEXT_HOUR = RetryPolicy.fixed(Duration.ofHours(1));

    private final List<String> observed = new ArrayList<>();
    private final CountDownLatch failed = new CountDownLatch(1);
    private final RetryListener listener = new RetryListener() {
        @Override
        public void onFailure(int attempt, TransientFailure failure) {
            observed.add(attempt + ": " + failure.getMessage());
            failed.countDown();
        }

        @Override
        public void onRecovery() {
            observed.add("recovered");
        }
    };
    private int attempts;

    @Test
    void retriesUntilItSucceedsAndTellsTheListener() throws InterruptedException {
        assertThat(new Retrier(AT_ONCE, listener).call(() -> failing(2))).isEqualTo("result");

        assertThat(observed).containsExactly("1: down", "2: down", "recovered");
    }

    @Test
    void aSuccessAtTheFirstAttemptIsNoRecovery() {
        assertThat(new Retrier(AT_ONCE, listener).get(() -> failing(0))).isEqualTo("result");

        assertThat(observed).isEmpty();
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        Retrier retrier = new Retrier(AT_ONCE.withMaxAttempts(3), listener);

        assertThatThrownBy(() -> retrier.call(() -> failing(9)))
                .isInstanceOf(TransientFailure.class)
                .hasMessage("down");
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void retriesNothingButOutages() {
        Retrier retrier = new Retrier(AT_ONCE, listener);

        assertThatThrownBy(() -> retrier.call(() -> {
                    attempts++;
                    throw new IllegalStateException("a defect");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void closingEndsTheWait() throws InterruptedException {
        Retrier retrier = new Retrier(NEXT_HOUR, listener);
        CompletableFuture<String> result = CompletableFuture.supplyAsync(() -> retrier.get(() -> failing(9)));
        failed.await();

        retrier.close();

        assertThat(result)
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(TransientFailure.class)
                .withMessageContaining("down");
    }

    @Test
    void anInterruptEndsTheWait() throws InterruptedException {
        Retrier retrier = new Retrier(NEXT_HOUR, listener);
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                retrier.get(() -> failing(9));
            } catch (TransientFailure e) {
                flag.complete(Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        failed.await();

        thread.interrupt();

        assertThat(flag).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(true);
    }

    private String failing(int times) {
        attempts++;
        if (attempts <= times) {
            throw new TransientFailure("down");
        }
        return "result";
    }
}
