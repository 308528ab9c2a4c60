package org.lookalike.schemas.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The house rules for schemas, which Avro itself does not ask for. */
class SchemaStyleTest {
    private static final String CAMEL_CASE = "[a-z][a-z0-9]*([A-Z][a-z0-9]*)*";

    @Test
    void everyTypeAndFieldIsDocumented() throws IOException {
        List<String> undocumented = new ArrayList<>();
        forEachNamedType((path, type) -> {
            if (isBlank(type.getDoc())) {
                undocumented.add(path);
            }
            if (type.getType() == Schema.Type.RECORD) {
                type.getFields().stream()
                        .filter(field -> isBlank(field.doc()))
                        .forEach(field -> undocumented.add(path + "." + field.name()));
            }
        });
        assertThat(undocumented).isEmpty();
    }

    @Test
    void everyEnumHasADefaultAmongItsSymbols() throws IOException {
        List<String> wrong = new ArrayList<>();
        forEachNamedType((path, type) -> {
            if (type.getType() == Schema.Type.ENUM && !type.getEnumSymbols().contains(type.getEnumDefault())) {
                wrong.add(path);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyInstantIsATimestamp() throws IOException {
        List<String> wrong = new ArrayList<>();
        forEachNamedType((path, type) -> {
            if (type.getType() != Schema.Type.RECORD) {
                return;
            }
            for (Schema.Field field : type.getFields()) {
                boolean speaksOfAnInstant = field.name().endsWith("At")
                        || field.doc().contains("UTC")
                        || field.doc().contains("this instant");
                if (speaksOfAnInstant
                        && !(withoutNull(field.schema()).getLogicalType() instanceof LogicalTypes.TimestampMillis)) {
                    wrong.add(path + "." + field.name());
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void namesMakeSoundJava() throws IOException {
        List<String> wrong = new ArrayList<>();
        forEachNamedType((path, type) -> {
            if (!type.getName().matches("[A-Z][A-Za-z0-9]*") || !"org.lookalike.events".equals(type.getNamespace())) {
                wrong.add(path);
            }
            if (type.getType() == Schema.Type.RECORD) {
                type.getFields().stream()
                        .filter(field -> !field.name().matches(CAMEL_CASE))
                        .forEach(field -> wrong.add(path + "." + field.name()));
            } else {
                type.getEnumSymbols().stream()
                        .filter(symbol -> !symbol.matches("[A-Z][A-Z0-9_]*"))
                        .forEach(symbol -> wrong.add(path + "." + symbol));
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void optionalFieldsDefaultToNothing() throws IOException {
        List<String> wrong = new ArrayList<>();
        forEachNamedType((path, type) -> {
            if (type.getType() == Schema.Type.RECORD) {
                type.getFields().stream()
                        .filter(field -> field.schema().isNullable() && !field.hasDefaultValue())
                        .forEach(field -> wrong.add(path + "." + field.name()));
            }
        });
        assertThat(wrong).isEmpty();
    }

    private static void forEachNamedType(BiConsumer<String, Schema> visitor) throws IOException {
        for (Map.Entry<String, Schema> schema : SchemaFiles.current().entrySet()) {
            visit(schema.getKey(), schema.getValue(), visitor);
        }
    }

    private static void visit(String path, Schema type, BiConsumer<String, Schema> visitor) {
        switch (type.getType()) {
            case RECORD -> {
                visitor.accept(path, type);
                type.getFields().forEach(field -> visit(path + "." + field.name(), field.schema(), visitor));
            }
            case ENUM -> visitor.accept(path, type);
            case ARRAY -> visit(path + "[]", type.getElementType(), visitor);
            case MAP -> visit(path + "{}", type.getValueType(), visitor);
            case UNION -> type.getTypes().forEach(branch -> visit(path, branch, visitor));
            default -> {}
        }
    }

    private static Schema withoutNull(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
