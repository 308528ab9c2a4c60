package org.lookalike.latent.matrix;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * OpenBLAS, loaded once for each process.
 *
 * <p>Its number of threads is one for the whole process. So long computations take turns here, each with the number that
 * it asked for; short products run beside them with whatever is set, which is one thread while nothing long runs.
 * Thread-safe.
 */
public final class Blas {
    private static final ReentrantLock TURN = new ReentrantLock(true);

    private Blas() {}

    /**
     * Makes sure that the library is there.
     *
     * @throws IllegalStateException if this platform has no build of it
     */
    public static void load() {
        if (!Holder.FAILURE.isEmpty()) {
            throw new IllegalStateException(Holder.FAILURE);
        }
    }

    /** Whether the library is there: on the class path, and with a build for this platform. */
    public static boolean isAvailable() {
        return Holder.FAILURE.isEmpty();
    }

    /**
     * Runs a long computation when all earlier ones are done, on a thread of its own with a stack for native routines. A
     * native routine cannot be interrupted: an interrupt is remembered and changes nothing.
     *
     * @param threads how many threads the library uses inside one call, at least 1
     */
    public static <T> T withThreads(int threads, Supplier<T> task) {
        load();
        FutureTask<T> running = new FutureTask<>(task::get);
        TURN.lock();
        int before = openblas_nolapack.blas_get_num_threads();
        try {
            openblas_nolapack.blas_set_num_threads(threads);
            Workers.thread(running).start();
            return result(running);
        } finally {
            openblas_nolapack.blas_set_num_threads(before);
            TURN.unlock();
        }
    }

    private static <T> T result(FutureTask<T> running) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return running.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Holder {
        static final String FAILURE = tryToLoad();

        private static String tryToLoad() {
            try {
                Loader.load(openblas.class);
                openblas_nolapack.blas_set_num_threads(1);
                return "";
            } catch (UnsatisfiedLinkError e) {
                return "no build of OpenBLAS runs on %s: %s".formatted(Loader.getPlatform(), e.getMessage());
            } catch (NoClassDefFoundError e) {
                return "OpenBLAS is not on the class path: %s".formatted(e.getMessage());
            }
        }
    }
}
