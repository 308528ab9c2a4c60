package org.lookalike.query.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Runs tasks side by side and waits for all. Thread-safe. */
public final class TaskPool {
    private final ExecutorService threads;

    /** Takes threads that stay the caller's to end. */
    public TaskPool(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * Runs one task for each item.
     *
     * @param task reports failures by its result; one that throws is a defect
     * @return one result for each item, in their order
     * @throws InterruptedException if interrupted while waiting; what has not ended yet is then cancelled
     */
    public <I, T> List<T> runAll(List<I> items, Function<I, T> task) throws InterruptedException {
        return runAll(
                items.stream().<Callable<T>>map(item -> () -> task.apply(item)).toList());
    }

    private <T> List<T> runAll(List<Callable<T>> tasks) throws InterruptedException {
        List<Future<T>> running = new ArrayList<>(tasks.size());
        try {
            tasks.forEach(task -> running.add(threads.submit(task)));
            List<T> results = new ArrayList<>(tasks.size());
            for (Future<T> task : running) {
                results.add(task.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a search thread failed", e.getCause());
        } finally {
            running.forEach(task -> task.cancel(true));
        }
    }

    /**
     * Runs one task for each group of items.
     *
     * @param key equal for the items of a group
     * @param task gives one result for each item of a group, in their order
     * @return one result for each item, in their order
     * @throws InterruptedException as {@link #runAll}
     */
    public <I, K, T> List<T> runGrouped(List<I> items, Function<I, K> key, BiFunction<K, List<I>, List<T>> task)
            throws InterruptedException {
        Map<K, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            groups.computeIfAbsent(key.apply(items.get(i)), unseen -> new ArrayList<>())
                    .add(i);
        }
        List<Callable<List<T>>> tasks = new ArrayList<>(groups.size());
        groups.forEach((of, places) ->
                tasks.add(() -> task.apply(of, places.stream().map(items::get).toList())));
        Map<Integer, T> results = new TreeMap<>();
        Iterator<List<T>> outcomes = runAll(tasks).iterator();
        for (List<Integer> places : groups.values()) {
            Iterator<T> outcome = outcomes.next().iterator();
            places.forEach(place -> results.put(place, outcome.next()));
        }
        return List.copyOf(results.values());
    }
}
