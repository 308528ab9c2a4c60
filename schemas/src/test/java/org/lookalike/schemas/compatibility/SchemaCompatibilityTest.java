package org.lookalike.schemas.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The check that the build stands or falls by. */
class SchemaCompatibilityTest {
    @Test
    void everySchemaReadsWhatEveryReleaseWrote() throws IOException {
        assertThat(BackwardCheck.problems(SchemaFiles.current(), SchemaFiles.released()))
                .as("BACKWARD compatibility with the releases under src/main/released")
                .isEmpty();
    }

    @Test
    void thereIsAReleaseToHoldAgainst() throws IOException {
        assertThat(SchemaFiles.released())
                .containsKey("0.1.0")
                .allSatisfy((version, schemas) ->
                        assertThat(schemas).as("schemas of %s", version).isNotEmpty());
    }
}
