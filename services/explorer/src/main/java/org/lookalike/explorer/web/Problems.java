package org.lookalike.explorer.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.Locale;
import org.lookalike.schemas.ErrorCode;

/** Failures as RFC 9457 tells them, with the project's codes. */
final class Problems {
    private static final String RETRY_AFTER_SECONDS = "2";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Problems() {}

    record Problem(String type, String title, int status, String detail, String code, boolean retriable) {}

    static void answer(Context context, ErrorCode code, String detail) {
        answer(context, code, status(code), detail);
    }

    static void answer(Context context, ErrorCode code, int status, String detail) {
        if (code.retriable()) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        String title = code.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        Problem problem =
                new Problem("urn:lookalike:error:" + code, title, status, detail, code.name(), code.retriable());
        try {
            context.status(status)
                    .header("Cache-Control", "no-store")
                    .contentType("application/problem+json")
                    .result(JSON.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record cannot be written as JSON", e);
        }
    }

    static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_FIELD -> 400;
            case NOT_ALLOWED -> 403;
            case UNKNOWN_IMAGE, BYTES_MISSING, NOT_FOUND -> 404;
            case UPLOAD_TOO_SLOW -> 408;
            case IMAGE_TOO_MANY_BYTES -> 413;
            case IMAGE_UNKNOWN_FORMAT, IMAGE_IS_TEXT, IMAGE_IS_ARCHIVE -> 415;
            case IMAGE_EMPTY,
                    IMAGE_BLANK_BYTES,
                    IMAGE_TRUNCATED_HEADER,
                    IMAGE_TRUNCATED,
                    IMAGE_CORRUPT,
                    IMAGE_TOO_MANY_PIXELS,
                    IMAGE_DECODE_TIMEOUT,
                    IMAGE_TOO_MUCH_MEMORY,
                    IMAGE_CRASHES -> 422;
            case TOO_MANY_REQUESTS -> 429;
            case OVERLOADED, STORE_UNAVAILABLE, SPACE_NOT_READY -> 503;
            case DEADLINE_EXCEEDED -> 504;
            default -> 500;
        };
    }
}
