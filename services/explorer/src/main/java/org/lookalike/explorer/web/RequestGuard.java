package org.lookalike.explorer.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Sha256;

/**
 * Decides who may ask what: the request is for a name of ours, comes from our own page where a browser says where it comes from,
 * shows the token where there is one, and is not one too many. Thread-safe.
 *
 * <p>Against requests that another page makes a browser send: {@code Sec-Fetch-Site} must be same-origin where it is present, else
 * {@code Origin} must be the host that was asked (over plain HTTP browsers send only the latter). Programs send neither.
 */
final class RequestGuard {
    static final String COOKIE = "lookalike-explorer";

    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final Pattern PORT = Pattern.compile(":\\d+$");
    private static final String BEARER = "Bearer ";

    private final Set<String> hosts;
    private final String token;
    private final ClientRate requests;
    private final ClientRate changes;

    /**
     * @param requests of each client
     * @param changes uploads and changes of each client
     */
    RequestGuard(WebConfig config, ClientRate requests, ClientRate changes) {
        this.hosts = config.allowedHosts();
        this.token = config.token();
        this.requests = requests;
        this.changes = changes;
    }

    /**
     * Lets a request pass.
     *
     * @param open whether it needs no token
     * @throws PermanentFailure NOT_ALLOWED or TOO_MANY_REQUESTS
     */
    void check(Context context, boolean open) {
        boolean safe = SAFE.contains(context.req().getMethod());
        requireRate(context, safe);
        requireHost(context.header("Host"));
        requireOrigin(context, safe);
        if (!safe) {
            requireType(context);
        }
        if (!open && !isKnown(context)) {
            throw new PermanentFailure(ErrorCode.NOT_ALLOWED, "this page asks for its token first");
        }
    }

    private void requireRate(Context context, boolean safe) {
        String client = context.ip();
        if (!requests.take(client) || (!safe && !changes.take(client))) {
            throw new PermanentFailure(
                    ErrorCode.TOO_MANY_REQUESTS, "too many requests of %s; wait a little".formatted(client));
        }
    }

    private void requireHost(@Nullable String host) {
        if (hosts.isEmpty()) {
            return;
        }
        String name =
                host == null ? "" : PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
        if (!hosts.contains(name)) {
            throw new PermanentFailure(
                    ErrorCode.NOT_ALLOWED,
                    "the request is for another host than this; explorer.names lists those allowed");
        }
    }

    private static void requireOrigin(Context context, boolean safe) {
        String site = context.header("Sec-Fetch-Site");
        if (site != null) {
            // Typed by hand, or from a bookmark.
            boolean own = site.equals("same-origin") || site.equals("none");
            boolean navigation = safe && "navigate".equals(context.header("Sec-Fetch-Mode"));
            if (!own && !navigation) {
                throw crossOrigin();
            }
            return;
        }
        String origin = context.header("Origin");
        String host = context.header("Host");
        if (origin != null && !(origin.equals("http://" + host) || origin.equals("https://" + host))) {
            throw crossOrigin();
        }
    }

    private static PermanentFailure crossOrigin() {
        return new PermanentFailure(ErrorCode.NOT_ALLOWED, "the request comes from another page");
    }

    /** A form of another page can send none of these without being asked first. */
    private static void requireType(Context context) {
        String type = context.contentType();
        String plain = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean ours = plain.equals("application/json")
                || plain.equals("application/octet-stream")
                || plain.startsWith("image/");
        if (!ours) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "Content-Type is '%s', must be application/json, application/octet-stream or image/…"
                            .formatted(plain));
        }
    }

    private boolean isKnown(Context context) {
        if (token.isEmpty()) {
            return true;
        }
        String authorization = context.header("Authorization");
        if (authorization != null && authorization.startsWith(BEARER)) {
            return isToken(authorization.substring(BEARER.length()));
        }
        String cookie = context.cookie(COOKIE);
        return cookie != null && same(cookie, session());
    }

    /** Whether this is the token; takes as long whatever is wrong with it. */
    boolean isToken(String text) {
        return same(Sha256.of(text), Sha256.of(token));
    }

    /** What a browser keeps in the token's place. */
    String session() {
        return Sha256.of("lookalike explorer session\n" + token);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
