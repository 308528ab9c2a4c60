package org.lookalike.intake.accept;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.Urgency;

/** The rules for the fields that a publisher sends with an image, the same for every entry point. */
public final class FieldRules {
    /** The maximum number of attributes of an image. */
    public static final int MAX_ATTRIBUTES = 32;

    /** The maximum length of an attribute's value, in characters. */
    public static final int MAX_ATTRIBUTE_VALUE_LENGTH = 256;

    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    /** Earlier dates have no common notation. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final int SHOWN = 80;

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
        if (capturedAt != null && (capturedAt.isBefore(EARLIEST) || capturedAt.isAfter(LATEST))) {
            throw invalid("captured-at is %s, must lie in the years 1 to 9999".formatted(capturedAt));
        }
        Map<String, String> attributes = submission.attributes();
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw invalid("there are %d attributes, limit %d".formatted(attributes.size(), MAX_ATTRIBUTES));
        }
        attributes.forEach((name, value) -> {
            if (!ATTRIBUTE_NAME.matcher(name).matches()) {
                throw invalid("the attribute name '%s' must be 1 to 64 letters, digits, dots, dashes or underscores"
                        .formatted(shortened(name)));
            }
            if (value.length() > MAX_ATTRIBUTE_VALUE_LENGTH) {
                throw invalid("the attribute %s has %d characters, limit %d"
                        .formatted(name, value.length(), MAX_ATTRIBUTE_VALUE_LENGTH));
            }
        });
    }

    /**
     * Reads a date of ISO 8601 with an offset, for example 2026-11-21T10:15:30Z.
     *
     * @throws PermanentFailure INVALID_FIELD for any other text
     */
    public static Instant capturedAt(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
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
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** The failure of a field that breaks its rule. */
    public static PermanentFailure invalid(String message) {
        return new PermanentFailure(ErrorCode.INVALID_FIELD, message);
    }

    private static void refuse(@Nullable String problem) {
        if (problem != null) {
            throw invalid(problem);
        }
    }
}
