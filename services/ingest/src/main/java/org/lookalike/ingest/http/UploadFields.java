package org.lookalike.ingest.http;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.intake.accept.FieldRules;
import org.lookalike.intake.accept.Submission;
import org.lookalike.schemas.InboxHeaders;
import org.lookalike.schemas.Urgency;

/**
 * The fields of a request, from query parameters or form fields with the names of the inbox headers.
 *
 * @param source who publishes
 * @param capturedAt when they were taken, or null
 * @param attributes free key-value pairs
 * @param urgency whether live images may overtake them
 */
record UploadFields(String source, @Nullable Instant capturedAt, Map<String, String> attributes, Urgency urgency) {

    /**
     * Reads the fields; those with other names are ignored.
     *
     * @throws org.lookalike.platform.failure.PermanentFailure INVALID_FIELD if a field cannot be read
     */
    static UploadFields read(Map<String, List<String>> parameters, String defaultSource) {
        Map<String, String> attributes = new LinkedHashMap<>();
        parameters.forEach((name, values) -> {
            if (name.startsWith(InboxHeaders.ATTRIBUTE_PREFIX)) {
                attributes.put(name.substring(InboxHeaders.ATTRIBUTE_PREFIX.length()), last(values));
            }
        });
        // A plus sign in a query that was not encoded arrives as a space, which no date has.
        String capturedAt = last(parameters.getOrDefault(InboxHeaders.CAPTURED_AT, List.of()))
                .replace(' ', '+');
        List<String> urgency = parameters.getOrDefault(Urgency.HEADER, List.of());
        List<String> sources = parameters.getOrDefault(InboxHeaders.SOURCE, List.of());
        return new UploadFields(
                sources.isEmpty() ? defaultSource : last(sources),
                capturedAt.isEmpty() ? null : FieldRules.capturedAt(capturedAt),
                attributes,
                urgency.isEmpty() ? Urgency.LIVE : FieldRules.urgency(last(urgency)));
    }

    /** An image with these fields. */
    Submission submission(byte[] bytes, @Nullable String imageId) {
        return new Submission(bytes, imageId, source, capturedAt, attributes, urgency);
    }

    private static String last(List<String> values) {
        return values.isEmpty() ? "" : values.get(values.size() - 1);
    }
}
