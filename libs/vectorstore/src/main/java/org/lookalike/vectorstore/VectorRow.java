package org.lookalike.vectorstore;

import static org.lookalike.vectorstore.StoreRules.require;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.lookalike.schemas.ImageFields;
import org.lookalike.schemas.ImageIds;

/**
 * One image's vector and what is filtered on or answered with it.
 *
 * <p>A store keeps the direction of the vector only: it comes back with length 1, since cosine similarity does not
 * depend on the length. The array is neither copied nor changed here; whoever hands it over leaves it alone.
 *
 * @param id image id, 1 to {@value #MAX_ID_BYTES} bytes of UTF-8, no control characters
 * @param vector finite values, not all zero
 * @param source the camera or system that the image came from, at most {@value #MAX_SOURCE_BYTES} bytes of UTF-8; may
 *     be empty
 * @param time when the image was taken, in the years 1 to 9999; kept to the millisecond
 * @param uri where the image's bytes are, at most {@value #MAX_URI_BYTES} bytes of UTF-8; may be empty
 * @param sha256 of the image's bytes, 64 lower-case hexadecimal digits, or empty where unknown
 * @param attributes the publisher's own keys and values, together at most {@value #MAX_ATTRIBUTES_BYTES} bytes of
 *     UTF-8; keys are not empty; neither keys nor values have control characters
 * @param membership the cluster that it belongs to
 * @param origin the record that it was made of
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content below; a list would box every value.
public record VectorRow(
        String id,
        float[] vector,
        String source,
        Instant time,
        String uri,
        String sha256,
        Map<String, String> attributes,
        Membership membership,
        RowOrigin origin) {

    public static final int MAX_ID_BYTES = ImageIds.MAX_ID_BYTES;
    public static final int MAX_SOURCE_BYTES = ImageIds.MAX_SOURCE_BYTES;
    public static final int MAX_URI_BYTES = ImageFields.MAX_URI_BYTES;
    public static final int MAX_ATTRIBUTES_BYTES = ImageFields.MAX_ATTRIBUTES_BYTES;

    public VectorRow {
        StoreRules.requireId(id);
        StoreRules.requireVector(vector);
        StoreRules.requireText("source of " + id, source, MAX_SOURCE_BYTES);
        StoreRules.requireText("uri of " + id, uri, MAX_URI_BYTES);
        require(
                sha256.isEmpty() || StoreRules.isSha256(sha256),
                "sha256 of %s is '%s', which is not 64 lower-case hexadecimal digits",
                id,
                sha256);
        time = StoreRules.requireTime("time of " + id, time);
        attributes = Map.copyOf(attributes);
        StoreRules.requireAttributes(attributes);
    }

    /** A row that was made of no record. */
    public VectorRow(
            String id,
            float[] vector,
            String source,
            Instant time,
            String uri,
            String sha256,
            Map<String, String> attributes,
            Membership membership) {
        this(id, vector, source, time, uri, sha256, attributes, membership, RowOrigin.UNKNOWN);
    }

    /** A row of a space without clusters that was made of no record. */
    public VectorRow(
            String id,
            float[] vector,
            String source,
            Instant time,
            String uri,
            String sha256,
            Map<String, String> attributes) {
        this(id, vector, source, time, uri, sha256, attributes, Membership.NONE);
    }

    /** Rows are equal when everything is, the vectors value by value. */
    @Override
    public boolean equals(Object other) {
        return other instanceof VectorRow row
                && id.equals(row.id)
                && Arrays.equals(vector, row.vector)
                && source.equals(row.source)
                && time.equals(row.time)
                && uri.equals(row.uri)
                && sha256.equals(row.sha256)
                && attributes.equals(row.attributes)
                && membership.equals(row.membership)
                && origin.equals(row.origin);
    }

    @Override
    public int hashCode() {
        return id.hashCode() * 31 + Arrays.hashCode(vector);
    }

    /** Without the values of the vector, which would fill a log. */
    @Override
    public String toString() {
        return "VectorRow[id=%s, dimensions=%d, source=%s, time=%s, uri=%s, sha256=%s, attributes=%s, membership=%s, origin=%s]"
                .formatted(id, vector.length, source, time, uri, sha256, attributes, membership, origin);
    }
}
