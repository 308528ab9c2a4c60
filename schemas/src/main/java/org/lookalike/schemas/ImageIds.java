package org.lookalike.schemas;

import org.jspecify.annotations.Nullable;

/** The rules for the ids and sources that publishers choose. */
public final class ImageIds {
    /** The maximum length of an image id, in characters. */
    public static final int MAX_ID_LENGTH = 256;

    /** The maximum length of an image id, in bytes of UTF-8. */
    public static final int MAX_ID_BYTES = 512;

    /** The maximum length of a source, in characters. */
    public static final int MAX_SOURCE_LENGTH = 128;

    /** The maximum length of a source, in bytes of UTF-8. */
    public static final int MAX_SOURCE_BYTES = 256;

    private ImageIds() {}

    /**
     * Says what is wrong with an image id, or null when it is sound: 1 to 256 characters and at most 512 bytes of UTF-8,
     * not blank, no control characters.
     */
    public static @Nullable String problemWithId(String id) {
        return problem("image id", id, MAX_ID_LENGTH, MAX_ID_BYTES);
    }

    /**
     * Says what is wrong with a source, or null when it is sound: 1 to 128 characters and at most 256 bytes of UTF-8, not
     * blank, no control characters.
     */
    public static @Nullable String problemWithSource(String source) {
        return problem("source", source, MAX_SOURCE_LENGTH, MAX_SOURCE_BYTES);
    }

    private static @Nullable String problem(String what, String value, int limit, int maxBytes) {
        if (value.isBlank()) {
            return what + " is blank";
        }
        if (value.length() > limit) {
            return "%s '%s' has %d characters, limit %d"
                    .formatted(what, ImageFields.shown(value), value.length(), limit);
        }
        return ImageFields.problemWithText(what, value, maxBytes);
    }
}
