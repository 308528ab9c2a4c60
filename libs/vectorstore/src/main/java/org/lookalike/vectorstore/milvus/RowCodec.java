package org.lookalike.vectorstore.milvus;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.milvus.v2.service.vector.response.SearchResp.SearchResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.lookalike.vectorstore.Membership;
import org.lookalike.vectorstore.StoreRules;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;

/** Between rows and the SDK's JSON objects and untyped maps. */
final class RowCodec {
    /** What a hit is made of beside its id and score. */
    static final List<String> HIT_FIELDS =
            List.of(Fields.URI, Fields.SOURCE, Fields.TIME, Fields.ATTRIBUTES, Fields.CLUSTER, Fields.CLUSTER_DISTANCE);

    static final List<String> ROW_FIELDS = List.of(
            Fields.ID,
            Fields.VECTOR,
            Fields.SOURCE,
            Fields.TIME,
            Fields.URI,
            Fields.SHA_256,
            Fields.ATTRIBUTES,
            Fields.CLUSTER,
            Fields.CLUSTER_DISTANCE);

    private RowCodec() {}

    static JsonObject encode(VectorRow row) {
        float[] unit = StoreRules.toUnitLength(row.vector());
        JsonArray vector = new JsonArray(unit.length);
        for (float value : unit) {
            vector.add(value);
        }
        JsonObject attributes = new JsonObject();
        row.attributes().forEach((key, value) -> attributes.addProperty(AttributeKeys.encode(key), value));
        JsonObject encoded = new JsonObject();
        encoded.addProperty(Fields.ID, row.id());
        encoded.add(Fields.VECTOR, vector);
        encoded.addProperty(Fields.SOURCE, row.source());
        encoded.addProperty(Fields.TIME, row.time().toEpochMilli());
        encoded.addProperty(Fields.URI, row.uri());
        encoded.addProperty(Fields.SHA_256, row.sha256());
        encoded.add(Fields.ATTRIBUTES, attributes);
        encoded.addProperty(Fields.CLUSTER, row.membership().cluster());
        encoded.addProperty(Fields.CLUSTER_DISTANCE, row.membership().distance());
        return encoded;
    }

    /** Bytes that the row takes in a request, roughly; used to split large writes. */
    static long size(VectorRow row) {
        int characters = row.id().length()
                + row.source().length()
                + row.uri().length()
                + row.sha256().length()
                + row.membership().cluster().length();
        for (Map.Entry<String, String> attribute : row.attributes().entrySet()) {
            characters += attribute.getKey().length() + attribute.getValue().length() + 6;
        }
        return 4L * row.vector().length + 3L * characters + 64;
    }

    static VectorRow decode(Map<String, Object> entity) {
        return new VectorRow(
                text(entity, Fields.ID),
                vector(entity),
                text(entity, Fields.SOURCE),
                time(entity),
                text(entity, Fields.URI),
                text(entity, Fields.SHA_256),
                attributes(entity),
                membership(entity));
    }

    static VectorHit decode(SearchResult result) {
        Map<String, Object> entity = result.getEntity();
        // Rounding can carry the similarity of equal vectors a little past 1.
        float score = Math.max(-1, Math.min(1, result.getScore()));
        return new VectorHit(
                result.getId().toString(),
                score,
                text(entity, Fields.URI),
                text(entity, Fields.SOURCE),
                time(entity),
                attributes(entity),
                membership(entity));
    }

    static String text(Map<String, Object> entity, String field) {
        return value(entity, field).toString();
    }

    static long number(Map<String, Object> entity, String field) {
        return ((Number) value(entity, field)).longValue();
    }

    private static Instant time(Map<String, Object> entity) {
        return Instant.ofEpochMilli(number(entity, Fields.TIME));
    }

    private static float[] vector(Map<String, Object> entity) {
        List<?> values = (List<?>) value(entity, Fields.VECTOR);
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = ((Number) Objects.requireNonNull(values.get(i))).floatValue();
        }
        return vector;
    }

    private static Membership membership(Map<String, Object> entity) {
        return new Membership(text(entity, Fields.CLUSTER), clusterDistance(entity));
    }

    static float clusterDistance(Map<String, Object> entity) {
        return ((Number) value(entity, Fields.CLUSTER_DISTANCE)).floatValue();
    }

    private static Map<String, String> attributes(Map<String, Object> entity) {
        JsonObject object = ((JsonElement) value(entity, Fields.ATTRIBUTES)).getAsJsonObject();
        Map<String, String> attributes = new HashMap<>();
        object.entrySet()
                .forEach(entry -> attributes.put(
                        AttributeKeys.decode(entry.getKey()), entry.getValue().getAsString()));
        return attributes;
    }

    private static Object value(Map<String, Object> entity, String field) {
        Object value = entity.get(field);
        if (value == null) {
            throw new IllegalStateException("the server's answer has no field " + field);
        }
        return value;
    }
}
