package org.lookalike.query.reply;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks whether any broker answers, whatever is the matter with a topic. Thread-safe. */
public final class BrokerProbe {
    private static final Logger LOGGER = LoggerFactory.getLogger(BrokerProbe.class);
    private static final int TIMEOUT_MS = 3_000;

    private final Admin admin;

    /** Takes an administration client that stays the caller's to close. */
    public BrokerProbe(Admin admin) {
        this.admin = admin;
    }

    /** Takes at most some seconds. */
    public boolean answers() {
        try {
            return !admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MS))
                    .nodes()
                    .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.debug("no broker answers", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
