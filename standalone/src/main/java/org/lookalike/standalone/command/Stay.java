package org.lookalike.standalone.command;

import java.util.concurrent.CountDownLatch;
import org.lookalike.cli.output.Console;

/** Keeps the program up until Ctrl-C or a service's failure, and lets Ctrl-C wait until everything is closed. */
public final class Stay {
    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean failed;

    /** Makes the end of the JVM wait for the closing of the system. */
    void closing(AutoCloseable system) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            ending.countDown();
                            try {
                                system.close();
                            } catch (Exception e) {
                                Console.problem("closing failed: " + e);
                            } finally {
                                closed.countDown();
                            }
                        },
                        "shutdown"));
    }

    void fail() {
        failed = true;
        ending.countDown();
    }

    boolean failed() {
        return failed;
    }

    /** Blocks. Returns the exit code. */
    int untilEnded() throws InterruptedException {
        ending.await();
        return failed ? 1 : 0;
    }
}
