package org.lookalike.explorer.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.SameSite;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.lookalike.http.LimitedServer;
import org.lookalike.http.RequestBody;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Outage;
import org.lookalike.schemas.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page and its API. Bounds what is worked on at once, and answers failures with typed errors that reveal nothing of the
 * service's internals. Thread-safe.
 */
public final class ExplorerServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExplorerServer.class);
    private static final List<String> VIEWS = List.of("/", "/search", "/map", "/clusters", "/picture", "/system");
    private static final String SESSION = "/v1/session";
    private static final String OPENAPI = "/v1/openapi.yaml";
    private static final int MAX_SESSION_BODY = 4_096;
    private static final int NO_CONTENT = 204;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_MODIFIED = 304;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebConfig config;
    private final List<Route> routes;
    private final MeterRegistry metrics;
    private final RequestGuard guard;
    private final Semaphore slots;
    private final Page page = new Page();
    private final byte[] openApi;
    private final LimitedServer server;
    /** Only logged: a service that is not ready gets no request that could show the end of the outage. */
    private final Outage outage = Outage.logged("explorer-http");

    /**
     * One operation of the API.
     *
     * @param method GET or POST
     * @param path its path, which is the whole of it: ids are parameters, for they may hold anything
     */
    public record Route(HandlerType method, String path, Handler handler) {}

    /** @param openApi the description of the API, in YAML */
    public ExplorerServer(WebConfig config, List<Route> routes, byte[] openApi, MeterRegistry metrics) {
        this.config = config;
        this.routes = List.copyOf(routes);
        this.openApi = openApi.clone();
        this.metrics = metrics;
        this.guard = new RequestGuard(
                config,
                new ClientRate(config.rate(), System::nanoTime),
                new ClientRate(config.uploadRate(), System::nanoTime));
        this.slots = new Semaphore(config.maxRequests());
        this.server = new LimitedServer(
                new LimitedServer.Binding(
                        config.host(), config.port(), config.minRate(), config.idleTimeout(), config.headerTimeout()),
                settings -> route(settings.routes));
    }

    /** Opens the port and returns; returns early if the service ends meanwhile. */
    public void start() {
        server.start()
                .ifPresent(
                        opened -> LOGGER.atInfo().addKeyValue("address", opened).log("serving the explorer"));
    }

    /** The address of the page, once the server has started. */
    public CompletableFuture<URI> address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }

    private void route(RoutesConfig routing) {
        for (String view : VIEWS) {
            routing.get(view, handled("page", true, this::html));
        }
        for (String path : page.paths()) {
            routing.get(path, handled("page", true, this::asset));
        }
        routing.get(
                OPENAPI,
                handled(
                        OPENAPI,
                        true,
                        context -> context.contentType("application/yaml").result(openApi)));
        routing.post(SESSION, handled(SESSION, true, this::session));
        for (Route route : routes) {
            routing.addHttpHandler(route.method(), route.path(), handled(route.path(), false, route.handler()));
        }
        routing.exception(PermanentFailure.class, this::refused);
        routing.exception(TransientFailure.class, this::unavailable);
        routing.exception(
                HttpResponseException.class,
                (failure, context) -> Problems.answer(
                        context,
                        ErrorCode.NOT_FOUND,
                        failure.getStatus(),
                        "%s has no %s for that; /v1/openapi.yaml lists what there is"
                                .formatted("this service", context.req().getMethod())));
        routing.exception(Exception.class, ExplorerServer::defect);
    }

    private Handler handled(String name, boolean open, Handler handler) {
        return context -> {
            long start = System.nanoTime();
            harden(context);
            guard.check(context, open);
            if (!slots.tryAcquire()) {
                throw new PermanentFailure(
                        ErrorCode.OVERLOADED, "%d requests are being worked on".formatted(config.maxRequests()));
            }
            try {
                handler.handle(context);
                outage.end();
            } finally {
                slots.release();
                Timer.builder("lookalike.explorer.requests")
                        .description("Requests by route, from their header to their answer")
                        .tag("route", name)
                        .register(metrics)
                        .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
        };
    }

    /** What is right for everything but the document, which may load scripts. */
    private static void harden(Context context) {
        context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store");
    }

    private void html(Context context) {
        context.header("Content-Security-Policy", page.policy())
                .contentType("text/html; charset=utf-8")
                .result(page.html());
    }

    private void asset(Context context) {
        Page.Asset asset = page.asset(context.path())
                .orElseThrow(() -> new PermanentFailure(ErrorCode.NOT_FOUND, "there is no such file"));
        String tag = '"' + asset.tag() + '"';
        context.header("ETag", tag).header("Cache-Control", "no-cache");
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(NOT_MODIFIED);
            return;
        }
        context.contentType(asset.contentType()).result(asset.bytes());
    }

    private void session(Context context) {
        byte[] body =
                RequestBody.read(context.bodyInputStream(), context.req().getContentLengthLong(), MAX_SESSION_BODY);
        String token;
        try {
            token = JSON.readTree(new String(body, StandardCharsets.UTF_8))
                    .path("token")
                    .asText();
        } catch (JsonProcessingException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "the body must be JSON: {\"token\": text}", e);
        }
        if (!guard.isToken(token)) {
            throw new PermanentFailure(ErrorCode.NOT_ALLOWED, "that is not the token");
        }
        Cookie cookie = new Cookie(RequestGuard.COOKIE, guard.session());
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        context.cookie(cookie).status(NO_CONTENT);
    }

    private void refused(PermanentFailure failure, Context context) {
        String detail = String.valueOf(failure.getMessage());
        if (failure.code() == ErrorCode.NOT_ALLOWED && !config.token().isEmpty()) {
            context.header("WWW-Authenticate", "Bearer");
            Problems.answer(context, failure.code(), UNAUTHORIZED, detail);
            return;
        }
        Problems.answer(context, failure.code(), detail);
    }

    private void unavailable(TransientFailure failure, Context context) {
        outage.begin(failure);
        Problems.answer(
                context,
                ErrorCode.STORE_UNAVAILABLE,
                "the broker or the image store does not answer; the same request may be sent again");
    }

    private static void defect(Exception failure, Context context) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            Problems.answer(context, ErrorCode.OVERLOADED, "the service is shutting down");
            return;
        }
        LOGGER.atError()
                .addKeyValue("method", context.req().getMethod())
                .addKeyValue("path", context.path())
                .setCause(failure)
                .log("a request failed because of a defect");
        Problems.answer(context, ErrorCode.INTERNAL, "a defect of the service; see its log");
    }
}
