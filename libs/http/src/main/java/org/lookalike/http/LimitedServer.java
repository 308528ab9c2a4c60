package org.lookalike.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;

/**
 * A Javalin server that tells nothing of itself, and limits how slowly a client may send a request's header and its body.
 * Thread-safe.
 */
public final class LimitedServer implements AutoCloseable {
    private final Binding binding;
    private final HeaderTimeout headers;
    private final Javalin javalin;
    private final CompletableFuture<URI> address = new CompletableFuture<>();

    /**
     * Where to listen, and the limits of a connection.
     *
     * @param port 0 for any that is free
     * @param minRate bytes a second that a body has to arrive with on average; 0 for any rate
     * @param idleTimeout how long a connection may bring nothing
     * @param headerTimeout how long the header of a request may take
     */
    public record Binding(String host, int port, long minRate, Duration idleTimeout, Duration headerTimeout) {}

    /** @param more the routes, and whatever else the server is to have */
    public LimitedServer(Binding binding, Consumer<JavalinConfig> more) {
        this.binding = binding;
        this.headers = new HeaderTimeout(binding.headerTimeout(), new MinimumRateHandler(binding.minRate()));
        this.javalin = Javalin.create(settings -> {
            limit(settings);
            more.accept(settings);
        });
    }

    private void limit(JavalinConfig settings) {
        settings.startup.showJavalinBanner = false;
        settings.startup.showOldJavalinVersionWarning = false;
        settings.startup.startupWatcherEnabled = false;
        settings.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setIdleTimeout(binding.idleTimeout().toMillis());
        });
        settings.jetty.modifyServer(server -> server.setHandler(headers));
    }

    /**
     * Opens the port.
     *
     * @return its address; empty if the thread was interrupted, since the service ends
     */
    public Optional<URI> start() {
        try {
            javalin.start(binding.host(), binding.port());
        } catch (JavalinException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            throw e;
        }
        for (Connector connector : javalin.jettyServer().server().getConnectors()) {
            headers.watch(connector);
        }
        URI opened = URI.create("http://%s:%d".formatted(binding.host(), javalin.port()));
        address.complete(opened);
        return Optional.of(opened);
    }

    /** The address of the server, once it has started. */
    public CompletableFuture<URI> address() {
        return address.copy();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
