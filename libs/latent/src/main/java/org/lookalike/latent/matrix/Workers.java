package org.lookalike.latent.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that share numbered blocks of work. Which thread takes which block is not defined; results that are kept by block
 * and put together in the blocks' order are the same for any number of threads.
 *
 * <p>For one caller at a time; the caller's thread works too.
 */
public final class Workers implements AutoCloseable {
    /** Native routines need more stack than Java does. */
    private static final long STACK_BYTES = 16L << 20;

    private final int threads;
    private final ExecutorService helpers;

    /**
     * Starts the threads.
     *
     * @param threads with the caller's, at least 1
     */
    public Workers(int threads) {
        this.threads = threads;
        this.helpers = Executors.newFixedThreadPool(Math.max(1, threads - 1), Workers::thread);
    }

    /** Work on one block. */
    @FunctionalInterface
    public interface BlockTask {
        /**
         * Works on one block.
         *
         * @param worker which thread, from 0 to less than {@link #threads}: names the scratch memory that it may use
         * @param block which block
         */
        void run(int worker, int block);
    }

    /** A thread fit for native routines, not started. */
    static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "latent", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** The number of threads, including the caller's. */
    public int threads() {
        return threads;
    }

    /** How many blocks of {@code size} cover {@code count} things. */
    public static int blocks(int count, int size) {
        return (int) (((long) count + size - 1) / size);
    }

    /**
     * Works on blocks 0 to {@code blocks - 1} and returns when all are done.
     *
     * @throws RuntimeException the first that a task threw
     */
    public void run(int blocks, BlockTask task) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, blocks); i++) {
            int worker = i;
            running.add(helpers.submit(() -> take(worker, blocks, next, task)));
        }
        try {
            take(0, blocks, next, task);
        } finally {
            // Even when this thread's part failed, nobody may go on to write into memory that the caller releases.
            next.set(blocks);
            running.forEach(Workers::await);
        }
    }

    private static void take(int worker, int blocks, AtomicInteger next, BlockTask task) {
        for (int block = next.getAndIncrement(); block < blocks; block = next.getAndIncrement()) {
            task.run(worker, block);
        }
    }

    private static void await(Future<?> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a block of work failed", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        helpers.shutdown();
    }
}
