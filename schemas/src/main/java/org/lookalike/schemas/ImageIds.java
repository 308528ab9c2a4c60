package org.lookalike.schemas;

import org.jspecify.annotations.Nullable;

/** The rules for the ids and sources that publishers choose. */
public final class ImageIds {
    /** The maximum length of an image id, in characters. */
    public static final int MAX_ID_LENGTH = 256;

    /** The maximum length of a source, in characters. */
    public static final int MAX_SOURCE_LENGTH = 128;

    private ImageIds() {}

    /** Says what is wrong with an image id, or null when it is sound: 1 to 256 characters, none of them a control. */
    public static @Nullable String problemWithId(String id) {
        return problem("image id", id, MAX_ID_LENGTH);
    }

    /** Says what is wrong with a source, or null when it is sound: 1 to 128 characters, none of them a control. */
    public static @Nullable String problemWithSource(String source) {
        return problem("source", source, MAX_SOURCE_LENGTH);
    }

    private static @Nullable String problem(String what, String value, int limit) {
        if (value.isBlank()) {
            return what + " is blank";
        }
        if (value.length() > limit) {
            return "%s has %d characters, limit %d".formatted(what, value.length(), limit);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            return what + " contains a control character";
        }
        return null;
    }
}
