package org.lookalike.query.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/**
 * Makes one call of what many threads ask for at the same time: an item that comes while all threads of the calls are busy
 * goes with the next call of its key. Nobody waits for items to come. Thread-safe.
 *
 * @param <K> equal for what can be asked for together
 * @param <I> what is asked for
 * @param <O> the answer
 */
public final class SharedCalls<K, I, O> {
    private final Executor threads;
    private final int maxTogether;
    private final BiFunction<K, List<I>, List<O>> call;
    private final Map<K, Queue<Waiting<I, O>>> waiting = new HashMap<>();

    private record Waiting<I, O>(I item, CompletableFuture<O> output) {}

    /**
     * @param threads for the calls; the caller's to end
     * @param maxTogether most items of one call
     * @param call gives one output for each item, in their order
     */
    public SharedCalls(Executor threads, int maxTogether, BiFunction<K, List<I>, List<O>> call) {
        this.threads = threads;
        this.maxTogether = maxTogether;
        this.call = call;
    }

    /**
     * Asks for items.
     *
     * @return one output for each, in their order
     * @throws InterruptedException if interrupted while waiting; the calls go on
     */
    public List<O> ask(K key, List<I> items) throws InterruptedException {
        return await(submit(key, items));
    }

    /** As {@link #ask}, for items of different keys. */
    public List<O> ask(List<K> keys, List<I> items) throws InterruptedException {
        Map<K, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            places.computeIfAbsent(keys.get(i), unseen -> new ArrayList<>()).add(i);
        }
        List<CompletableFuture<O>> outputs = new ArrayList<>(
                items.stream().map(item -> new CompletableFuture<O>()).toList());
        places.forEach((key, some) -> {
            Iterator<CompletableFuture<O>> submitted =
                    submit(key, some.stream().map(items::get).toList()).iterator();
            some.forEach(place -> outputs.set(place, submitted.next()));
        });
        return await(outputs);
    }

    private List<CompletableFuture<O>> submit(K key, List<I> items) {
        List<CompletableFuture<O>> outputs = new ArrayList<>(items.size());
        if (items.isEmpty()) {
            return outputs;
        }
        boolean first;
        synchronized (waiting) {
            Queue<Waiting<I, O>> queue = waiting.get(key);
            first = queue == null;
            if (queue == null) {
                queue = new ArrayDeque<>();
                waiting.put(key, queue);
            }
            for (I item : items) {
                CompletableFuture<O> output = new CompletableFuture<>();
                outputs.add(output);
                queue.add(new Waiting<>(item, output));
            }
        }
        if (first) {
            threads.execute(() -> run(key));
        }
        return outputs;
    }

    private void run(K key) {
        List<Waiting<I, O>> together = new ArrayList<>();
        boolean more;
        synchronized (waiting) {
            Queue<Waiting<I, O>> queue = waiting.get(key);
            while (queue != null && !queue.isEmpty() && together.size() < maxTogether) {
                together.add(queue.remove());
            }
            more = queue != null && !queue.isEmpty();
            if (!more) {
                waiting.remove(key);
            }
        }
        if (more) {
            threads.execute(() -> run(key));
        }
        try {
            Iterator<O> outputs = call.apply(
                            key, together.stream().map(Waiting::item).toList())
                    .iterator();
            together.forEach(each -> each.output().complete(outputs.next()));
        } catch (RuntimeException | Error e) {
            together.forEach(each -> each.output().completeExceptionally(e));
        }
    }

    private static <O> List<O> await(List<CompletableFuture<O>> outputs) throws InterruptedException {
        List<O> results = new ArrayList<>(outputs.size());
        for (CompletableFuture<O> output : outputs) {
            try {
                results.add(output.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a shared call failed", e.getCause());
            }
        }
        return results;
    }
}
