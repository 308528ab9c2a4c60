package org.lookalike.ingest.http;

import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.lookalike.http.LimitedServer;
import org.lookalike.intake.accept.FieldRules;
import org.lookalike.intake.accept.ImageAcceptor;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.operations.Outage;
import org.lookalike.schemas.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API for uploads. Bounds the number of concurrent requests and answers failures with typed errors that reveal
 * nothing of the service's internals. Thread-safe.
 */
public final class UploadServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(UploadServer.class);
    /** Larger parts of a form are kept in a temporary file. */
    private static final int MAX_PART_BYTES_IN_MEMORY = 256 << 10;

    private final HttpConfig config;
    private final UploadSlots slots;
    private final LimitedServer server;
    /** Only logged: a service that is not ready gets no upload that could show the end of the outage. */
    private final Outage outage = Outage.logged("ingest-http");

    /** @param maxImageBytes the largest single image */
    public UploadServer(HttpConfig config, long maxImageBytes, ImageAcceptor acceptor, RecordSender sender) {
        this.config = config;
        this.slots = new UploadSlots(config.maxUploads(), config.maxUploadsPerClient());
        UploadRoutes routes = new UploadRoutes(config, maxImageBytes, acceptor, sender);
        this.server = new LimitedServer(
                new LimitedServer.Binding(
                        config.host(), config.port(), config.minRate(), config.idleTimeout(), config.headerTimeout()),
                settings -> {
                    limit(settings);
                    route(settings.routes, routes);
                });
    }

    /** Opens the port and returns; returns early if the service ends meanwhile. */
    public void start() {
        server.start()
                .ifPresent(
                        opened -> LOGGER.atInfo().addKeyValue("address", opened).log("listening for uploads"));
    }

    /** The address of the server, once it has started. */
    public CompletableFuture<URI> address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }

    private void limit(JavalinConfig settings) {
        settings.jetty.multipartConfig.maxTotalRequestSize(config.maxBatchBytes(), SizeUnit.BYTES);
        // A part that is too large is refused individually, so that only the total is limited here.
        settings.jetty.multipartConfig.maxFileSize(config.maxBatchBytes(), SizeUnit.BYTES);
        settings.jetty.multipartConfig.maxInMemoryFileSize(MAX_PART_BYTES_IN_MEMORY, SizeUnit.BYTES);
    }

    private void route(RoutesConfig routing, UploadRoutes routes) {
        routing.post("/images", bounded(routes::uploadOne));
        routing.put("/images", bounded(routes::uploadOne));
        routing.put("/images/<id>", bounded(routes::uploadOne));
        routing.post("/images/batch", bounded(routes::uploadMany));
        routing.delete("/images", bounded(routes::delete));
        routing.delete("/images/<id>", bounded(routes::delete));
        routing.exception(
                PermanentFailure.class,
                (failure, context) ->
                        UploadResponses.refuse(context, failure.code(), String.valueOf(failure.getMessage())));
        routing.exception(TransientFailure.class, this::unavailable);
        routing.exception(Exception.class, UploadServer::defect);
    }

    private Handler bounded(Handler handler) {
        return context -> {
            String client = client(context);
            slots.take(client);
            try {
                handler.handle(context);
                outage.end();
            } finally {
                slots.release(client);
            }
        };
    }

    /** By the header that the configuration names, which a proxy sets, or else by the address. */
    private String client(Context context) {
        String named = config.clientHeader().isEmpty() ? null : context.header(config.clientHeader());
        return FieldRules.shortened(named == null ? context.ip() : named);
    }

    private void unavailable(TransientFailure failure, Context context) {
        outage.begin(failure);
        UploadResponses.refuse(
                context,
                ErrorCode.STORE_UNAVAILABLE,
                "the image store or the broker does not answer; the same request may be sent again");
    }

    private static void defect(Exception failure, Context context) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            UploadResponses.refuse(context, ErrorCode.OVERLOADED, "the service is shutting down");
            return;
        }
        LOGGER.atError()
                .addKeyValue("method", context.method())
                .addKeyValue("path", context.path())
                .setCause(failure)
                .log("an upload failed because of a defect");
        UploadResponses.refuse(context, ErrorCode.INTERNAL, "a defect of the service; see its log");
    }
}
