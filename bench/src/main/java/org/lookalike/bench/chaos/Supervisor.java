package org.lookalike.bench.chaos;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.lookalike.bench.chaos.system.ChaosSystem;
import org.lookalike.bench.chaos.system.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what Kubernetes would do: starts again what ended by itself, and kills and starts again a service whose liveness
 * probe fails several times in a row.
 */
final class Supervisor implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Supervisor.class);
    private static final long POLL_MS = 500;
    private static final int PROBE_EVERY = 10;
    private static final int FAILURES = 3;
    private static final int TIMEOUT_MS = 2_000;
    private static final int LOG_LINES = 12;

    private final ChaosSystem system;
    private final Consumer<String> progress;
    private final Set<String> held = new HashSet<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final Queue<String> exits = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "supervisor");
    private volatile boolean ending;

    Supervisor(ChaosSystem system, Consumer<String> progress) {
        this.system = system;
        this.progress = progress;
        thread.start();
    }

    /** Leaves a part alone while a fault is done to it. */
    synchronized void hold(Component component) {
        held.add(component.name());
    }

    /** Looks after it again. */
    synchronized void release(Component component) {
        held.remove(component.name());
        failures.remove(component.name());
    }

    /** What ended by itself, or had to be ended, with the end of its log. */
    List<String> exits() {
        return List.copyOf(exits);
    }

    private void run() {
        for (int round = 0; !ending; round++) {
            try {
                Thread.sleep(POLL_MS);
                for (Component component : system.components()) {
                    check(component, round % PROBE_EVERY == 0);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOGGER.atWarn().setCause(e).log("a part could not be started again");
            }
        }
    }

    private synchronized void check(Component component, boolean probe) {
        if (ending || held.contains(component.name())) {
            return;
        }
        if (!component.isAlive()) {
            note(component, "ended by itself");
            component.start();
        } else if (probe && isUnhealthy(component)) {
            if (failures.merge(component.name(), 1, Integer::sum) >= FAILURES) {
                note(component, "was not alive by its own probe");
                component.kill();
                component.start();
                failures.remove(component.name());
            }
        } else if (probe) {
            failures.remove(component.name());
        }
    }

    private void note(Component component, String what) {
        List<String> log = component.logTail().lines().toList();
        String exit = "%s %s %s; its log ends with:%n%s"
                .formatted(
                        Instant.now(),
                        component.name(),
                        what,
                        String.join("\n", log.subList(Math.max(0, log.size() - LOG_LINES), log.size())));
        exits.add(exit);
        progress.accept(component.name() + " " + what);
    }

    /** Only an answer that says so counts: a service that is starting does not answer yet. */
    private boolean isUnhealthy(Component component) {
        URI address = system.health().get(component.name());
        if (address == null) {
            return false;
        }
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) address.resolve("live").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            try {
                return connection.getResponseCode() >= 500;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        ending = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
