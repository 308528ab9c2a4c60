package org.lookalike.intake.accept;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageFields;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.Urgency;

/** The rules for the fields that a publisher sends with an image, the same for every entry point. */
public final class FieldRules {
    /** The maximum number of attributes of an image. */
    public static final int MAX_ATTRIBUTES = 32;

    /** The maximum length of an attribute's value, in characters. */
    public static final int MAX_ATTRIBUTE_VALUE_LENGTH = 256;

    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** As Java's own format, but the offset may be +01:00, +0100 and +01. */
    private static final DateTimeFormatter ISO_8601 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXXXX][XXXX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withChronology(IsoChronology.INSTANCE);

    private FieldRules() {}

    /**
     * Validates everything but the bytes.
     *
     * @throws PermanentFailure INVALID_FIELD naming the field, its value and the limit
     */
    static void check(Submission submission) {
        String id = submission.imageId();
        refuse(id == null ? null : ImageIds.problemWithId(id));
        refuse(ImageIds.problemWithSource(submission.source()));
        Instant capturedAt = submission.capturedAt();
        refuse(capturedAt == null ? null : ImageFields.problemWithTime("captured-at", capturedAt));
        Map<String, String> attributes = submission.attributes();
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw invalid("there are %d attributes, limit %d".formatted(attributes.size(), MAX_ATTRIBUTES));
        }
        attributes.forEach((name, value) -> refuse(problemWithAttribute(name, value)));
        refuse(ImageFields.problemWithAttributes(attributes));
    }

    private static @Nullable String problemWithAttribute(String name, String value) {
        if (!ATTRIBUTE_NAME.matcher(name).matches()) {
            return "the attribute name '%s' must be 1 to 64 letters, digits, dots, dashes or underscores"
                    .formatted(shortened(name));
        }
        if (value.length() > MAX_ATTRIBUTE_VALUE_LENGTH) {
            return "attribute %s '%s' has %d characters, limit %d"
                    .formatted(name, shortened(value), value.length(), MAX_ATTRIBUTE_VALUE_LENGTH);
        }
        return ImageFields.problemWithAttributes(Map.of(name, value));
    }

    /** Whether a text may be the value of an attribute. */
    public static boolean isAttributeValue(String text) {
        return problemWithAttribute("value", text) == null;
    }

    /** Those attributes that keep the rules: what a refused image keeps, of whatever its publisher sent. */
    static Map<String, String> sound(Map<String, String> attributes) {
        Map<String, String> sound = new TreeMap<>();
        attributes.forEach((name, value) -> {
            if (sound.size() < MAX_ATTRIBUTES && problemWithAttribute(name, value) == null) {
                sound.put(name, value);
                if (ImageFields.problemWithAttributes(sound) != null) {
                    sound.remove(name);
                }
            }
        });
        return sound;
    }

    /** A date, if it keeps the rules. */
    static @Nullable Instant sound(@Nullable Instant capturedAt) {
        return capturedAt == null || ImageFields.problemWithTime("captured-at", capturedAt) != null ? null : capturedAt;
    }

    /**
     * Reads a date of ISO 8601 with an offset, with or without a colon, for example 2026-11-21T10:15:30Z.
     *
     * @throws PermanentFailure INVALID_FIELD for any other text
     */
    public static Instant capturedAt(String text) {
        try {
            return OffsetDateTime.parse(text, ISO_8601).toInstant();
        } catch (DateTimeException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "captured-at is '%s', must be ISO 8601 with an offset such as 2026-11-21T10:15:30Z"
                            .formatted(shortened(text)),
                    e);
        }
    }

    /**
     * Reads an urgency.
     *
     * @throws PermanentFailure INVALID_FIELD for any other text than those of {@link Urgency}
     */
    public static Urgency urgency(String text) {
        return Urgency.parse(text)
                .orElseThrow(() -> invalid("urgency is '%s', must be live or backfill".formatted(shortened(text))));
    }

    /** The beginning of a foreign text, short enough for a message. */
    public static String shortened(String text) {
        return ImageFields.shown(text);
    }

    /** The failure of a field that breaks its rule. */
    public static PermanentFailure invalid(String message) {
        return new PermanentFailure(ErrorCode.INVALID_FIELD, message);
    }

    static void refuse(@Nullable String problem) {
        if (problem != null) {
            throw invalid(problem);
        }
    }
}
