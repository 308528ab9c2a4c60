package org.lookalike.schemas;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules for what is said about an image, the same where it comes in, in events and in the vector store: what the door
 * accepts can be indexed. A problem names the field, its value and the limit; null means that there is none.
 */
public final class ImageFields {
    /** The maximum length of a URI, in bytes of UTF-8. */
    public static final int MAX_URI_BYTES = 2_048;

    /** The maximum length of an image's attributes, keys and values together, in bytes of UTF-8. */
    public static final int MAX_ATTRIBUTES_BYTES = 16_384;

    /** Earlier dates have no common notation. */
    public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    /** Later dates have no common notation. */
    public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final int SHOWN = 80;

    /** Characters from here on take two bytes of UTF-8. */
    private static final char MIN_TWO_BYTE_CHAR = 0x80;

    /** Characters from here on take three bytes of UTF-8. */
    private static final char MIN_THREE_BYTE_CHAR = 0x800;

    private ImageFields() {}

    /** The problem with the URI of an image's bytes. */
    public static @Nullable String problemWithUri(String uri) {
        return problemWithText("uri", uri, MAX_URI_BYTES);
    }

    /** The problem with a date: it must lie in the years 1 to 9999. */
    public static @Nullable String problemWithTime(String what, Instant time) {
        return time.isBefore(EARLIEST) || time.isAfter(LATEST)
                ? "%s is %s, must be %s to %s".formatted(what, time, EARLIEST, LATEST)
                : null;
    }

    /** The problem with an image's attributes: keys are not empty, texts are sound, all together are within the limit. */
    public static @Nullable String problemWithAttributes(Map<String, String> attributes) {
        long total = 0;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            String problem = problemWithAttribute(attribute.getKey(), attribute.getValue());
            if (problem != null) {
                return problem;
            }
            total += utf8Length(attribute.getKey()) + utf8Length(attribute.getValue());
        }
        return total > MAX_ATTRIBUTES_BYTES
                ? "%d attributes have %d bytes of UTF-8 together, limit %d"
                        .formatted(attributes.size(), total, MAX_ATTRIBUTES_BYTES)
                : null;
    }

    private static @Nullable String problemWithAttribute(String key, String value) {
        if (key.isEmpty()) {
            return "an attribute's key must not be empty";
        }
        String problem = problemWithText("attribute key", key, MAX_ATTRIBUTES_BYTES);
        return problem == null ? problemWithText("attribute " + key, value, MAX_ATTRIBUTES_BYTES) : problem;
    }

    /** The problem with a text: it is Unicode of at most so many bytes of UTF-8, without control characters. */
    public static @Nullable String problemWithText(String what, String text, int maxBytes) {
        int bytes = utf8Length(text);
        if (bytes < 0) {
            return "%s '%s' has half of a surrogate pair".formatted(what, shown(text));
        }
        if (bytes > maxBytes) {
            return "%s '%s' has %d bytes of UTF-8, limit %d".formatted(what, shown(text), bytes, maxBytes);
        }
        return hasControl(text) ? "%s '%s' has a control character".formatted(what, shown(text)) : null;
    }

    /**
     * The length of a text in bytes of UTF-8, or -1 if it has half of a surrogate pair: that would silently become a
     * question mark on the wire, and two ids could become one.
     */
    public static int utf8Length(String text) {
        int bytes = 0;
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit < MIN_TWO_BYTE_CHAR) {
                bytes += 1;
            } else if (unit < MIN_THREE_BYTE_CHAR) {
                bytes += 2;
            } else if (!Character.isSurrogate(unit)) {
                bytes += 3;
            } else {
                at++;
                if (at == text.length() || !Character.isSurrogatePair(unit, text.charAt(at))) {
                    return -1;
                }
                bytes += 4;
            }
        }
        return bytes;
    }

    private static boolean hasControl(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isISOControl(text.charAt(at))) {
                return true;
            }
        }
        return false;
    }

    /** The beginning of a foreign text, fit for a message: control characters and half surrogate pairs are escaped. */
    public static String shown(String text) {
        int end = Math.min(text.length(), SHOWN);
        StringBuilder shown = new StringBuilder(end + 1);
        for (int at = 0; at < end; at++) {
            char unit = text.charAt(at);
            boolean pair = at + 1 < end && Character.isSurrogatePair(unit, text.charAt(at + 1));
            if (pair) {
                shown.append(unit).append(text.charAt(at + 1));
                at++;
            } else if (Character.isISOControl(unit) || Character.isSurrogate(unit)) {
                shown.append("\\u%04x".formatted((int) unit));
            } else {
                shown.append(unit);
            }
        }
        return end < text.length() ? shown.append('…').toString() : shown.toString();
    }
}
