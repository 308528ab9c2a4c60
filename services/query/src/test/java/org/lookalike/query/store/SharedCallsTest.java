package org.lookalike.query.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SharedCallsTest {
    private final ExecutorService askers = Executors.newCachedThreadPool();
    private final List<List<Integer>> made = new ArrayList<>();
    /** Calls that wait for a thread. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private final SharedCalls<String, Integer, Integer> calls = new SharedCalls<>(this::later, 2, (key, items) -> {
        made.add(items);
        return items.stream()
                .map(item -> {
                    if (item < 0) {
                        throw new IllegalArgumentException("negative");
                    }
                    return item * 10;
                })
                .toList();
    });

    private void later(Runnable call) {
        synchronized (waiting) {
            waiting.add(call);
            waiting.notifyAll();
        }
    }

    @AfterEach
    void close() {
        askers.shutdownNow();
    }

    @Test
    void whatComesWhileThreadsAreBusyGoesTogetherUpToTheLimit() throws Exception {
        CompletableFuture<List<Integer>> three = ask("a", 1, 2, 3);
        CompletableFuture<List<Integer>> other = ask("b", 4);
        runAll(3);

        assertThat(three.get()).containsExactly(10, 20, 30);
        assertThat(other.get()).containsExactly(40);
        assertThat(made).containsExactlyInAnyOrder(List.of(1, 2), List.of(3), List.of(4));
    }

    @Test
    void aCallThatFailsFailsForThoseWhoAskedAndTheNextIsMade() throws Exception {
        CompletableFuture<List<Integer>> failing = ask("a", -1);
        runAll(1);
        assertThatThrownBy(failing::get).hasRootCauseMessage("negative");
        CompletableFuture<List<Integer>> next = ask("a", 1);
        runAll(1);
        assertThat(next.get()).containsExactly(10);
    }

    @Test
    void nothingIsCalledForNothing() throws Exception {
        assertThat(calls.ask("a", List.of())).isEmpty();
        assertThat(made).isEmpty();
    }

    private CompletableFuture<List<Integer>> ask(String key, Integer... items) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return calls.ask(key, List.of(items));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                askers);
    }

    /** Makes so many calls, one after the other. */
    private void runAll(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Runnable call;
            synchronized (waiting) {
                while (waiting.isEmpty()) {
                    waiting.wait();
                }
                call = waiting.remove();
            }
            call.run();
        }
    }
}
