package org.lookalike.platform.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Serves {@code /metrics} (Prometheus text), {@code /health/live} and {@code /health/ready} over HTTP. Nothing that may block
 * keeps the probes from being answered: few scrapes run at a time, and a connection that sends or reads too slowly is closed.
 */
public final class OperationsServer implements AutoCloseable {
    /** Far more than probes and scrapes need; each thread may be held for the time limit of a request. */
    private static final int THREADS = 32;

    private static final int SCRAPES = 2;
    private static final String SECONDS_PER_REQUEST = "10";

    static {
        // Read once by the JDK's server; in seconds.
        for (String limit : List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime")) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, SECONDS_PER_REQUEST);
            }
        }
    }

    private final HttpServer server;
    private final Semaphore scrapes = new Semaphore(SCRAPES);
    private final ExecutorService threads;

    /** @param port 0 for any free one */
    public OperationsServer(String host, int port, PrometheusMeterRegistry metrics, Health health) {
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the operations port %s:%d cannot be opened: %s".formatted(host, port, e.getMessage()), e);
        }
        threads = Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "operations-http"));
        server.setExecutor(threads);
        server.createContext("/metrics", exchange -> scrape(exchange, metrics));
        server.createContext("/health/live", exchange -> {
            String hanging = health.hanging().entrySet().stream()
                    .map(part -> "%s: in the same call for %d s, limit %d s%n"
                            .formatted(
                                    part.getKey(),
                                    part.getValue().toSeconds(),
                                    health.limits().hang().toSeconds()))
                    .collect(Collectors.joining());
            answer(exchange, hanging.isEmpty() ? 200 : 503, hanging.isEmpty() ? "live\n" : "hanging\n" + hanging);
        });
        server.createContext("/health/ready", exchange -> {
            String reasons = health.reasons().entrySet().stream()
                    .map(reason -> reason.getKey() + ": " + reason.getValue() + "\n")
                    .collect(Collectors.joining());
            answer(exchange, health.ready() ? 200 : 503, health.ready() ? "ready\n" : "not ready\n" + reasons);
        });
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void scrape(HttpExchange exchange, PrometheusMeterRegistry metrics) throws IOException {
        if (!scrapes.tryAcquire()) {
            answer(exchange, 503, "%d scrapes are running, limit %d%n".formatted(SCRAPES, SCRAPES));
            return;
        }
        try {
            answer(exchange, 200, metrics.scrape());
        } finally {
            scrapes.release();
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
