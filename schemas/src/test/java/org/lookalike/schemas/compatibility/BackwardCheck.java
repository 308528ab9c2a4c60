package org.lookalike.schemas.compatibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** Avro's BACKWARD rule, transitive: today's schema, as the reader, resolves what every release, as the writer, wrote. */
final class BackwardCheck {
    private BackwardCheck() {}

    /**
     * One sentence per broken promise, naming the schema, the release and the place; empty when all hold.
     *
     * @param current today's schemas by full name
     * @param released each release's schemas by version and full name
     */
    static List<String> problems(Map<String, Schema> current, Map<String, Map<String, Schema>> released) {
        List<String> problems = new ArrayList<>();
        released.forEach((version, schemas) -> schemas.forEach((name, writer) -> {
            Schema reader = current.get(name);
            if (reader == null) {
                problems.add("%s of release %s is gone".formatted(name, version));
                return;
            }
            var pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
            if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
                for (Incompatibility found : pair.getResult().getIncompatibilities()) {
                    problems.add("%s cannot read release %s: %s at %s, %s"
                            .formatted(name, version, found.getType(), found.getLocation(), found.getMessage()));
                }
            }
        }));
        return problems;
    }
}
