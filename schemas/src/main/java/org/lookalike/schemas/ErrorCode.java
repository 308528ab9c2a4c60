package org.lookalike.schemas;

/**
 * Every reason for which an image, a record or a request is refused.
 *
 * <p>The name of a code is what travels in events, replies, metric tags and HTTP answers; it never changes its meaning.
 */
public enum ErrorCode {
    /** The file has no bytes. */
    IMAGE_EMPTY,
    /** The bytes are all zero: typical of a disk or camera that lost power while writing. */
    IMAGE_BLANK_BYTES,
    /** The bytes are text, for example an error page saved under an image's name. */
    IMAGE_IS_TEXT,
    /** The bytes are an archive or another container that is no image. */
    IMAGE_IS_ARCHIVE,
    /** The bytes are of no format that the decoder reads. */
    IMAGE_UNKNOWN_FORMAT,
    /** The file ends inside its header: not even the size of the image is known. */
    IMAGE_TRUNCATED_HEADER,
    /** The file ends before its pixels do. */
    IMAGE_TRUNCATED,
    /** The header is sound but the pixel data contradicts itself. */
    IMAGE_CORRUPT,
    /** More encoded bytes than the limit. */
    IMAGE_TOO_MANY_BYTES,
    /** More pixels, or a longer side, than the limit; found in the header, before any pixel is decoded. */
    IMAGE_TOO_MANY_PIXELS,
    /** Decoding took longer than the limit. */
    IMAGE_DECODE_TIMEOUT,
    /** Decoding needs more memory than all decoding together may take; found in the header. */
    IMAGE_TOO_MUCH_MEMORY,
    /** An archive's entry is encrypted, a link, or packed by an unknown method: its bytes cannot be had. */
    ARCHIVE_ENTRY_UNREADABLE,
    /** Working on this alone ended the process twice, or failed by a defect. */
    IMAGE_CRASHES,

    /** The image store holds nothing under the URI. */
    BYTES_MISSING,
    /** The bytes behind the URI are not those that the event announced. */
    BYTES_CHANGED,
    /** The URI lies outside the image store. */
    URI_NOT_ALLOWED,

    /** The record is not Avro of a registered schema, or not of the topic's type. */
    MALFORMED_RECORD,
    /** A field or header breaks its documented rule. */
    INVALID_FIELD,

    /** The body of an upload arrived more slowly than the limit. */
    UPLOAD_TOO_SLOW,

    /** No indexed image has this id. */
    UNKNOWN_IMAGE,
    /** The space that was asked for does not exist or is not ready. */
    SPACE_NOT_READY,
    /** The request's deadline had passed before the work began or was done. */
    DEADLINE_EXCEEDED,
    /** The reply topic is not on the allow-list. */
    REPLY_TOPIC_NOT_ALLOWED,
    /** More requests wait than the service may hold. */
    OVERLOADED,
    /** One client has more requests waiting than its share. */
    TOO_MANY_REQUESTS,
    /** The caller has not shown that it may do this. */
    NOT_ALLOWED,
    /** There is nothing of what was asked for. */
    NOT_FOUND,
    /** The vector store or the image store does not answer. */
    STORE_UNAVAILABLE,
    /** A defect of the service itself; its log has the request id. */
    INTERNAL;

    /** Whether the same request may succeed later without being changed. */
    public boolean retriable() {
        return switch (this) {
            case UPLOAD_TOO_SLOW,
                    SPACE_NOT_READY,
                    DEADLINE_EXCEEDED,
                    OVERLOADED,
                    TOO_MANY_REQUESTS,
                    STORE_UNAVAILABLE -> true;
            default -> false;
        };
    }
}
