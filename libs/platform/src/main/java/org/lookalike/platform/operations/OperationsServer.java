package org.lookalike.platform.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Serves {@code /metrics} (Prometheus text), {@code /health/live} and {@code /health/ready} over HTTP. */
public final class OperationsServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads;

    /** @param port 0 for any free one */
    public OperationsServer(String host, int port, PrometheusMeterRegistry metrics, Health health) {
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the operations port %s:%d cannot be opened: %s".formatted(host, port, e.getMessage()), e);
        }
        threads = Executors.newFixedThreadPool(2, task -> new Thread(task, "operations-http"));
        server.setExecutor(threads);
        server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.scrape()));
        server.createContext("/health/live", exchange -> answer(exchange, 200, "live\n"));
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
