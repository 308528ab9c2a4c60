package org.lookalike.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageArrived;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** The responses of the HTTP API, as JSON. */
final class UploadResponses {
    static final int ACCEPTED = 202;
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "5";

    private UploadResponses() {}

    /** An image was accepted. */
    record Stored(String imageId, String uri, String sha256) {
        static Stored of(ImageArrived event) {
            return new Stored(event.getImageId(), event.getUri(), event.getSha256());
        }
    }

    /** An image will be deleted. */
    record Deleted(String imageId) {}

    /** Something was refused. */
    record Refused(ErrorCode code, String message) {}

    /** One image of a batch: either what was stored, or why it was not. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(
            String name,
            @Nullable String imageId,
            @Nullable String uri,
            @Nullable String sha256,
            @Nullable ErrorCode code,
            @Nullable String message) {
        static Part stored(String name, ImageArrived event) {
            return new Part(name, event.getImageId(), event.getUri(), event.getSha256(), null, null);
        }

        static Part refused(String name, PermanentFailure failure) {
            return new Part(name, null, null, null, failure.code(), failure.getMessage());
        }
    }

    static void refuse(Context context, ErrorCode code, String message) {
        int status = status(code);
        if (status == UNAVAILABLE) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        context.status(status).json(new Refused(code, message));
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_FIELD -> 400;
            case UPLOAD_TOO_SLOW -> 408;
            case IMAGE_TOO_MANY_BYTES -> 413;
            case IMAGE_UNKNOWN_FORMAT, IMAGE_IS_TEXT, IMAGE_IS_ARCHIVE -> 415;
            case IMAGE_EMPTY,
                    IMAGE_BLANK_BYTES,
                    IMAGE_TRUNCATED_HEADER,
                    IMAGE_TRUNCATED,
                    IMAGE_CORRUPT,
                    IMAGE_TOO_MANY_PIXELS -> 422;
            case OVERLOADED, STORE_UNAVAILABLE -> UNAVAILABLE;
            default -> 500;
        };
    }
}
