package org.lookalike.platform.lifecycle;

import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again until it is interrupted, outages included: these are logged when they begin and end.
 * Anything else that the task throws ends it. {@link #run} belongs to one thread.
 */
public final class PeriodicTask implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PeriodicTask.class);

    private final Task task;
    private final Duration initialDelay;
    private final Duration interval;
    private final Outage outage;

    /** What is done each time. */
    @FunctionalInterface
    public interface Task {

        /**
         * Does it once.
         *
         * @throws TransientFailure if something outside does not answer; it is done again after the pause
         */
        void run() throws InterruptedException;
    }

    /**
     * A task that has not begun.
     *
     * @param name the part that its outages are told under
     * @param initialDelay pause before the first time
     * @param interval pause between two times
     */
    public PeriodicTask(String name, Duration initialDelay, Duration interval, Task task) {
        this.task = task;
        this.initialDelay = initialDelay;
        this.interval = interval;
        this.outage = Outage.logged(name);
    }

    @Override
    public void run() {
        try {
            Thread.sleep(initialDelay.toMillis());
            while (true) {
                try {
                    task.run();
                    outage.end();
                } catch (TransientFailure failure) {
                    outage.begin(failure);
                } catch (InterruptException e) {
                    return;
                } catch (KafkaException e) {
                    outage.begin(new TransientFailure("the broker does not answer", e));
                }
                Thread.sleep(interval.toMillis());
            }
        } catch (InterruptedException e) {
            LOGGER.debug("interrupted to close");
        }
    }
}
