package org.lookalike.vectorstore.milvus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import io.milvus.grpc.DataType;
import io.milvus.grpc.FieldData;
import io.milvus.grpc.FloatArray;
import io.milvus.grpc.IntArray;
import io.milvus.grpc.JSONArray;
import io.milvus.grpc.LongArray;
import io.milvus.grpc.ScalarField;
import io.milvus.grpc.StringArray;
import io.milvus.grpc.UpsertRequest;
import io.milvus.grpc.VectorField;
import io.milvus.v2.service.vector.response.SearchResp.SearchResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.vectorstore.Buckets;
import org.lookalike.vectorstore.Membership;
import org.lookalike.vectorstore.RowOrigin;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;

/** Between rows and the server's columns, and the SDK's untyped maps. */
final class RowCodec {
    /** What a hit is made of beside its id and score. */
    static final List<String> HIT_FIELDS = List.of(
            Fields.URI,
            Fields.SHA_256,
            Fields.SOURCE,
            Fields.TIME,
            Fields.ATTRIBUTES,
            Fields.CLUSTER,
            Fields.CLUSTER_DISTANCE);

    static final List<String> ROW_FIELDS = List.of(
            Fields.ID,
            Fields.VECTOR,
            Fields.SOURCE,
            Fields.TIME,
            Fields.URI,
            Fields.SHA_256,
            Fields.ATTRIBUTES,
            Fields.CLUSTER,
            Fields.CLUSTER_DISTANCE,
            Fields.ORIGIN_PARTITION,
            Fields.ORIGIN_OFFSET);

    static final List<String> ORIGIN_FIELDS = List.of(Fields.ID, Fields.ORIGIN_PARTITION, Fields.ORIGIN_OFFSET);

    private RowCodec() {}

    /** Writes the rows; where to is for the caller to add. Their vectors all have the same length, and there is at least one. */
    static UpsertRequest.Builder encode(List<VectorRow> rows) {
        int dimensions = rows.get(0).vector().length;
        FloatArray.Builder vectors = FloatArray.newBuilder();
        LongArray.Builder times = LongArray.newBuilder();
        JSONArray.Builder attributes = JSONArray.newBuilder();
        FloatArray.Builder distances = FloatArray.newBuilder();
        IntArray.Builder buckets = IntArray.newBuilder();
        IntArray.Builder partitions = IntArray.newBuilder();
        LongArray.Builder offsets = LongArray.newBuilder();
        for (VectorRow row : rows) {
            for (float value : Vectors.normalised(row.vector())) {
                vectors.addData(value);
            }
            times.addData(row.time().toEpochMilli());
            attributes.addData(ByteString.copyFromUtf8(json(row.attributes())));
            distances.addData(row.membership().distance());
            buckets.addData(Buckets.of(row.id()));
            partitions.addData(row.origin().partition());
            offsets.addData(row.origin().offset());
        }
        return UpsertRequest.newBuilder()
                .setNumRows(rows.size())
                .addFieldsData(text(Fields.ID, rows, VectorRow::id))
                .addFieldsData(FieldData.newBuilder()
                        .setFieldName(Fields.VECTOR)
                        .setType(DataType.FloatVector)
                        .setVectors(VectorField.newBuilder().setDim(dimensions).setFloatVector(vectors)))
                .addFieldsData(text(Fields.SOURCE, rows, VectorRow::source))
                .addFieldsData(scalars(
                        Fields.TIME, DataType.Int64, ScalarField.newBuilder().setLongData(times)))
                .addFieldsData(text(Fields.URI, rows, VectorRow::uri))
                .addFieldsData(text(Fields.SHA_256, rows, VectorRow::sha256))
                .addFieldsData(scalars(
                        Fields.ATTRIBUTES,
                        DataType.JSON,
                        ScalarField.newBuilder().setJsonData(attributes)))
                .addFieldsData(
                        text(Fields.CLUSTER, rows, row -> row.membership().cluster()))
                .addFieldsData(scalars(
                        Fields.CLUSTER_DISTANCE,
                        DataType.Float,
                        ScalarField.newBuilder().setFloatData(distances)))
                .addFieldsData(scalars(
                        Fields.BUCKET, DataType.Int32, ScalarField.newBuilder().setIntData(buckets)))
                .addFieldsData(scalars(
                        Fields.ORIGIN_PARTITION,
                        DataType.Int32,
                        ScalarField.newBuilder().setIntData(partitions)))
                .addFieldsData(scalars(
                        Fields.ORIGIN_OFFSET,
                        DataType.Int64,
                        ScalarField.newBuilder().setLongData(offsets)));
    }

    private static FieldData text(String field, List<VectorRow> rows, Function<VectorRow, String> value) {
        StringArray.Builder values = StringArray.newBuilder();
        rows.forEach(row -> values.addData(value.apply(row)));
        return scalars(field, DataType.VarChar, ScalarField.newBuilder().setStringData(values));
    }

    private static FieldData scalars(String field, DataType type, ScalarField.Builder values) {
        return FieldData.newBuilder()
                .setFieldName(field)
                .setType(type)
                .setScalars(values)
                .build();
    }

    private static String json(Map<String, String> attributes) {
        JsonObject object = new JsonObject();
        attributes.forEach((key, value) -> object.addProperty(AttributeKeys.encode(key), value));
        return object.toString();
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
        return 4L * row.vector().length + 3L * characters + 80;
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
                membership(entity),
                origin(entity));
    }

    static RowOrigin origin(Map<String, Object> entity) {
        return new RowOrigin((int) number(entity, Fields.ORIGIN_PARTITION), number(entity, Fields.ORIGIN_OFFSET));
    }

    static VectorHit decode(SearchResult result) {
        Map<String, Object> entity = result.getEntity();
        // Rounding can carry the similarity of equal vectors a little past 1.
        float score = Math.max(-1, Math.min(1, result.getScore()));
        return new VectorHit(
                result.getId().toString(),
                score,
                text(entity, Fields.URI),
                text(entity, Fields.SHA_256),
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
