package org.lookalike.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether an image may wait for others: a header of the records on {@link Topics#IMAGES_INBOX} and {@link
 * Topics#IMAGES_ARRIVED}. A record without it is live.
 */
public enum Urgency {
    /** Embedded before every image of a backfill. */
    LIVE,
    /** One of many old images that are brought in at once. */
    BACKFILL;

    /** The header's name; its value is the constant's name in lower case, as UTF-8. */
    public static final String HEADER = "urgency";

    /** The urgency of a text, {@code live} or {@code backfill}. */
    public static Optional<Urgency> parse(String text) {
        for (Urgency urgency : values()) {
            if (urgency.text().equals(text)) {
                return Optional.of(urgency);
            }
        }
        return Optional.empty();
    }

    /** As it is written in headers and parameters. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The header's value. */
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }
}
