package org.lookalike.explorer.api;

import io.javalin.http.Context;
import org.lookalike.schemas.Sha256;

/** Answers that browsers may keep: they ask again with the tag of what they have. */
final class Responses {
    private static final int NOT_MODIFIED = 304;
    private static final int TAG_LENGTH = 24;

    private Responses() {}

    static void jpeg(Context context, byte[] bytes) {
        tagged(context, Sha256.of(bytes).substring(0, TAG_LENGTH), "private, max-age=60", "image/jpeg", bytes);
    }

    static void tagged(Context context, String tag, String cacheControl, String contentType, byte[] bytes) {
        String quoted = '"' + tag + '"';
        context.header("ETag", quoted).header("Cache-Control", cacheControl);
        String known = context.header("If-None-Match");
        if (known != null && known.contains(quoted)) {
            context.status(NOT_MODIFIED);
            return;
        }
        context.contentType(contentType).result(bytes);
    }
}
