package org.lookalike.schemas;

/**
 * The headers of a record on {@link Topics#IMAGES_INBOX}, all optional, all UTF-8. The record's key is the image id; a
 * record without a key gets the SHA-256 of its bytes. {@link Urgency#HEADER} is another of them.
 */
public final class InboxHeaders {
    /** Which camera or line published the image. */
    public static final String SOURCE = "source";

    /** When it was taken: ISO 8601 with an offset, for example 2026-11-21T10:15:30Z. */
    public static final String CAPTURED_AT = "captured-at";

    /** Prefix of an attribute's name: {@code attribute.station} = 7. */
    public static final String ATTRIBUTE_PREFIX = "attribute.";

    private InboxHeaders() {}
}
