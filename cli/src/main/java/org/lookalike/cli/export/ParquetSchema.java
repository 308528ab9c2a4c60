package org.lookalike.cli.export;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** A table's columns as Parquet knows them. */
final class ParquetSchema {
    private ParquetSchema() {}

    /** Every column may be null; nothing inside a list or a map may. */
    static MessageType of(List<Column> columns) {
        return new MessageType(
                "table", columns.stream().map(ParquetSchema::type).toList());
    }

    /** The schema as the footer holds it: every node, each before its children. */
    static List<SchemaElement> elements(MessageType schema) {
        List<SchemaElement> elements = new ArrayList<>();
        append(schema, elements);
        // The root has no repetition.
        elements.get(0).unsetRepetition_type();
        return elements;
    }

    /** As the footer calls it. */
    static org.apache.parquet.format.Type stored(PrimitiveTypeName type) {
        return type == PrimitiveTypeName.BINARY
                ? org.apache.parquet.format.Type.BYTE_ARRAY
                : org.apache.parquet.format.Type.valueOf(type.name());
    }

    private static Type type(Column column) {
        String name = column.name();
        return switch (column.type()) {
            case TEXT -> text(Repetition.OPTIONAL, name);
            case INSTANT ->
                Types.optional(PrimitiveTypeName.INT64)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                        .named(name);
            case INTEGER -> Types.optional(PrimitiveTypeName.INT32).named(name);
            case LONG -> Types.optional(PrimitiveTypeName.INT64).named(name);
            case FLOAT -> Types.optional(PrimitiveTypeName.FLOAT).named(name);
            case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
            case FLOATS ->
                Types.optionalList()
                        .element(Types.required(PrimitiveTypeName.FLOAT).named("element"))
                        .named(name);
            case TEXTS ->
                Types.optionalList()
                        .element(text(Repetition.REQUIRED, "element"))
                        .named(name);
            case ATTRIBUTES ->
                Types.optionalMap()
                        .key(text(Repetition.REQUIRED, "key"))
                        .value(text(Repetition.REQUIRED, "value"))
                        .named(name);
        };
    }

    private static Type text(Repetition repetition, String name) {
        return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }

    private static void append(Type type, List<SchemaElement> elements) {
        SchemaElement element = new SchemaElement(type.getName());
        element.setRepetition_type(
                FieldRepetitionType.valueOf(type.getRepetition().name()));
        if (type.getOriginalType() != null) {
            element.setConverted_type(
                    ConvertedType.valueOf(type.getOriginalType().name()));
        }
        elements.add(element);
        if (type.isPrimitive()) {
            element.setType(stored(type.asPrimitiveType().getPrimitiveTypeName()));
            return;
        }
        GroupType group = type.asGroupType();
        element.setNum_children(group.getFieldCount());
        group.getFields().forEach(child -> append(child, elements));
    }
}
