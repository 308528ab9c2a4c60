package org.lookalike.standalone.command;

import java.util.concurrent.CountDownLatch;
import org.lookalike.cli.output.Console;

/** Holds the main thread until Ctrl-C or the failure of a service. */
final class ShutdownLatch {
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean failed;

    /** Closes the system when the JVM is asked to end, which waits for it. */
    void closeOnShutdown(AutoCloseable system) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            ending.countDown();
                            try {
                                system.close();
                            } catch (Exception e) {
                                Console.problem("closing failed: " + e);
                            }
                        },
                        "shutdown"));
    }

    /** Releases the latch because a service failed. */
    void fail() {
        failed = true;
        ending.countDown();
    }

    boolean failed() {
        return failed;
    }

    /** Blocks until the latch is released. Returns the exit code. */
    int await() throws InterruptedException {
        ending.await();
        return failed ? 1 : 0;
    }
}
