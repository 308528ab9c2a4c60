package org.lookalike.explorer.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lookalike.schemas.Sha256;

/**
 * The page's files, read once from the class path: a fixed list, so that no address can name another file. Immutable and
 * thread-safe.
 */
final class Page {
    private static final String ROOT = "/org/lookalike/explorer/page/";
    private static final String PREACT = "/META-INF/resources/webjars/preact/%s/";
    private static final String HTM = "/META-INF/resources/_static/htm/%s/";
    private static final Pattern VERSION = Pattern.compile("(?m)^version=(.+)$");
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final List<String> MODULES = List.of(
            "app.js",
            "api.js",
            "clusters.js",
            "grid.js",
            "map.js",
            "picture.js",
            "plot.js",
            "search.js",
            "shared.js",
            "system.js");

    private final byte[] html;
    private final String policy;
    private final Map<String, Asset> assets = new LinkedHashMap<>();

    /**
     * A file.
     *
     * @param contentType with its character set
     * @param bytes never written to
     * @param tag stands for the content
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Asset(String contentType, byte[] bytes, String tag) {}

    Page() {
        this.html = read(ROOT + "index.html");
        for (String module : MODULES) {
            add("/" + module, "text/javascript; charset=utf-8", ROOT + module);
        }
        add("/style.css", "text/css; charset=utf-8", ROOT + "style.css");
        add("/icon.svg", "image/svg+xml", ROOT + "icon.svg");
        String preact = PREACT.formatted(version("org.webjars.npm/preact"));
        add("/lib/preact.js", "text/javascript; charset=utf-8", preact + "dist/preact.module.js");
        add("/lib/hooks.js", "text/javascript; charset=utf-8", preact + "hooks/dist/hooks.module.js");
        add(
                "/lib/htm.js",
                "text/javascript; charset=utf-8",
                HTM.formatted(version("org.mvnpm/htm")) + "dist/htm.module.js");
        this.policy = "default-src 'none'; script-src 'self' 'sha256-%s'; style-src 'self'; img-src 'self' data: blob:;"
                        .formatted(importMapHash())
                + " connect-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none';"
                + " require-trusted-types-for 'script'; trusted-types 'none'";
    }

    private String importMapHash() {
        Matcher map = IMPORT_MAP.matcher(new String(html, StandardCharsets.UTF_8));
        if (!map.find()) {
            throw new IllegalStateException("the page has no import map");
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void add(String path, String contentType, String resource) {
        byte[] bytes = read(resource);
        assets.put(path, new Asset(contentType, bytes, Sha256.of(bytes).substring(0, 24)));
    }

    /** The version of a library is part of its files' names. */
    private static String version(String library) {
        String properties = new String(read("/META-INF/maven/" + library + "/pom.properties"), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(properties);
        if (!version.find()) {
            throw new IllegalStateException("library %s does not tell its version".formatted(library));
        }
        return version.group(1).strip();
    }

    private static byte[] read(String resource) {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document that every view begins with. */
    byte[] html() {
        return html.clone();
    }

    /** The Content-Security-Policy of the document. */
    String policy() {
        return policy;
    }

    Optional<Asset> asset(String path) {
        return Optional.ofNullable(assets.get(path));
    }

    /** The paths of all files. */
    Iterable<String> paths() {
        return assets.keySet();
    }
}
